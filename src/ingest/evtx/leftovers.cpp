#include "ingest/evtx/leftovers.hpp"

#include <algorithm>
#include <utility>

namespace huntbook::ingest::evtx {

Result<void> Leftovers::keep(std::string_view chunk, std::uint64_t offset, std::vector<RecordPlace> places) {
  if (places.empty()) return {};
  HUNTBOOK_CHECK(file_.write(chunk));
  kept_.push_back({offset, chunk.size(), std::move(places)});
  return {};
}

Result<std::optional<Block>> Leftovers::next(std::uint64_t& number) {
  if (next_ == kept_.size()) return std::nullopt;
  if (!sorted_) {
    std::ranges::sort(known_);
    HUNTBOOK_CHECK(file_.rewind());
    sorted_ = true;
  }
  while (next_ < kept_.size()) {
    const Kept& kept = kept_[next_++];
    Block block;
    block.bytes.reset(new char[kept.size + block_padding]);
    block.size = kept.size;
    block.offset = kept.offset;
    HUNTBOOK_TRY(const std::size_t count, read_fully(file_, block.bytes.get(), kept.size));
    if (count < kept.size) return fail(ErrorKind::Environment, "the temporary file has become shorter");
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
