#include "ingest/record/line_scanner.hpp"

#include "base/ascii.hpp"

namespace huntbook::ingest {

namespace {

class LineScanner final : public RecordScanner {
 public:
  std::optional<std::size_t> end_of_record(std::string_view bytes) override {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    return end + 1;
  }
  std::string_view trim(std::string_view bytes) const override { return trimmed(bytes, " \t\n\r"); }
};

}  // namespace

std::unique_ptr<RecordScanner> line_scanner() {
  return std::make_unique<LineScanner>();
}

}  // namespace huntbook::ingest
