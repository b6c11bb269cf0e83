#include "ingest/archive/unpack_limits.hpp"

#include <algorithm>
#include <string>

namespace huntbook::ingest {

UnpackMeter::UnpackMeter(UnpackBudget& budget, std::uint64_t size)
    : budget_(budget), depth_(budget.open_++), size_(size) {
  budget_.unpacked_.resize(std::max(budget_.unpacked_.size(), budget_.open_));
}

void UnpackMeter::packed(std::uint64_t bytes) {
  packed_ += bytes;
  // A zip's directory may be read twice, a stream is read once: the file's own size is the fairer measure.
  if (depth_ == 0) budget_.size_ = std::max(budget_.size_, packed_);
}

Result<void> UnpackMeter::unpacked(std::uint64_t bytes) {
  unpacked_ += bytes;
  budget_.unpacked_[depth_] += bytes;
  return check();
}

Result<void> UnpackMeter::member() {
  ++budget_.members_;
  return check();
}

bool UnpackMeter::is_out_of_proportion(std::uint64_t unpacked, std::uint64_t packed) const {
  return unpacked > budget_.limits_.free_bytes && unpacked / budget_.limits_.max_ratio > packed;
}

Result<void> UnpackMeter::check() const {
  const UnpackLimits& limits = budget_.limits_;
  const std::uint64_t most = std::ranges::max(budget_.unpacked_);
  if (is_out_of_proportion(unpacked_, std::max(size_, packed_)))
    return fail(ErrorKind::User, "unpacks to more than " + std::to_string(limits.max_ratio) + " times its size");
  if (is_out_of_proportion(most, budget_.size_))
    return fail(ErrorKind::User, "the outermost file unpacks, with what is packed within it, to more than " +
                                     std::to_string(limits.max_ratio) + " times its size");
  if (most > limits.max_bytes)
    return fail(ErrorKind::User, "unpacks to more than " + std::to_string(limits.max_bytes) + " bytes");
  if (budget_.members_ > limits.max_members)
    return fail(ErrorKind::User,
                "more than " + std::to_string(limits.max_members) + " members, with those of archives within");
  return {};
}

}  // namespace huntbook::ingest
