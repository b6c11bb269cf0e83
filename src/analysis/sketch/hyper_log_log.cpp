#include "analysis/sketch/hyper_log_log.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <limits>

namespace huntbook::analysis {

namespace {

// Ertl's sigma and tau: the shares of registers that are empty and full.
double sigma(double share) {
  if (share == 1) return std::numeric_limits<double>::infinity();
  double weight = 1;
  double sum = share;
  for (double before = -1; sum != before;) {
    share *= share;
    before = sum;
    sum += share * weight;
    weight += weight;
  }
  return sum;
}

double tau(double share) {
  if (share == 0 || share == 1) return 0;
  double weight = 1;
  double sum = 1 - share;
  for (double before = -1; sum != before;) {
    share = std::sqrt(share);
    before = sum;
    weight /= 2;
    sum -= (1 - share) * (1 - share) * weight;
  }
  return sum / 3;
}

}  // namespace

HyperLogLog::HyperLogLog(int bits) : bits_(std::clamp(bits, least_bits, most_bits)) {}

HyperLogLog::HyperLogLog(int bits, std::vector<std::uint64_t> hashes, std::vector<std::uint8_t> registers)
    : HyperLogLog(bits) {
  if (registers.size() == std::size_t{1} << bits_) {
    auto most_rank = static_cast<std::uint8_t>(64 - bits_ + 1);
    for (std::uint8_t& rank : registers) rank = std::min(rank, most_rank);
    registers_ = std::move(registers);
  }
  for (std::uint64_t hash : hashes) add(hash);
}

void HyperLogLog::add(std::uint64_t hash) {
  if (!registers_.empty()) return add_to_registers(hash);
  auto place = std::ranges::lower_bound(hashes_, hash);
  if (place != hashes_.end() && *place == hash) return;
  hashes_.insert(place, hash);
  if (hashes_.size() > most_hashes) to_registers();
}

void HyperLogLog::merge(const HyperLogLog& other) {
  HyperLogLog copy = other;
  int bits = std::min(bits_, copy.bits_);
  fold(bits);
  copy.fold(bits);
  if (!copy.registers_.empty()) {
    to_registers();
    for (std::size_t i = 0; i < registers_.size(); ++i) registers_[i] = std::max(registers_[i], copy.registers_[i]);
  }
  for (std::uint64_t hash : copy.hashes_) add(hash);
}

double HyperLogLog::count() const {
  if (registers_.empty()) return static_cast<double>(hashes_.size());
  int most_rank = 64 - bits_ + 1;
  std::vector<double> counts(static_cast<std::size_t>(most_rank) + 1, 0.0);
  for (std::uint8_t rank : registers_) ++counts[rank];
  auto size = static_cast<double>(registers_.size());
  double z = size * tau(1 - counts.back() / size);
  for (int rank = most_rank - 1; rank >= 1; --rank) z = (z + counts[static_cast<std::size_t>(rank)]) / 2;
  z += size * sigma(counts.front() / size);
  return size * size / (2 * std::log(2.0) * z);
}

void HyperLogLog::to_registers() {
  if (!registers_.empty()) return;
  registers_.assign(std::size_t{1} << bits_, 0);
  for (std::uint64_t hash : hashes_) add_to_registers(hash);
  hashes_.clear();
}

// The upper bits choose the register, the place of the first one among the others is its rank.
void HyperLogLog::add_to_registers(std::uint64_t hash) {
  std::uint64_t rest = hash << bits_ | std::uint64_t{1} << (bits_ - 1);
  auto rank = static_cast<std::uint8_t>(std::countl_zero(rest) + 1);
  std::uint8_t& highest = registers_[hash >> (64 - bits_)];
  highest = std::max(highest, rank);
}

void HyperLogLog::fold(int bits) {
  if (bits >= bits_) return;
  int dropped = bits_ - bits;
  bits_ = bits;
  if (registers_.empty()) return;
  std::vector<std::uint8_t> folded(std::size_t{1} << bits, 0);
  for (std::size_t i = 0; i < registers_.size(); ++i) {
    if (registers_[i] == 0) continue;
    // The dropped bits of the index stand before the bits that the rank was counted in.
    auto lead = static_cast<unsigned>(i & ((std::size_t{1} << dropped) - 1));
    int rank = lead == 0 ? dropped + registers_[i] : dropped - std::bit_width(lead) + 1;
    std::uint8_t& highest = folded[i >> dropped];
    highest = std::max(highest, static_cast<std::uint8_t>(rank));
  }
  registers_ = std::move(folded);
}

namespace {

constexpr std::size_t most_sets = 16;
constexpr int most_work_bits = 28;

// Adds the signed size of each union of `joined` with sets from `next` on to the place of the union's last set.
void add_unions(std::span<const HyperLogLog> sets, const HyperLogLog& joined, std::size_t next, double sign,
                std::vector<double>& by_last) {
  for (std::size_t i = next; i < sets.size(); ++i) {
    HyperLogLog wider = joined;
    wider.merge(sets[i]);
    by_last[i] += sign * wider.count();
    add_unions(sets, wider, i + 1, -sign, by_last);
  }
}

}  // namespace

std::vector<double> intersection_counts(std::span<const HyperLogLog> sets) {
  sets = sets.first(std::min(sets.size(), most_sets));
  std::vector<double> counts;
  std::vector<std::uint64_t> common;
  for (const HyperLogLog& set : sets) {
    if (!set.registers().empty()) break;
    std::vector<std::uint64_t> rest;
    if (counts.empty()) {
      rest.assign(set.hashes().begin(), set.hashes().end());
    } else {
      std::ranges::set_intersection(common, set.hashes(), std::back_inserter(rest));
    }
    common = std::move(rest);
    counts.push_back(static_cast<double>(common.size()));
  }
  if (counts.size() == sets.size()) return counts;
  int bits = std::min(HyperLogLog::most_bits, most_work_bits - static_cast<int>(sets.size()));
  for (const HyperLogLog& set : sets) bits = std::min(bits, set.bits());
  std::vector<HyperLogLog> folded(sets.size(), HyperLogLog(bits));
  for (std::size_t i = 0; i < sets.size(); ++i) folded[i].merge(sets[i]);
  std::vector<double> by_last(sets.size(), 0.0);
  add_unions(folded, HyperLogLog(bits), 0, 1, by_last);
  double sum = 0;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    sum += by_last[i];
    if (i < counts.size()) continue;
    double before = counts.empty() ? sum : counts.back();
    counts.push_back(std::clamp(sum, 0.0, std::max(before, 0.0)));
  }
  return counts;
}

}  // namespace huntbook::analysis
