#include "kql/functions/regex_dialect.hpp"

#include <gtest/gtest.h>
#include <re2/re2.h>

namespace huntbook::kql {
namespace {

bool matches(std::string_view pattern, std::string_view text) {
  Result<std::string> translated = to_re2(pattern);
  EXPECT_TRUE(translated.has_value()) << pattern << ": " << translated.error().message;
  return translated && re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *translated);
}

std::string refusal(std::string_view pattern) {
  Result<std::string> translated = to_re2(pattern);
  return translated ? "accepted: " + *translated : translated.error().message;
}

TEST(RegexDialect, ClassesKnowUnicode) {
  EXPECT_TRUE(matches(R"(^\w+$)", "naïve_Привет9"));
  EXPECT_FALSE(matches(R"(^\W$)", "é"));
  EXPECT_TRUE(matches(R"(^\d$)", "٣"));
  EXPECT_TRUE(matches(R"(^a\sb$)", "a\u00A0b"));
  EXPECT_FALSE(matches(R"(\S)", "\u2003\t"));
  EXPECT_TRUE(matches(R"(^[\w.-]+$)", "ä.b-c"));
  EXPECT_TRUE(matches(R"(^[^\w]+$)", "// $"));
  EXPECT_FALSE(matches(R"([^\w])", "ä"));
  EXPECT_TRUE(matches(R"(^[\W_]+$)", "-_-"));
  EXPECT_FALSE(matches(R"([\W_])", "é"));
  EXPECT_TRUE(matches(R"(^[^\W_]+$)", "aé9"));
  EXPECT_FALSE(matches(R"([^\W_])", "_"));
  EXPECT_FALSE(matches(R"(^[\S]$)", "\u3000"));
}

TEST(RegexDialect, AsciiWhereAskedFor) {
  EXPECT_FALSE(matches(R"((?-u)^\w$)", "é"));
  EXPECT_FALSE(matches(R"(^(?-u:\w)$)", "é"));
  EXPECT_TRUE(matches(R"(^(?-u:a)\w$)", "aé"));
  EXPECT_TRUE(matches(R"((?i)HELLO)", "hello"));
  EXPECT_TRUE(matches(R"(^[[:alpha:]]+$)", "abc"));
}

TEST(RegexDialect, SpellingsThatDiffer) {
  EXPECT_TRUE(matches(R"((?<year>\d{4}))", "2024"));
  EXPECT_TRUE(matches(R"(\u0041\u{42}\U00000043)", "ABC"));
  EXPECT_TRUE(matches(R"(^\p{Letter}\p{Greek}$)", "aα"));
  EXPECT_TRUE(matches(R"(\101)", "A"));
  EXPECT_TRUE(matches(R"(^[]a]$)", "]"));
  EXPECT_TRUE(matches("^[a[b]]+$", "ab"));
  EXPECT_TRUE(matches(R"(https?:\/\/[^\/]+)", "http://x"));
}

TEST(RegexDialect, RefusesByName) {
  EXPECT_EQ(refusal("a(?=b)"), "look-around in a regular expression is not supported");
  EXPECT_EQ(refusal("(?<!a)b"), "look-around in a regular expression is not supported");
  EXPECT_EQ(refusal(R"((a)\1)"), "a back reference in a regular expression is not supported");
  EXPECT_EQ(refusal("[a-z&&[^b]]"), "the operation '&&' on character classes in a regular expression is not supported");
  EXPECT_EQ(refusal("(?x)a b"), "the flag 'x' in a regular expression is not supported");
  EXPECT_EQ(refusal(R"(\bé)"), "\\b beside a letter that is not ASCII in a regular expression is not supported");
  EXPECT_EQ(refusal(R"(é\B)"), "\\B beside a letter that is not ASCII in a regular expression is not supported");
  EXPECT_TRUE(matches(R"((?-u)é\b|\bcmd\b)", "run cmd now"));
  EXPECT_EQ(refusal("(?>a)"), "an atomic group in a regular expression is not supported");
  for (std::string_view wrong : {"(", "[", "[a", "a\\", "(?", "*a", "\\p{", "\\u{1", "\\u12", "(?P<", "a)", "\\x"})
    EXPECT_FALSE(to_re2(wrong).has_value()) << wrong;
}

TEST(RegexDialect, CountsAndNamesGroups) {
  std::string pattern = to_re2("(?<first>a)(b)(?:c)").value();
  EXPECT_EQ(group_count(pattern), 2);
  EXPECT_EQ(group_named(pattern, "first"), 1);
  EXPECT_EQ(group_named(pattern, "none"), 0);
}

}  // namespace
}  // namespace huntbook::kql
