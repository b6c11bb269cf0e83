#include "ingest/evtx/evtx_blocks.hpp"

#include <algorithm>
#include <utility>

#include "ingest/evtx/chunk.hpp"
#include "ingest/evtx/leftovers.hpp"
#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

namespace {

std::string counted(std::uint64_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

class EvtxBlocks final : public BlockSource {
 public:
  EvtxBlocks(ByteSource& source, std::size_t block_bytes, bool carve)
      : source_(source), carve_(carve), chunks_(std::clamp<std::size_t>(block_bytes / evtx::chunk_size, 1, 16)) {}

  Result<std::optional<Block>> next() override {
    if (done_) return carve_ ? leftovers_.next(number_) : std::nullopt;
    Block block;
    if (offset_ == 0) {
      HUNTBOOK_CHECK(read_header(block));
      if (done_) return block;
    }
    while (!done_) {
      const std::size_t capacity = chunks_ * evtx::chunk_size;
      block.bytes.reset(new char[capacity + block_padding]);
      block.offset = offset_;
      HUNTBOOK_TRY(block.size, read(block.bytes.get(), capacity));
      done_ = block.size < capacity;
      offset_ += block.size;
      for (std::size_t begin = 0; begin < block.size; begin += evtx::chunk_size) {
        HUNTBOOK_CHECK(take_chunk(block, begin, std::min(evtx::chunk_size, block.size - begin)));
      }
      if (done_ && !damage_.empty()) {
        ++number_;
        block.rejected.push_back({offset_, 0, damage_, {}});
      }
      if (!block.records.empty() || !block.rejected.empty()) return block;
    }
    return carve_ ? leftovers_.next(number_) : std::nullopt;
  }

  const std::string& damage() const override { return damage_; }

  std::vector<std::string> remarks() const override {
    std::vector<std::string> remarks;
    if (header_.dirty) remarks.emplace_back("the log was open when it was copied");
    if (!header_.checksum_right) remarks.emplace_back("the file header's checksum is wrong");
    if (findings_.unheaded > 0) remarks.push_back(counted(findings_.unheaded, "chunk") + " without a sound header");
    if (findings_.wrong_header_checksums > 0) {
      remarks.push_back(counted(findings_.wrong_header_checksums, "chunk") + " with a wrong checksum of the header");
    }
    if (findings_.wrong_record_checksums > 0) {
      remarks.push_back(counted(findings_.wrong_record_checksums, "chunk") + " with a wrong checksum of the records");
    }
    if (findings_.beyond_end > 0) {
      remarks.push_back(counted(findings_.beyond_end, "record") + " read behind the end that a chunk gives");
    }
    if (carve_ && leftovers_.carved() > 0) {
      remarks.push_back(counted(leftovers_.carved(), "possible record") + " carved out of the unused part of chunks");
    } else if (!carve_ && slack_records_ > 0) {
      remarks.push_back("the unused part of chunks holds " + counted(slack_records_, "possible record") +
                        ", which --carve reads");
    }
    return remarks;
  }

 private:
  Result<void> take_chunk(Block& block, std::size_t begin, std::size_t size) {
    const std::size_t first = block.records.size();
    std::vector<evtx::RecordPlace> places = evtx::find_records(block, begin, size, number_, findings_);
    slack_records_ += places.size();
    if (!carve_) return {};
    for (std::size_t i = first; i < block.records.size(); ++i) leftovers_.know(block.text(block.records[i]));
    return leftovers_.keep({block.bytes.get() + begin, size}, block.offset + begin, std::move(places));
  }

  Result<void> read_header(Block& block) {
    std::string bytes(evtx::file_header_size, '\0');
    HUNTBOOK_TRY(const std::size_t size, read(bytes.data(), bytes.size()));
    bytes.resize(size);
    offset_ = size;
    done_ = size < evtx::file_header_size;
    if (const auto header = evtx::read_file_header(bytes)) {
      header_ = *header;
    } else {
      header_.checksum_right = false;
    }
    if (done_) {
      ++number_;
      block.rejected.push_back({0, 0, "the file ends within its header", visible_head(bytes)});
    }
    return {};
  }

  // Damage of the source ends the file there.
  Result<std::size_t> read(char* to, std::size_t size) {
    std::size_t got = 0;
    while (got < size) {
      const auto count = source_.read(to + got, size - got);
      if (!count && count.error().kind != ErrorKind::User) return std::unexpected(count.error());
      if (!count) damage_ = count.error().message;
      if (!count || *count == 0) break;
      got += *count;
    }
    return got;
  }

  ByteSource& source_;
  bool carve_;
  std::size_t chunks_;  // in a block
  evtx::Leftovers leftovers_;
  std::uint64_t slack_records_ = 0;
  evtx::FileHeader header_;
  evtx::ChunkFindings findings_;
  std::uint64_t offset_ = 0;
  std::uint64_t number_ = 0;
  bool done_ = false;
  std::string damage_;
};

}  // namespace

bool is_evtx(std::string_view head) {
  return head.starts_with(evtx::file_signature);
}

std::unique_ptr<BlockSource> evtx_blocks(ByteSource& source, std::size_t block_bytes, bool carve) {
  return std::make_unique<EvtxBlocks>(source, block_bytes, carve);
}

}  // namespace huntbook::ingest
