#include "ingest/indicators/stix_pattern.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::size_t most_observables = 10'000;

class PatternReader {
 public:
  explicit PatternReader(std::string_view text) : text_(text) {}

  std::vector<Observable> read() {
    while (skip_to_path()) {
      const std::string_view key = path();
      if (key.empty()) break;
      blanks();
      const bool negated = word("NOT");
      if (take('=')) {
        take('=');
        if (!literals(key, false, !negated)) break;
      } else if (word("IN")) {
        if (!literals(key, true, !negated)) break;
      } else if (word("ISSUBSET")) {
        if (!literals(key, false, !negated)) break;
      } else if (!other_operator() || !literals(key, false, false)) {
        break;
      }
    }
    return std::move(found_);
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }
  static bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; }
  bool word(std::string_view expected) {
    blanks();
    if (!equal_ignoring_case(text_.substr(at_, expected.size()), expected)) return false;
    if (at_ + expected.size() < text_.size() && is_word(text_[at_ + expected.size()])) return false;
    at_ += expected.size();
    blanks();
    return true;
  }

  // Brackets, parentheses, AND, OR, FOLLOWEDBY and qualifiers stand between comparisons: to the next word with ':'.
  bool skip_to_path() {
    while (at_ < text_.size()) {
      const char c = peek();
      if (c == '\'') {
        std::string ignored;
        if (!quoted(ignored)) return false;
        continue;
      }
      if (!is_word(c)) {
        ++at_;
        continue;
      }
      const std::size_t begin = at_;
      while (at_ < text_.size() && is_word(text_[at_])) ++at_;
      if (peek() == ':') {
        at_ = begin;
        return true;
      }
    }
    return false;
  }

  std::string_view path() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_word(text_[at_]) || text_[at_] == ':' || text_[at_] == '.' || text_[at_] == '[' ||
                                  text_[at_] == ']' || text_[at_] == '*' || text_[at_] == '\'')) {
      if (text_[at_] == '\'') {
        std::string ignored;
        if (!quoted(ignored)) return {};
      } else {
        ++at_;
      }
    }
    return text_.substr(begin, at_ - begin);
  }

  bool other_operator() {
    blanks();
    for (const std::string_view name : {"!=", "<>", ">=", "<=", ">", "<"}) {
      if (text_.substr(at_).starts_with(name)) {
        at_ += name.size();
        return true;
      }
    }
    return word("LIKE") || word("MATCHES") || word("ISSUPERSET");
  }

  bool quoted(std::string& value) {
    if (!take('\'')) return false;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\'') return true;
      if (c == '\\' && at_ < text_.size()) {
        value.push_back(text_[at_++]);
      } else {
        value.push_back(c);
      }
    }
    return false;
  }

  bool literal(std::string& value) {
    blanks();
    // Prefixes of binary, hexadecimal and time literals.
    if ((peek() == 'b' || peek() == 'h' || peek() == 't') && at_ + 1 < text_.size() && text_[at_ + 1] == '\'') ++at_;
    if (peek() == '\'') return quoted(value);
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_word(text_[at_]) || text_[at_] == '.' || text_[at_] == '+')) ++at_;
    value = text_.substr(begin, at_ - begin);
    return at_ > begin;
  }

  bool literals(std::string_view key, bool list, bool wanted) {
    blanks();
    if (list && !take('(')) return false;
    while (true) {
      std::string value;
      if (!literal(value)) return false;
      Observable observable{std::string(key), std::move(value)};
      if (wanted && found_.size() < most_observables && (found_.empty() || found_.back() != observable)) {
        found_.push_back(std::move(observable));
      }
      blanks();
      if (!list || take(')')) return true;
      if (!take(',')) return false;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Observable> found_;
};

}  // namespace

std::vector<Observable> observables_of(std::string_view pattern) {
  return PatternReader(pattern).read();
}

}  // namespace huntbook::ingest
