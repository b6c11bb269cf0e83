#include "ingest/syslog/syslog_lines.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "ingest/format/growing_bytes.hpp"
#include "ingest/format/line_reader.hpp"
#include "ingest/format/replay_source.hpp"
#include "ingest/record/utf8.hpp"
#include "ingest/syslog/syslog_head.hpp"
#include "ingest/syslog/yearless_stamps.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::size_t longest_line = std::size_t{4} << 20;
constexpr std::size_t longest_message = std::size_t{8} << 20;
// What becomes of a block of this size stays in the processor's caches.
constexpr std::size_t best_block = std::size_t{1} << 20;
constexpr std::size_t most_rejected = 100'000;

class SyslogLines final : public BlockSource {
 public:
  SyslogLines(ByteSource& source, const BlockSizes& sizes, bool needs_years, LatestMoment latest)
      : replay_(source),
        lines_(needs_years ? static_cast<ByteSource&>(replay_) : source, longest_line),
        block_bytes_(std::min(sizes.block, best_block)),
        needs_years_(needs_years),
        latest_(std::move(latest)) {}

  Result<std::optional<Block>> next() override {
    if (!begun_) HUNTBOOK_CHECK(find_years());
    Block block;
    GrowingBytes bytes(block_bytes_ + block_bytes_ / 8);
    if (waiting_) begin_record(std::exchange(waiting_, std::nullopt).value(), block, bytes);
    while (!at_end_ && block.rejected.size() < most_rejected) {
      HUNTBOOK_TRY(const auto line, lines_.next());
      if (!line) {
        at_end_ = true;
        break;
      }
      if (line->too_long || line->cut) {
        reject(*line, line->cut ? lines_.damage() : "line longer than 4 MiB", block);
        in_record_ = false;
        continue;
      }
      auto begun = beginning_of(*line, block);
      if (begun) {
        if (bytes.size() >= block_bytes_) {
          waiting_ = std::move(begun);
          break;
        }
        begin_record(*begun, block, bytes);
      }
      if (!begun && !rejected_) go_on(*line, block, bytes);
    }
    if (block.records.empty() && block.rejected.empty()) return std::nullopt;
    block.size = bytes.size();
    block.bytes = bytes.take();
    return block;
  }

  const std::string& damage() const override { return lines_.damage(); }

  std::vector<std::string> remarks() const override {
    std::vector<std::string> remarks;
    if (std::string years = years_.remark(); !years.empty()) remarks.push_back(std::move(years));
    if (stampless_ > 0) {
      remarks.push_back(std::to_string(stampless_) + (stampless_ == 1 ? " message" : " messages") + " without a time");
    }
    if (continued_ > 0) {
      remarks.push_back(std::to_string(continued_) +
                        (continued_ == 1 ? " line without a stamp kept with the message before it"
                                         : " lines without a stamp kept with the message before them"));
    }
    return remarks;
  }

 private:
  struct Beginning {
    std::string text;
    int year;  // 0: the stamp has its own
    std::uint64_t offset;
    std::uint64_t line;
  };

  // The first reading.
  Result<void> find_years() {
    begun_ = true;
    if (!needs_years_) {
      years_.settle(latest_);
      return {};
    }
    return ingest::find_years(replay_, longest_line, latest_, years_);
  }

  void reject(const LineReader::Line& line, std::string reason, Block& block) {
    block.rejected.push_back({line.offset, line.number, std::move(reason), visible_head(line.text)});
    ++number_;
  }

  // The line as the first one of a message; nothing where it is none, or is one of a day that its year does not have
  // (and is rejected).
  std::optional<Beginning> beginning_of(const LineReader::Line& line, Block& block) {
    rejected_ = false;
    const auto head = line.whole.size() == line.text.size() ? read_syslog_head(line.text) : std::nullopt;
    if (!head) return std::nullopt;
    int year_found = 0;
    stampless_ += head->has_stamp ? 0 : 1;
    if (!head->has_year) {
      const auto year = years_.year_of(head->local);
      if (!year) {
        reject(line, "no year is known that has this day", block);
        rejected_ = true;
        in_record_ = false;
        return std::nullopt;
      }
      year_found = *year;
    }
    return Beginning{std::string(line.text), year_found, line.offset, line.number};
  }

  void begin_record(const Beginning& beginning, Block& block, GrowingBytes& bytes) {
    if (block.records.empty()) block.offset = beginning.offset;
    block.records.push_back({bytes.size(), beginning.text.size(), ++number_, beginning.line});
    block.years.push_back(beginning.year);
    bytes.append(beginning.text);
    in_record_ = true;
  }

  void go_on(const LineReader::Line& line, Block& block, GrowingBytes& bytes) {
    if (!in_record_ || block.records.empty())
      return reject(line, "line without a stamp, and no message before it", block);
    RawRecord& record = block.records.back();
    if (record.size + line.whole.size() > longest_message) {
      in_record_ = false;
      return reject(line, "message longer than 8 MiB", block);
    }
    bytes.append("\n");
    bytes.append(line.whole);
    record.size += line.whole.size() + 1;
    ++continued_;
  }

  ReplaySource replay_;
  LineReader lines_;
  std::size_t block_bytes_;
  bool needs_years_;
  LatestMoment latest_;
  YearFinder years_;
  std::optional<Beginning> waiting_;  // the first record of the next block
  std::uint64_t number_ = 0;
  std::uint64_t continued_ = 0;
  std::uint64_t stampless_ = 0;
  bool begun_ = false;
  bool at_end_ = false;
  bool in_record_ = false;
  bool rejected_ = false;  // the line at hand
};

}  // namespace

std::unique_ptr<BlockSource> syslog_lines(ByteSource& source, const BlockSizes& sizes, bool needs_years,
                                          const LatestMoment& latest) {
  return std::make_unique<SyslogLines>(source, sizes, needs_years, latest);
}

}  // namespace huntbook::ingest
