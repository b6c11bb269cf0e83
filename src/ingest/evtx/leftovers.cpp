#include "ingest/evtx/leftovers.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace huntbook::ingest::evtx {

namespace {

std::unexpected<Error> failed() {
  return fail(ErrorKind::Environment,
              "records to be carved can't be put aside: " + std::generic_category().message(errno));
}

}  // namespace

Result<void> Leftovers::keep(std::string_view chunk, std::uint64_t offset, std::vector<RecordPlace> places) {
  if (places.empty()) return {};
  if (!file_) file_.reset(std::tmpfile());
  if (!file_ || std::fwrite(chunk.data(), 1, chunk.size(), file_.get()) != chunk.size()) return failed();
  kept_.push_back({offset, chunk.size(), std::move(places)});
  return {};
}

Result<std::optional<Block>> Leftovers::next(std::uint64_t& number) {
  if (next_ == kept_.size()) return std::nullopt;
  if (!sorted_) {
    std::ranges::sort(known_);
    if (std::fseek(file_.get(), 0, SEEK_SET) != 0) return failed();
    sorted_ = true;
  }
  while (next_ < kept_.size()) {
    const Kept& kept = kept_[next_++];
    Block block;
    block.bytes.reset(new char[kept.size + block_padding]);
    block.size = kept.size;
    block.offset = kept.offset;
    if (std::fread(block.bytes.get(), 1, kept.size, file_.get()) != kept.size) return failed();
    for (const RecordPlace& place : kept.places) {
      const std::uint64_t identity = identity_of({block.bytes.get() + place.begin, place.size});
      if (std::ranges::binary_search(known_, identity) || !again_.insert(identity).second) continue;
      block.records.push_back({place.begin, place.size, ++number, 0, true});
      ++carved_;
    }
    if (!block.records.empty()) return block;
  }
  return std::nullopt;
}

}  // namespace huntbook::ingest::evtx
