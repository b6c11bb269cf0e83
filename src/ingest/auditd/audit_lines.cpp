#include "ingest/auditd/audit_lines.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "ingest/format/line_reader.hpp"
#include "ingest/record/json_text.hpp"

namespace huntbook::ingest {

namespace {

// The kernel writes lines of 9 KiB at most, programs of as much.
constexpr std::size_t longest_line = std::size_t{1} << 20;

class LogLines final : public AuditLines {
 public:
  explicit LogLines(ByteSource& source) : lines_(source, longest_line) {}

  Result<std::optional<AuditLine>> next() override {
    HUNTBOOK_TRY(const auto line, lines_.next());
    if (!line) return std::nullopt;
    AuditLine result{line->text, line->offset, line->number};
    if (line->too_long) result.fault = "line longer than 1 MiB";
    if (line->cut) result.fault = lines_.damage();
    return result;
  }
  const std::string& damage() const override { return lines_.damage(); }
  std::vector<std::string> remarks() const override {
    if (lines_.nuls() == 0) return {};
    return {std::to_string(lines_.nuls()) + (lines_.nuls() == 1 ? " NUL byte" : " NUL bytes") + " between lines"};
  }

 private:
  LineReader lines_;
};

class ExportLines final : public AuditLines {
 public:
  ExportLines(std::unique_ptr<BlockSource> blocks, std::unique_ptr<RecordParser> parser)
      : blocks_(std::move(blocks)), parser_(std::move(parser)) {}

  Result<std::optional<AuditLine>> next() override {
    while (next_record_ == parsed_.records.size() && next_rejection_ == rejected_.size()) {
      HUNTBOOK_TRY(block_, blocks_->next());
      if (!block_) return std::nullopt;
      parsed_ = {};
      parser_->parse(*block_, parsed_);
      rejected_ = std::move(block_->rejected);
      std::ranges::move(parsed_.rejected, std::back_inserter(rejected_));
      std::ranges::stable_sort(rejected_, {}, &Rejection::offset);
      next_record_ = next_rejection_ = 0;
    }
    if (next_rejection_ < rejected_.size() &&
        (next_record_ == parsed_.records.size() || rejected_[next_rejection_].offset < offset_of_record())) {
      const Rejection& rejection = rejected_[next_rejection_++];
      return AuditLine{rejection.head, rejection.offset, rejection.line, rejection.reason};
    }
    const ParsedBlock::Entry& entry = parsed_.records[next_record_++];
    const RawRecord& raw = block_->records[entry.raw];
    AuditLine line{block_->text(raw), block_->offset + raw.begin, raw.line};
    const Record record = parsed_.record(entry);
    const Field* const data = find_field(record, "RawData");
    if (data == nullptr || !data->is_text()) {
      line.fault = "row without an audit record in RawData";
      return line;
    }
    std::string text;
    append_text(text, *data);
    std::ranges::replace(text, '\n', ' ');
    while (text.ends_with(' ') || text.ends_with('\r')) text.pop_back();
    text_.clear();
    if (const Field* host = find_field(record, "Computer"); host != nullptr && !text.starts_with("node=")) {
      std::string name;
      append_text(name, *host);
      if (!name.empty() && name.find_first_of(" \n") == std::string::npos) text_ = "node=" + name + " ";
    }
    text_ += text;
    line.text = text_;
    if (text_.size() > longest_line) line.fault = "audit record longer than 1 MiB";
    return line;
  }
  const std::string& damage() const override { return blocks_->damage(); }
  std::vector<std::string> remarks() const override { return blocks_->remarks(); }

 private:
  std::uint64_t offset_of_record() const {
    return block_->offset + block_->records[parsed_.records[next_record_].raw].begin;
  }

  std::unique_ptr<BlockSource> blocks_;
  std::unique_ptr<RecordParser> parser_;
  std::optional<Block> block_;
  ParsedBlock parsed_;
  std::vector<Rejection> rejected_;
  std::size_t next_record_ = 0;
  std::size_t next_rejection_ = 0;
  std::string text_;
};

}  // namespace

std::unique_ptr<AuditLines> lines_of_log(ByteSource& source) {
  return std::make_unique<LogLines>(source);
}

std::unique_ptr<AuditLines> lines_of_export(std::unique_ptr<BlockSource> blocks, std::unique_ptr<RecordParser> parser) {
  return std::make_unique<ExportLines>(std::move(blocks), std::move(parser));
}

}  // namespace huntbook::ingest
