#include "ingest/format/line_reader.hpp"

#include <algorithm>
#include <cstring>

namespace huntbook::ingest {

namespace {

constexpr std::size_t smallest_buffer = std::size_t{256} << 10;
constexpr std::size_t shown_of_long_lines = 400;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\0';
}

}  // namespace

Result<void> LineReader::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    offset_ += begin_;
    end_ -= begin_;
    scanned_ -= begin_;
    begin_ = 0;
  }
  // It grows where a line takes more than half of it.
  if (buffer_.size() < smallest_buffer || end_ > buffer_.size() / 2) {
    buffer_.resize(std::max(buffer_.size() * 2, smallest_buffer));
  }
  const auto count = source_.read(buffer_.data() + end_, buffer_.size() - end_);
  if (!count && count.error().kind != ErrorKind::User) return std::unexpected(count.error());
  if (!count) damage_ = count.error().message;
  at_end_ = !count || *count == 0;
  end_ += count.value_or(0);
  return {};
}

// The line at hand, which ends before `end`; nothing where it is blank.
std::optional<LineReader::Line> LineReader::line_of(std::size_t end) {
  const char* first = buffer_.data() + begin_;
  const char* last = buffer_.data() + end;
  Line line;
  while (first != last && *first == '\0') ++nuls_, ++first;
  const char* const begin = first;
  while (first != last && is_blank(*first)) nuls_ += *first++ == '\0' ? 1 : 0;
  while (first != last && is_blank(last[-1])) nuls_ += *--last == '\0' ? 1 : 0;
  line.text = {first, static_cast<std::size_t>(last - first)};
  line.whole = {begin, static_cast<std::size_t>(last - begin)};
  line.offset = offset_ + static_cast<std::size_t>(first - buffer_.data());
  line.number = ++number_;
  if (line.text.empty()) return std::nullopt;
  return line;
}

Result<std::optional<LineReader::Line>> LineReader::next() {
  while (!done_) {
    const void* const found = end_ > scanned_ ? std::memchr(buffer_.data() + scanned_, '\n', end_ - scanned_) : nullptr;
    if (found != nullptr) {
      const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
      auto line = line_of(at);
      begin_ = scanned_ = at + 1;
      if (line) return line;
      continue;
    }
    scanned_ = end_;
    if (at_end_) {
      done_ = true;
      auto line = line_of(end_);
      if (damage_.empty()) return line;
      if (!line) line = Line{{}, {}, offset_ + end_, number_};
      line->cut = true;
      return line;
    }
    if (end_ - begin_ <= longest_) {
      HUNTBOOK_CHECK(fill());
      continue;
    }
    // Keeps the start of the line, and drops the rest of it.
    const std::string head(buffer_.data() + begin_, shown_of_long_lines);
    const std::uint64_t offset = offset_ + begin_;
    while (!at_end_) {
      begin_ = scanned_ = end_;
      HUNTBOOK_CHECK(fill());
      if (const void* end = end_ > 0 ? std::memchr(buffer_.data(), '\n', end_) : nullptr) {
        begin_ = scanned_ = static_cast<std::size_t>(static_cast<const char*>(end) - buffer_.data()) + 1;
        break;
      }
    }
    if (at_end_) begin_ = scanned_ = end_;
    // The head moves behind what is still to be read, so that the view stays valid.
    if (buffer_.size() - end_ < head.size()) buffer_.resize(end_ + head.size());
    std::memcpy(buffer_.data() + end_, head.data(), head.size());
    Line line{{buffer_.data() + end_, head.size()}, {}, offset, ++number_};
    line.too_long = true;
    return line;
  }
  return std::nullopt;
}

}  // namespace huntbook::ingest
