#include "base/regex_dialect.hpp"

#include <map>
#include <vector>

#include <fmt/format.h>

namespace huntbook {
namespace {

// Members of the Unicode classes, as they stand between brackets. Word characters: UTS #18, annex C.
constexpr std::string_view word_but_underscore =
    "\\p{L}\\p{M}\\p{Nd}\\p{Nl}\\x{203F}\\x{2040}\\x{2054}\\x{FE33}\\x{FE34}\\x{FE4D}-\\x{FE4F}\\x{FF3F}\\x{200C}\\x{"
    "200D}"
    "\\x{24B6}-\\x{24E9}\\x{1F130}-\\x{1F149}\\x{1F150}-\\x{1F169}\\x{1F170}-\\x{1F189}";
constexpr std::string_view space =
    "\\t-\\r \\x{85}\\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}";
constexpr std::string_view not_space =
    "\\x{0}-\\x{8}\\x{E}-\\x{1F}!-\\x{84}\\x{86}-\\x{9F}\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}\\x{200B}-\\x{2027}"
    "\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}\\x{3001}-\\x{10FFFF}";

std::unexpected<Error> refuse(std::string_view what, std::string hint = {}) {
  return fail(ErrorKind::User, fmt::format("{} in a regular expression is not supported", what), std::move(hint));
}

class Translator {
 public:
  explicit Translator(std::string_view pattern) : in_(pattern) {}

  Result<std::string> run() {
    while (at_ < in_.size()) {
      char c = in_[at_];
      if (c == '\\') {
        HUNTBOOK_CHECK(escape());
      } else if (c == '[') {
        HUNTBOOK_CHECK(character_class());
      } else if (c == '(') {
        HUNTBOOK_CHECK(group());
      } else {
        if (c == ')' && ascii_.size() > 1) ascii_.pop_back();
        out_ += c;
        ++at_;
      }
    }
    return out_;
  }

 private:
  bool ascii() const { return ascii_.back(); }
  bool is_not_ascii(std::size_t at) const { return at < in_.size() && static_cast<unsigned char>(in_[at]) >= 0x80; }
  bool next_is(std::string_view text) const { return in_.substr(at_).starts_with(text); }

  Result<void> group() {
    if (next_is("(?=") || next_is("(?!") || next_is("(?<=") || next_is("(?<!"))
      return refuse("look-around", "match more and take a capture group with extract(), or combine two conditions");
    if (next_is("(?>")) return refuse("an atomic group");
    ascii_.push_back(ascii());
    if (next_is("(?<")) {
      out_ += "(?P<";
      at_ += 3;
      return {};
    }
    if (!next_is("(?") || next_is("(?P")) {
      out_ += '(';
      ++at_;
      return {};
    }
    return flags();
  }

  // (?flags) and (?flags:exp). u is on by default, RE2 lacks it: -u only chooses what classes mean.
  Result<void> flags() {
    at_ += 2;
    std::string on;
    std::string off;
    bool negative = false;
    bool ascii_here = ascii();
    for (; at_ < in_.size() && in_[at_] != ')' && in_[at_] != ':'; ++at_) {
      char flag = in_[at_];
      if (flag == '-') {
        negative = true;
      } else if (flag == 'u') {
        ascii_here = negative;
      } else if (flag == 'x' || flag == 'R') {
        return refuse(fmt::format("the flag '{}'", flag));
      } else {
        (negative ? off : on) += flag;
      }
    }
    if (at_ == in_.size()) return fail(ErrorKind::User, "a regular expression ends within '(?'");
    bool scoped = in_[at_++] == ':';
    std::string text = on + (off.empty() ? "" : "-" + off);
    if (scoped) {
      ascii_.back() = ascii_here;
      out_ += "(?" + text + ":";
    } else {
      // Flags without an expression hold to the end of the group around them.
      ascii_.pop_back();
      ascii_.back() = ascii_here;
      if (!text.empty()) out_ += "(?" + text + ")";
    }
    return {};
  }

  Result<void> escape() {
    if (at_ + 1 >= in_.size()) return fail(ErrorKind::User, "a regular expression ends with '\\'");
    char c = in_[at_ + 1];
    if (c == '<' || next_is("\\b{start}")) return word_start(c == '<' ? 2 : 9);
    if (c == '>' || next_is("\\b{end}")) return word_end(c == '>' ? 2 : 7);
    if (next_is("\\b{")) return refuse("half a word assertion", "use \\b");
    if (c >= '1' && c <= '9' && !is_octal()) return refuse("a back reference");
    // RE2's \b knows ASCII's words only. Beside such a letter it would say the opposite of Kusto's.
    if ((c == 'b' || c == 'B') && !ascii() && (is_not_ascii(at_ - 1) || is_not_ascii(at_ + 2)))
      return refuse(fmt::format("\\{} beside a letter that is not ASCII", c), "use (^|\\W) or (\\W|$)");
    if (!ascii()) {
      switch (c) {
        case 'w':
          return take(2, fmt::format("[_{}]", word_but_underscore));
        case 'W':
          return take(2, fmt::format("[^_{}]", word_but_underscore));
        case 's':
          return take(2, fmt::format("[{}]", space));
        case 'S':
          return take(2, fmt::format("[^{}]", space));
        default:
          break;
      }
    }
    return member_escape();
  }

  static bool is_word(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
  // The start of a word is a boundary before a word character, and RE2 cannot look ahead: one must surely follow.
  Result<void> word_start(std::size_t length) {
    const std::size_t next = at_ + length;
    const bool follows =
        next < in_.size() && is_word(in_[next]) &&
        (next + 1 == in_.size() || std::string_view("?*{").find(in_[next + 1]) == std::string_view::npos);
    if (!follows) return refuse("the start of a word before anything but a letter or digit", "use \\b");
    return take(length, "\\b");
  }
  Result<void> word_end(std::size_t length) {
    const bool precedes = at_ > 0 && is_word(in_[at_ - 1]) && (at_ < 2 || in_[at_ - 2] != '\\');
    if (!precedes) return refuse("the end of a word behind anything but a letter or digit", "use \\b");
    return take(length, "\\b");
  }

  // An escape that means the same inside of brackets and outside.
  Result<void> member_escape() {
    char c = in_[at_ + 1];
    if (!ascii() && c == 'd') return take(2, "\\p{Nd}");
    if (!ascii() && c == 'D') return take(2, "\\P{Nd}");
    if (c == 'u' || c == 'U') return code_point(c == 'u' ? 4 : 8);
    if ((c == 'p' || c == 'P') && in_.substr(at_ + 2).starts_with("{")) return property();
    return take(2, in_.substr(at_, 2));
  }

  Result<void> code_point(std::size_t digits) {
    std::string_view rest = in_.substr(at_ + 2);
    if (rest.starts_with("{")) {
      std::size_t end = rest.find('}');
      if (end == std::string_view::npos) return fail(ErrorKind::User, "'\\u{' without '}' in a regular expression");
      return take(2 + end + 1, fmt::format("\\x{}", rest.substr(0, end + 1)));
    }
    if (rest.size() < digits) return fail(ErrorKind::User, "'\\u' without its digits in a regular expression");
    return take(2 + digits, fmt::format("\\x{{{}}}", rest.substr(0, digits)));
  }

  // RE2 knows general categories by their short names only.
  Result<void> property() {
    static const std::map<std::string_view, std::string_view> short_names = {{"Letter", "L"},
                                                                             {"Uppercase_Letter", "Lu"},
                                                                             {"Lowercase_Letter", "Ll"},
                                                                             {"Uppercase", "Lu"},
                                                                             {"Lowercase", "Ll"},
                                                                             {"Number", "N"},
                                                                             {"Decimal_Number", "Nd"},
                                                                             {"Punctuation", "P"},
                                                                             {"Symbol", "S"},
                                                                             {"Separator", "Z"},
                                                                             {"Space_Separator", "Zs"},
                                                                             {"Mark", "M"},
                                                                             {"Control", "Cc"},
                                                                             {"Other", "C"}};
    std::size_t end = in_.find('}', at_);
    if (end == std::string_view::npos) return fail(ErrorKind::User, "'\\p{' without '}' in a regular expression");
    std::string_view name = in_.substr(at_ + 3, end - at_ - 3);
    if (auto found = short_names.find(name); found != short_names.end()) name = found->second;
    return take(end + 1 - at_, fmt::format("\\{}{{{}}}", in_[at_ + 1], name));
  }

  // [...]. Classes within it are its members too; what RE2 has no member for becomes an alternative beside it.
  Result<void> character_class() {
    const std::size_t begin = out_.size();
    ++at_;
    const bool negated = at_ < in_.size() && in_[at_] == '^';
    if (negated) ++at_;
    std::vector<std::string> alternatives;
    HUNTBOOK_CHECK(class_members(alternatives));
    std::string members = out_.substr(begin);
    out_.resize(begin);
    const std::string not_word = fmt::format("[^_{}]", word_but_underscore);
    if (negated && alternatives == std::vector{not_word} && (members.empty() || members == "_")) {
      out_ += fmt::format("[{}{}]", members.empty() ? "_" : "", word_but_underscore);
    } else if (alternatives.empty()) {
      out_ += fmt::format("[{}{}]", negated ? "^" : "", members);
    } else if (negated) {
      return refuse("a negated class beside other members of a negated character class");
    } else {
      if (!members.empty()) alternatives.push_back(fmt::format("[{}]", members));
      out_ += "(?:";
      for (const std::string& alternative : alternatives) out_ += alternative + "|";
      out_.back() = ')';
    }
    return {};
  }

  // Members up to the ']' that ends the class, which is passed.
  Result<void> class_members(std::vector<std::string>& alternatives) {
    if (++class_depth_ > 16) return refuse("a character class within so many others");
    for (bool first = true; at_ < in_.size() && (first || in_[at_] != ']'); first = false) {
      if (next_is("&&") || next_is("--") || next_is("~~"))
        return refuse(fmt::format("the operation '{}' on character classes", in_.substr(at_, 2)));
      if (in_[at_] == '[') {
        const std::size_t end = next_is("[:") ? in_.find(":]", at_) : std::string_view::npos;
        if (end == std::string_view::npos) {
          HUNTBOOK_CHECK(nested_class(alternatives, first));
        } else {
          HUNTBOOK_CHECK(take(end + 2 - at_, in_.substr(at_, end + 2 - at_)));
        }
      } else if (in_[at_] != '\\' || at_ + 1 >= in_.size()) {
        // These would mean something else where the members of a nested class stand among others.
        if (in_[at_] == ']' || (in_[at_] == '-' && (first || next_is("-]")))) out_ += '\\';
        out_ += in_[at_++];
      } else if (!ascii() && in_[at_ + 1] == 'W') {
        alternatives.push_back(fmt::format("[^_{}]", word_but_underscore));
        at_ += 2;
      } else {
        HUNTBOOK_CHECK(class_escape());
      }
    }
    if (at_ == in_.size()) return fail(ErrorKind::User, "a regular expression ends within '['");
    ++at_;
    --class_depth_;
    return {};
  }

  Result<void> nested_class(std::vector<std::string>& alternatives, bool first) {
    if (!first && in_[at_ - 1] == '-') return refuse("a range that ends with a character class");
    if (next_is("[^")) {
      const std::size_t begin = out_.size();
      HUNTBOOK_CHECK(character_class());
      alternatives.push_back(out_.substr(begin));
      out_.resize(begin);
    } else {
      ++at_;
      HUNTBOOK_CHECK(class_members(alternatives));
    }
    if (next_is("-") && !next_is("-]")) return refuse("a range that begins with a character class");
    return {};
  }

  Result<void> class_escape() {
    char c = in_[at_ + 1];
    if (!ascii()) {
      if (c == 'w') return take(2, fmt::format("_{}", word_but_underscore));
      if (c == 's') return take(2, space);
      if (c == 'S') return take(2, not_space);
    }
    return member_escape();
  }

  Result<void> take(std::size_t length, std::string_view replacement) {
    out_ += replacement;
    at_ += length;
    return {};
  }

  // \123 is a character, \1 a back reference.
  bool is_octal() const {
    if (at_ + 3 >= in_.size()) return false;
    for (std::size_t i = 1; i <= 3; ++i)
      if (in_[at_ + i] < '0' || in_[at_ + i] > '7') return false;
    return true;
  }

  std::string_view in_;
  std::size_t at_ = 0;
  std::string out_;
  int class_depth_ = 0;
  std::vector<bool> ascii_ = {false};  // per open group: classes mean ASCII only
};

}  // namespace

Result<std::string> re2_pattern_of(std::string_view pattern) {
  return Translator(pattern).run();
}

}  // namespace huntbook
