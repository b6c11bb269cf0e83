#include "analysis/cluster/pattern_table.hpp"

#include <algorithm>
#include <cstring>
#include <random>

namespace huntbook::cluster {

namespace {

__extension__ using Wide = unsigned __int128;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

// Multiply-and-fold over eight bytes at a time, after Wang Yi's wyhash. The seed differs from run to run, so that
// nobody can write evidence whose keys collide; no result depends on the hash.
std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) {
  constexpr std::uint64_t first = 0xA0761D6478BD642FULL;
  constexpr std::uint64_t second = 0xE7037ED1A0B428DBULL;
  std::uint64_t state = seed ^ mix(bytes.size() ^ first, second);
  while (bytes.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    state = mix(state ^ word, first ^ seed);
    bytes.remove_prefix(8);
  }
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data(), bytes.size());
  return mix(state ^ word, second ^ seed);
}

std::uint64_t random_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32U) | device() | 1U;
}

}  // namespace

PatternTable::PatternTable(const Schema& schema, std::uint64_t keep_singly, bool earliest)
    : keep_singly_(keep_singly), earliest_(earliest), seed_(random_seed()), store_(schema), slots_(1024) {}

void PatternTable::grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (std::uint32_t pattern = 0; pattern < hashes_.size(); ++pattern) {
    std::size_t slot = hashes_[pattern] & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = pattern + 1;
  }
}

std::uint32_t PatternTable::find_or_add(std::string_view key) {
  const std::uint64_t hash = hash_bytes(key, seed_);
  std::size_t slot = hash & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    const std::uint32_t pattern = slots_[slot] - 1;
    if (hashes_[pattern] == hash && key_of(patterns_[pattern]) == key) return pattern;
  }
  const auto pattern = static_cast<std::uint32_t>(patterns_.size());
  slots_[slot] = pattern + 1;
  hashes_.push_back(hash);
  pending_row_.push_back(0);
  patterns_.push_back(Pattern{.key_begin = keys_.size(), .key_size = static_cast<std::uint32_t>(key.size())});
  keys_.append(key);
  if (patterns_.size() * 2 > slots_.size()) grow();
  return pattern;
}

std::uint32_t PatternTable::add(std::string_view key, std::size_t row, Ticks time) {
  const std::uint32_t number = find_or_add(key);
  Pattern& pattern = patterns_[number];
  ++pattern.weight;
  const bool is_first = pattern.weight == 1;
  const bool is_better = is_first || (earliest_ && time < pattern.first);
  if (time != Pattern::no_first) {
    pattern.first = std::min(pattern.first, time);
    pattern.last = std::max(pattern.last, time);
  }
  if (pattern.weight < keep_singly_) {
    const RowStore::Slot slot = store_.keep(*batch_, row);
    if (!is_first) {
      others_[number].push_back(slot);
      ++others_count_;
    }
    if (is_better) {
      if (!is_first)
        std::swap(pattern.exemplar, others_[number].back());
      else
        pattern.exemplar = slot;
    }
    return number;
  }
  if (pattern.weight == keep_singly_) {
    if (const auto others = others_.find(number); others != others_.end()) {
      for (RowStore::Slot slot : others->second) store_.release(slot);
      others_count_ -= others->second.size();
      others_.erase(others);
    }
  }
  if (is_better) {
    if (pending_row_[number] == 0) pending_.push_back(number);
    pending_row_[number] = static_cast<std::uint32_t>(row) + 1;
  }
  return number;
}

void PatternTable::end_batch() {
  for (std::uint32_t number : pending_) {
    Pattern& pattern = patterns_[number];
    if (pattern.exemplar != RowStore::none) store_.release(pattern.exemplar);
    pattern.exemplar = store_.keep(*batch_, pending_row_[number] - 1);
    pending_row_[number] = 0;
  }
  pending_.clear();
  batch_ = nullptr;
  if (!store_.wants_compaction()) return;
  const std::vector<RowStore::Slot> moved = store_.compact();
  for (Pattern& pattern : patterns_) pattern.exemplar = moved[pattern.exemplar];
  for (auto& [number, slots] : others_) {
    for (RowStore::Slot& slot : slots) slot = moved[slot];
  }
}

std::vector<RowStore::Slot> PatternTable::rows_of(std::uint32_t pattern) const {
  std::vector<RowStore::Slot> rows{patterns_[pattern].exemplar};
  if (const auto others = others_.find(pattern); others != others_.end())
    rows.insert(rows.end(), others->second.begin(), others->second.end());
  // Slots are given out in order of input, and compaction keeps that order.
  std::ranges::sort(rows);
  return rows;
}

std::size_t PatternTable::byte_size() const {
  return store_.byte_size() + keys_.capacity() + patterns_.capacity() * sizeof(Pattern) +
         (hashes_.capacity() * sizeof(std::uint64_t)) +
         (slots_.capacity() + pending_row_.capacity()) * sizeof(std::uint32_t) + others_.size() * 64 +
         others_count_ * sizeof(RowStore::Slot);
}

}  // namespace huntbook::cluster
