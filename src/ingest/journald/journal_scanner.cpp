#include "ingest/journald/journal_scanner.hpp"

#include <algorithm>

namespace huntbook::ingest {

namespace {

class JournalScanner final : public RecordScanner {
 public:
  std::optional<std::size_t> end_of_record(std::string_view bytes) override {
    std::size_t at = 0;
    while (at < bytes.size()) {
      if (size_bytes_ > 0) {
        value_size_ |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at++])) << (8 * (8 - size_bytes_));
        --size_bytes_;
        // The line end behind the value belongs to it.
        if (size_bytes_ == 0) value_left_ = value_size_ < max_record_bytes ? value_size_ + 1 : max_record_bytes;
      } else if (value_left_ > 0) {
        const auto step = static_cast<std::size_t>(std::min<std::uint64_t>(value_left_, bytes.size() - at));
        at += step;
        value_left_ -= step;
      } else {
        const std::size_t end = bytes.find('\n', at);
        const std::string_view part = bytes.substr(at, end == std::string_view::npos ? end : end - at);
        has_equals_ = has_equals_ || part.find('=') != std::string_view::npos;
        line_size_ += part.size();
        if (end == std::string_view::npos) return std::nullopt;
        at = end + 1;
        const bool empty = line_size_ == 0;
        if (!empty && !has_equals_) {
          size_bytes_ = 8;
          value_size_ = 0;
        }
        line_size_ = 0;
        has_equals_ = false;
        if (empty) return at;
      }
    }
    return std::nullopt;
  }

  std::string_view trim(std::string_view bytes) const override {
    while (bytes.starts_with('\n')) bytes.remove_prefix(1);
    // The empty line at the end; a value may end with line ends of its own, which its size counts.
    if (bytes.ends_with("\n\n")) bytes.remove_suffix(1);
    return bytes;
  }

 private:
  std::size_t line_size_ = 0;  // bytes of the line at hand so far
  bool has_equals_ = false;
  int size_bytes_ = 0;  // of a value's size that are still to come
  std::uint64_t value_size_ = 0;
  std::uint64_t value_left_ = 0;  // bytes of the value that are still to come
};

}  // namespace

std::unique_ptr<RecordScanner> journal_scanner() {
  return std::make_unique<JournalScanner>();
}

}  // namespace huntbook::ingest
