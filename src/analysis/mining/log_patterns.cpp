#include "analysis/mining/log_patterns.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "base/ascii.hpp"

namespace huntbook::mining {

namespace {

constexpr std::size_t hashed_counters = std::size_t{1} << 20;
constexpr std::size_t most_words = 2'000'000;
constexpr std::size_t most_patterns = 500'000;

}  // namespace

LogPatterns::LogPatterns(Options options) : options_(std::move(options)), hashed_(hashed_counters) {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    separator_[byte] = options_.separators.empty() ? !is_digit(c) && !is_letter(c) : options_.separators.contains(c);
  }
}

template <class Visit>
std::string_view LogPatterns::each_word(std::string_view line, Visit visit) const {
  std::size_t position = 0;
  std::size_t at = 0;
  while (true) {
    const std::size_t gap = at;
    while (at < line.size() && is_separator(line[at])) ++at;
    if (at == line.size()) return line.substr(gap);
    const std::size_t begin = at;
    while (at < line.size() && !is_separator(line[at])) ++at;
    visit(line.substr(begin, at - begin), position++, line.substr(gap, begin - gap));
  }
}

bool LogPatterns::keyed(std::string_view word, std::size_t position, std::string& key) {
  if (std::ranges::all_of(word, is_digit)) return false;
  key = std::to_string(position);
  key += ' ';
  key += word;
  return true;
}

std::uint64_t LogPatterns::support() const {
  const double lines = std::ceil(options_.threshold * static_cast<double>(lines_) - 1e-9);
  return std::max<std::uint64_t>(2, static_cast<std::uint64_t>(lines));
}

void LogPatterns::count_hashed(std::string_view line) {
  ++lines_;
  std::string key;
  each_word(line, [&](std::string_view word, std::size_t position, std::string_view) {
    if (keyed(word, position, key)) ++hashed_[Hash{}(key) % hashed_counters];
  });
}

Result<void> LogPatterns::count_words(std::string_view line) {
  std::string key;
  each_word(line, [&](std::string_view word, std::size_t position, std::string_view) {
    if (keyed(word, position, key) && hashed_[Hash{}(key) % hashed_counters] >= support()) ++words_[key];
  });
  if (words_.size() > most_words)
    return fail(ErrorKind::User, "More than 2 million different words may be frequent.", "raise the threshold");
  return {};
}

// Placeholders at the end are one. A separator that the query named is part of the placeholder beside it.
std::string LogPatterns::render(std::string_view line) const {
  const bool named = !options_.separators.empty();
  std::string text, key;
  bool constant = false;  // the pattern has a word
  bool after_word = false;
  std::size_t kept = 0;  // up to the last word
  std::string_view end = each_word(line, [&](std::string_view word, std::size_t position, std::string_view gap) {
    bool frequent = false;
    if (keyed(word, position, key)) {
      auto found = words_.find(key);
      frequent = found != words_.end() && found->second >= support();
    }
    if (!named || (frequent && (after_word || position == 0))) text += gap;
    if (frequent) {
      text += word;
      kept = text.size();
      constant = true;
    } else if (!text.ends_with('*') || !named) {
      text += '*';
    }
    after_word = frequent;
  });
  if (!constant) return {};
  if (after_word) return text.append(end);
  const std::size_t placeholder = text.find('*', kept);
  text.resize(placeholder + 1);
  return text;
}

Result<void> LogPatterns::count_patterns(std::string_view line) {
  std::string pattern = render(line);
  if (pattern.empty()) return {};
  Cluster& cluster = clusters_[std::move(pattern)];
  if (cluster.count++ == 0) cluster.representative = line;
  if (clusters_.size() > most_patterns)
    return fail(ErrorKind::User, "There are more than 500,000 different patterns.", "raise the threshold");
  return {};
}

std::string LogPatterns::pattern_of(std::string_view line) const {
  std::string pattern = render(line);
  auto found = clusters_.find(pattern);
  return found != clusters_.end() && found->second.count >= support() ? pattern : std::string();
}

std::vector<LogPatterns::Pattern> LogPatterns::patterns() const {
  std::vector<Pattern> result;
  for (const auto& [text, cluster] : clusters_) {
    if (cluster.count >= support()) result.push_back({text, cluster.count, cluster.representative});
  }
  std::ranges::sort(
      result, [](const Pattern& a, const Pattern& b) { return std::tie(b.count, a.text) < std::tie(a.count, b.text); });
  return result;
}

std::uint64_t LogPatterns::others() const {
  std::uint64_t in_clusters = 0;
  for (const auto& [text, cluster] : clusters_) {
    if (cluster.count >= support()) in_clusters += cluster.count;
  }
  return lines_ - in_clusters;
}

}  // namespace huntbook::mining
