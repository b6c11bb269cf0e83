#include "ingest/record/line_scanner.hpp"

namespace huntbook::ingest {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class LineScanner final : public RecordScanner {
 public:
  std::optional<std::size_t> end_of_record(std::string_view bytes) override {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    return end + 1;
  }
  std::string_view trim(std::string_view bytes) const override {
    while (!bytes.empty() && is_blank(bytes.front())) bytes.remove_prefix(1);
    while (!bytes.empty() && is_blank(bytes.back())) bytes.remove_suffix(1);
    return bytes;
  }
};

}  // namespace

std::unique_ptr<RecordScanner> line_scanner() {
  return std::make_unique<LineScanner>();
}

}  // namespace huntbook::ingest
