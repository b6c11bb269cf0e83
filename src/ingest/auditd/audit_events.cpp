#include "ingest/auditd/audit_events.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "ingest/auditd/audit_head.hpp"
#include "ingest/auditd/event_assembler.hpp"
#include "ingest/format/growing_bytes.hpp"
#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

namespace {

// What becomes of a block of this size stays in the processor's caches.
constexpr std::size_t best_block = std::size_t{1} << 20;

bool is_separator(std::string_view line) {
  return line == "----" || line.starts_with("time->");
}

class AuditEvents final : public BlockSource {
 public:
  AuditEvents(std::unique_ptr<AuditLines> lines, bool in_order, const BlockSizes& sizes)
      : lines_(std::move(lines)), events_({}, in_order), block_bytes_(std::min(sizes.block, best_block)) {}

  Result<std::optional<Block>> next() override {
    Block block;
    GrowingBytes bytes(block_bytes_ + block_bytes_ / 8);
    while (!at_end_ && bytes.size() < block_bytes_ && block.rejected.size() < most_rejected) {
      HUNTBOOK_TRY(const auto line, lines_->next());
      if (line) {
        take(*line, block);
      } else {
        at_end_ = true;
      }
      while (const auto* event = events_.ready(at_end_)) {
        if (block.records.empty()) block.offset = event->offset;
        block.records.push_back({bytes.size(), event->text.size(), event->number, event->line});
        bytes.append(event->text);
        bytes.append("\n");
        events_.pop();
      }
    }
    if (block.records.empty() && block.rejected.empty()) return std::nullopt;
    block.size = bytes.size();
    block.bytes = bytes.take();
    return block;
  }

  const std::string& damage() const override { return lines_->damage(); }

  std::vector<std::string> remarks() const override {
    std::vector<std::string> remarks = lines_->remarks();
    const auto add = [&remarks](std::uint64_t count, const char* one, const char* many) {
      if (count > 0) remarks.push_back(std::to_string(count) + (count == 1 ? one : many));
    };
    add(separators_, " line between events", " lines between events");
    add(events_.cut_short(), " event closed early, since too many were open or it was too long",
        " events closed early, since too many were open or they were too long");
    return remarks;
  }

 private:
  static constexpr std::size_t most_rejected = 100'000;

  void take(const AuditLine& line, Block& block) {
    const auto reject = [&](std::string reason) {
      block.rejected.push_back({line.offset, line.number, std::move(reason), visible_head(line.text)});
      ++number_;
    };
    if (!line.fault.empty()) return reject(line.fault);
    if (const auto head = read_audit_head(line.text)) {
      if (events_.add(*head, line.text, line.number, line.offset, number_ + 1)) ++number_;
    } else if (is_separator(line.text)) {
      ++separators_;
    } else {
      const bool has_type = line.text.starts_with("type=") || line.text.starts_with("node=");
      reject(has_type ? "audit record without a whole audit(SECONDS.MILLISECONDS:SERIAL)" : "no audit record");
    }
  }

  std::unique_ptr<AuditLines> lines_;
  EventAssembler events_;
  std::size_t block_bytes_;
  std::uint64_t number_ = 0;
  std::uint64_t separators_ = 0;
  bool at_end_ = false;
};

}  // namespace

std::unique_ptr<BlockSource> audit_events(std::unique_ptr<AuditLines> lines, bool in_order, const BlockSizes& sizes) {
  return std::make_unique<AuditEvents>(std::move(lines), in_order, sizes);
}

}  // namespace huntbook::ingest
