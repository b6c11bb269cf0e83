#include "ingest/format/block_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "ingest/record/byte_search.hpp"
#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

BlockReader::BlockReader(ByteSource& source, std::unique_ptr<RecordScanner> scanner, std::size_t prefix,
                         std::uint64_t prefix_lines, BlockSizes sizes)
    : source_(source), scanner_(std::move(scanner)), sizes_(sizes), prefix_(prefix), line_(1 + prefix_lines) {}

void BlockReader::grow(Buffer& buffer, std::size_t capacity) const {
  std::unique_ptr<char[]> bigger(new char[capacity + block_padding]);
  if (buffer.size > 0) std::memcpy(bigger.get(), buffer.bytes.get(), buffer.size);
  buffer.bytes = std::move(bigger);
  buffer.capacity = capacity;
}

Result<void> BlockReader::fill(Buffer& buffer) {
  while (buffer.size < buffer.capacity && !at_end_) {
    const auto count = source_.read(buffer.bytes.get() + buffer.size, buffer.capacity - buffer.size);
    if (!count && count.error().kind != ErrorKind::User) return std::unexpected(count.error());
    if (!count) damage_ = count.error().message;
    at_end_ = !count || *count == 0;
    buffer.size += count.value_or(0);
  }
  return {};
}

void BlockReader::close_record(Block& block, const Buffer& buffer, std::size_t end) {
  const std::string_view whole(buffer.bytes.get() + record_begin_, end - record_begin_);
  const std::string_view text = scanner_->trim(whole);
  if (!text.empty()) {
    const auto begin = static_cast<std::size_t>(text.data() - buffer.bytes.get());
    const auto lines_before = count_byte(whole.substr(0, static_cast<std::size_t>(text.data() - whole.data())), '\n');
    RawRecord record{begin, text.size(), ++number_, line_ + lines_before};
    if (text.size() > sizes_.longest_record) {
      block.rejected.push_back({offset_ + begin, record.line,
                                "record longer than " + std::to_string(sizes_.longest_record >> 20) + " MiB",
                                visible_head(text)});
    } else {
      block.records.push_back(record);
    }
  }
  line_ += count_byte(whole, '\n');
  record_begin_ = end;
}

Result<void> BlockReader::discard_record(Block& block, Buffer& buffer) {
  const std::string_view begun(buffer.bytes.get() + record_begin_, buffer.size - record_begin_);
  block.rejected.push_back({offset_ + record_begin_, line_,
                            "record longer than " + std::to_string(sizes_.longest_record >> 20) + " MiB",
                            visible_head(begun)});
  ++number_;
  line_ += count_byte(begun, '\n');
  offset_ += buffer.size;
  // The bytes of finished records stay; only those of this one make room.
  Buffer window;
  grow(window, sizes_.block);
  while (true) {
    window.size = 0;
    HUNTBOOK_CHECK(fill(window));
    const std::string_view bytes(window.bytes.get(), window.size);
    const auto end = scanner_->end_of_record(bytes);
    const std::size_t used = end.value_or(bytes.size());
    line_ += count_byte(bytes.substr(0, used), '\n');
    offset_ += used;
    if (end || at_end_) {
      // The rest is unseen by the scanner; it is looked at again as part of the next block.
      rest_ = std::string(bytes.substr(used));
      return {};
    }
  }
}

Result<std::optional<Block>> BlockReader::next() {
  if (done_) return std::nullopt;
  Block block;
  Buffer buffer;
  grow(buffer, std::max(sizes_.block, carry_.size() + rest_.size() + sizes_.block / 2));
  std::memcpy(buffer.bytes.get(), carry_.data(), carry_.size());
  std::memcpy(buffer.bytes.get() + carry_.size(), rest_.data(), rest_.size());
  buffer.size = carry_.size() + rest_.size();
  std::size_t scanned = carry_.size();
  carry_.clear();
  rest_.clear();
  record_begin_ = 0;
  block.offset = offset_;
  while (true) {
    HUNTBOOK_CHECK(fill(buffer));
    if (prefix_ > 0) {
      record_begin_ = scanned = std::min(prefix_, buffer.size);
      prefix_ = 0;
    }
    while (scanned < buffer.size && !scanner_->finished()) {
      const auto end = scanner_->end_of_record({buffer.bytes.get() + scanned, buffer.size - scanned});
      scanned = end ? scanned + *end : buffer.size;
      if (end) close_record(block, buffer, scanned);
    }
    if (scanner_->finished() || at_end_) {
      if (!damage_.empty()) {
        const std::string_view rest(buffer.bytes.get() + record_begin_, buffer.size - record_begin_);
        block.rejected.push_back({offset_ + record_begin_, line_, damage_, visible_head(rest)});
        ++number_;
      } else if (!scanner_->finished()) {
        close_record(block, buffer, buffer.size);
      }
      done_ = true;
      break;
    }
    if (!block.records.empty() || !block.rejected.empty()) {
      carry_.assign(buffer.bytes.get() + record_begin_, buffer.size - record_begin_);
      break;
    }
    if (buffer.size - record_begin_ > sizes_.longest_record) {
      block.size = record_begin_;
      HUNTBOOK_CHECK(discard_record(block, buffer));
      done_ = at_end_ && rest_.empty();
      block.bytes = std::move(buffer.bytes);
      return block;
    }
    grow(buffer, std::min(buffer.capacity * 2, sizes_.longest_record + sizes_.block + record_begin_));
  }
  offset_ += record_begin_;
  block.size = record_begin_;
  block.bytes = std::move(buffer.bytes);
  if (block.records.empty() && block.rejected.empty()) return std::nullopt;
  return block;
}

}  // namespace huntbook::ingest
