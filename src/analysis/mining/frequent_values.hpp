// Which values of one column may make up a share of the rows, found in one pass with bounded memory: the counters of
// Misra and Gries ("Finding repeated elements", Science of Computer Programming 2 (1982)) with weights, pruned in
// batches (Agarwal et al., "Mergeable Summaries", ACM TODS 38 (2013), section 2). Every value of the share is a
// candidate; some that are a little rarer may be, so whoever needs exact weights counts the candidates in a second
// pass.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace huntbook::mining {

class FrequentValues {
 public:
  // `share`, from least_share to 1: a value that has at least this share of the weight is a candidate. The memory is
  // that of some thousand values, or of two values for each time that the share goes into 1.
  static constexpr double least_share = 0.001;
  explicit FrequentValues(double share);
  void add(std::string_view value, double weight);
  // In order of their texts.
  std::vector<std::string> candidates() const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  void prune();

  double share_;
  std::size_t kept_;
  double total_ = 0;
  double taken_ = 0;  // at most, off any counter
  std::unordered_map<std::string, double, Hash, std::equal_to<>> weights_;
};

}  // namespace huntbook::mining
