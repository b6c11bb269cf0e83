#include "ingest/evtx/evtx_carver.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <unordered_set>
#include <utility>

#include "ingest/evtx/chunk.hpp"

namespace huntbook::ingest {

namespace {

class EvtxCarver final : public BlockSource {
 public:
  explicit EvtxCarver(ByteSource& source) : source_(source) {}

  Result<std::optional<Block>> next() override {
    while (true) {
      HUNTBOOK_CHECK(fill());
      const std::string_view window = std::string_view(buffer_).substr(at_);
      const std::size_t found = window.find(evtx::chunk_signature);
      if (found == std::string_view::npos) {
        if (at_end_) return last();
        // The signature's first bytes may be the window's last.
        at_ += window.size() - std::min(window.size(), evtx::chunk_signature.size() - 1);
        continue;
      }
      at_ += found;
      HUNTBOOK_CHECK(fill());
      Block block = take_chunk();
      if (!block.records.empty() || !block.rejected.empty()) return block;
    }
  }

  const std::string& damage() const override { return damage_; }

  std::vector<std::string> remarks() const override {
    if (chunks_ == 0) return {"carved: no chunk of an event log"};
    return {"carved: " + std::to_string(chunks_) + (chunks_ == 1 ? " chunk" : " chunks") + " of event logs"};
  }

 private:
  // Sees to it that a whole chunk follows `at_`, where the file has one.
  Result<void> fill() {
    if (buffer_.size() - at_ >= evtx::chunk_size || at_end_) return {};
    buffer_.erase(0, at_);
    offset_ += at_;
    at_ = 0;
    const std::size_t before = buffer_.size();
    buffer_.resize(window_size);
    std::size_t size = before;
    while (size < buffer_.size()) {
      const auto count = source_.read(buffer_.data() + size, buffer_.size() - size);
      if (!count && count.error().kind != ErrorKind::User) return std::unexpected(count.error());
      if (!count) damage_ = count.error().message;
      at_end_ = !count || *count == 0;
      if (at_end_) break;
      size += *count;
    }
    buffer_.resize(size);
    return {};
  }

  // The chunk at `at_`, up to the next one where that begins before this one's end.
  Block take_chunk() {
    std::string_view bytes = std::string_view(buffer_).substr(at_, evtx::chunk_size);
    bytes = bytes.substr(0, bytes.find(evtx::chunk_signature, 1));
    Block block;
    block.bytes.reset(new char[bytes.size() + block_padding]);
    std::memcpy(block.bytes.get(), bytes.data(), bytes.size());
    block.size = bytes.size();
    block.offset = offset_ + at_;
    at_ += bytes.size();
    ++chunks_;
    std::uint64_t ignored = 0;
    evtx::ChunkFindings findings;
    auto leftovers = evtx::find_records(block, 0, block.size, ignored, findings);
    std::vector<RawRecord> records = std::move(block.records);
    for (const evtx::RecordPlace& place : leftovers) records.push_back({place.begin, place.size});
    block.records.clear();
    number_ += block.rejected.size();
    for (RawRecord& record : records) {
      if (!seen_.insert(evtx::identity_of(block.text(record))).second) continue;
      record.number = ++number_;
      record.carved = true;
      block.records.push_back(record);
    }
    return block;
  }

  Result<std::optional<Block>> last() {
    if (damage_.empty() || told_) return std::nullopt;
    told_ = true;
    Block block;
    block.bytes.reset(new char[block_padding]);
    block.offset = offset_ + buffer_.size();
    block.rejected.push_back({block.offset, 0, damage_, {}});
    return block;
  }

  static constexpr std::size_t window_size = std::size_t{1} << 20;

  ByteSource& source_;
  std::string buffer_;
  std::size_t at_ = 0;        // within it
  std::uint64_t offset_ = 0;  // of the buffer's first byte
  bool at_end_ = false;
  bool told_ = false;
  std::uint64_t chunks_ = 0;
  std::uint64_t number_ = 0;
  std::unordered_set<std::uint64_t> seen_;
  std::string damage_;
};

}  // namespace

std::unique_ptr<BlockSource> evtx_carver(ByteSource& source) {
  return std::make_unique<EvtxCarver>(source);
}

}  // namespace huntbook::ingest
