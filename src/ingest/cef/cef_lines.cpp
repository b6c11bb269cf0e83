#include "ingest/cef/cef_lines.hpp"

#include <optional>
#include <utility>

#include "ingest/format/replay_source.hpp"
#include "ingest/record/line_scanner.hpp"
#include "ingest/syslog/syslog_head.hpp"
#include "ingest/syslog/yearless_stamps.hpp"

namespace huntbook::ingest {

namespace {

class CefLines final : public BlockSource {
 public:
  CefLines(ByteSource& source, const BlockSizes& sizes, LatestMoment latest)
      : replay_(source), blocks_(replay_, line_scanner(), 0, 0, sizes), latest_(std::move(latest)) {}

  Result<std::optional<Block>> next() override {
    if (!begun_) HUNTBOOK_CHECK(find_years(replay_, longest_head, latest_, years_));
    begun_ = true;
    HUNTBOOK_TRY(auto block, blocks_.next());
    if (!block) return std::nullopt;
    for (const RawRecord& record : block->records) {
      const auto head = read_syslog_head(block->text(record));
      const bool yearless = head && !head->has_year;
      block->years.push_back(yearless ? years_.year_of(head->local).value_or(0) : 0);
    }
    return block;
  }

  const std::string& damage() const override { return blocks_.damage(); }

  std::vector<std::string> remarks() const override {
    std::string years = years_.remark();
    return years.empty() ? std::vector<std::string>() : std::vector<std::string>{std::move(years)};
  }

 private:
  static constexpr std::size_t longest_head = 4096;

  ReplaySource replay_;
  BlockReader blocks_;
  LatestMoment latest_;
  YearFinder years_;
  bool begun_ = false;
};

}  // namespace

std::unique_ptr<BlockSource> cef_lines(ByteSource& source, const BlockSizes& sizes, const LatestMoment& latest) {
  return std::make_unique<CefLines>(source, sizes, latest);
}

}  // namespace huntbook::ingest
