#include "kql/functions/regex_dialect.hpp"

#include <map>
#include <vector>

#include <fmt/format.h>
#include <re2/re2.h>

#include "kql/functions/build.hpp"

namespace huntbook::kql {
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
    if (c == '<' || c == '>' || (c == 'b' && in_.substr(at_ + 2).starts_with("{")))
      return refuse("a start or end of word assertion", "use \\b");
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

  Result<void> character_class() {
    std::size_t begin = out_.size();
    ++at_;
    bool negated = at_ < in_.size() && in_[at_] == '^';
    if (negated) ++at_;
    out_ += negated ? "[^" : "[";
    std::size_t members = out_.size();
    bool not_word = false;
    for (bool first = true; at_ < in_.size() && (first || in_[at_] != ']'); first = false) {
      if (next_is("&&") || next_is("--") || next_is("~~"))
        return refuse(fmt::format("the operation '{}' on character classes", in_.substr(at_, 2)));
      if (in_[at_] == '[') {
        std::size_t end = next_is("[:") ? in_.find(":]", at_) : std::string_view::npos;
        if (end == std::string_view::npos) return refuse("a character class within a character class");
        HUNTBOOK_CHECK(take(end + 2 - at_, in_.substr(at_, end + 2 - at_)));
      } else if (in_[at_] != '\\' || at_ + 1 >= in_.size()) {
        out_ += in_[at_++];
      } else if (!ascii() && in_[at_ + 1] == 'W') {
        not_word = true;
        at_ += 2;
      } else {
        HUNTBOOK_CHECK(class_escape());
      }
    }
    if (at_ == in_.size()) return fail(ErrorKind::User, "a regular expression ends within '['");
    ++at_;
    if (!not_word) {
      out_ += ']';
      return {};
    }
    std::string others = out_.substr(members);
    out_.resize(begin);
    if (!negated) {
      out_ += fmt::format("(?:[^_{}]", word_but_underscore);
      out_ += others.empty() ? ")" : fmt::format("|[{}])", others);
    } else if (others.empty() || others == "_") {
      out_ += fmt::format("[{}{}]", others.empty() ? "_" : "", word_but_underscore);
    } else {
      return refuse("\\W beside other members of a negated character class");
    }
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
  std::vector<bool> ascii_ = {false};  // per open group: classes mean ASCII only
};

re2::RE2::Options quiet() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  return options;
}

}  // namespace

std::string regex_literal(std::string_view text) {
  constexpr std::string_view special = "\\^$.|?*+()[]{}-";
  std::string pattern;
  for (char c : text) {
    if (special.find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

Result<std::string> to_re2(std::string_view pattern) {
  HUNTBOOK_TRY(std::string translated, Translator(pattern).run());
  re2::RE2 compiled(translated, quiet());
  if (!compiled.ok()) return fail(ErrorKind::User, fmt::format("no regular expression: {}", compiled.error()));
  return translated;
}

Result<sql::ExprPtr> translated_regex(const Argument& argument) {
  const std::string* pattern = constant_text(argument);
  if (pattern == nullptr) return fail(ErrorKind::User, "the regular expression must be a constant");
  HUNTBOOK_TRY(std::string translated, to_re2(*pattern));
  return sql::literal(translated);
}

int group_count(const std::string& re2_pattern) {
  return re2::RE2(re2_pattern, quiet()).NumberOfCapturingGroups();
}

int group_named(const std::string& re2_pattern, const std::string& name) {
  re2::RE2 compiled(re2_pattern, quiet());
  const auto& names = compiled.NamedCapturingGroups();
  auto found = names.find(name);
  return found == names.end() ? 0 : found->second;
}

}  // namespace huntbook::kql
