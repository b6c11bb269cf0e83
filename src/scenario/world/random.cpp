#include "scenario/world/random.hpp"

#include <bit>

namespace huntbook::scenario {

namespace {

std::uint64_t splitmix64(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9E3779B97F4A7C15U);
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

// FNV-1a.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xCBF29CE484222325U;
  for (char c : text) value = (value ^ static_cast<std::uint8_t>(c)) * 0x100000001B3U;
  return value;
}

}  // namespace

Random::Random(std::uint64_t seed, std::string_view stream) {
  std::uint64_t mixer = seed ^ hash(stream);
  for (std::uint64_t& word : state_) word = splitmix64(mixer);
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

// The bias of the remainder is below 2^-32 for every bound used here.
std::uint64_t Random::below(std::uint64_t bound) {
  return next() % bound;
}

std::int64_t Random::between(std::int64_t lowest, std::int64_t highest) {
  return lowest + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(highest - lowest) + 1));
}

std::string Random::hex(std::size_t digits) {
  constexpr std::string_view alphabet = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < digits; ++i) text += alphabet[below(alphabet.size())];
  return text;
}

std::string Random::guid() {
  return hex(8) + "-" + hex(4) + "-4" + hex(3) + "-a" + hex(3) + "-" + hex(12);
}

}  // namespace huntbook::scenario
