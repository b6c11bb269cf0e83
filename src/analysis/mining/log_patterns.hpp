// Patterns of log lines after R. Vaarandi, "A Data Clustering Algorithm for Mining Patterns From Event Logs" (IPOM
// 2003): words that are frequent at their position stay, all others become placeholders, and lines that then read the
// same are a cluster if there are enough of them.
//
// Three passes over the same lines: the first counts words in a fixed number of hashed counters (the paper's summary
// vector), the second counts exactly the words that may be frequent by these, the third counts the patterns.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"

namespace huntbook::mining {

class LogPatterns {
 public:
  struct Options {
    double threshold = 0.1;       // the share of lines that a word, and a pattern, must have; two lines at least
    std::string separators = {};  // bytes between words; empty: all but ASCII letters and digits
  };
  struct Pattern {
    std::string text;
    std::uint64_t count = 0;
    std::string representative;  // the first line of the cluster
  };

  explicit LogPatterns(Options options);

  void count_hashed(std::string_view line);
  // Errors of kind User: more than 2 million different words, or 500,000 patterns, may be frequent.
  Result<void> count_words(std::string_view line);
  Result<void> count_patterns(std::string_view line);

  // After the third pass. The pattern of a line of some cluster, or "" where the line belongs to none.
  std::string pattern_of(std::string_view line) const;
  // The clusters, large ones first.
  std::vector<Pattern> patterns() const;
  // Lines that belong to no cluster.
  std::uint64_t others() const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct Cluster {
    std::uint64_t count = 0;
    std::string representative;
  };

  // Calls visit(word, position, separator before it); gives the separators at the line's end.
  template <class Visit>
  std::string_view each_word(std::string_view line, Visit visit) const;
  bool is_separator(char byte) const { return separator_[static_cast<unsigned char>(byte)]; }
  // The word with its position, as a key. A number is never one: it varies by nature.
  static bool keyed(std::string_view word, std::size_t position, std::string& key);
  std::string render(std::string_view line) const;
  std::uint64_t support() const;

  Options options_;
  bool separator_[256] = {};
  std::uint64_t lines_ = 0;
  std::vector<std::uint32_t> hashed_;
  std::unordered_map<std::string, std::uint64_t, Hash, std::equal_to<>> words_;
  std::unordered_map<std::string, Cluster, Hash, std::equal_to<>> clusters_;
};

}  // namespace huntbook::mining
