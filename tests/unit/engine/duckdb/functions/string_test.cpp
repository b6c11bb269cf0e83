#include "engine/duckdb/functions/string.hpp"

#include <array>

#include <gtest/gtest.h>

namespace huntbook::engine::duckdb {
namespace {

template <auto kernel, class Out = TextResult, class... Arguments>
std::string text(Arguments... arguments) {
  Out out;
  return kernel(out, arguments...) ? out.buffer() : "(null)";
}

// The examples of Kusto's documentation, and edges.
TEST(StringFunctions, Substring) {
  EXPECT_EQ(text<&substring_to_end>("123456", 1), "23456");
  EXPECT_EQ(text<&substring>("123456", 2, 2), "34");
  EXPECT_EQ(text<&substring>("ABCD", 0, 2), "AB");
  EXPECT_EQ(text<&substring>("123456", -2, 2), "56");
  EXPECT_EQ(text<&substring>("äöü", 1, 1), "ö");
  EXPECT_EQ(text<&substring>("abc", -9, 2), "ab");
  EXPECT_EQ(text<&substring>("abc", 9, 2), "");
  EXPECT_EQ(text<&substring>("abc", 1, -1), "");
}

TEST(StringFunctions, Indexof) {
  EXPECT_EQ(indexof("abcdefg", "cde", 0, -1, 1), 2);
  EXPECT_EQ(indexof("abcdefg", "cde", 1, 4, 1), 2);
  EXPECT_EQ(indexof("abcdefg", "cde", 1, 2, 1), -1);
  EXPECT_EQ(indexof("abcdefg", "cde", 3, 4, 1), -1);
  EXPECT_EQ(indexof("abcdefg", "cde", -5, -1, 1), 2);
  EXPECT_EQ(indexof("1234567", "5", 1, 4, 1), 4);
  EXPECT_EQ(indexof("abcdefgabcdefg", "cde", 1, 10, 2), 9);
  EXPECT_EQ(indexof("abcdefgabcdefg", "cde", 1, -1, 3), -1);
  EXPECT_EQ(indexof("äöü", "ü", 0, -1, 1), 2);
  EXPECT_EQ(indexof("a", "a", 0, -2, 1), std::nullopt);
  EXPECT_EQ(indexof("a", "a", 0, -1, -1), std::nullopt);
  EXPECT_EQ(indexof("aa", "", 0, -1, 9), -1);
}

TEST(StringFunctions, CountsOverlappingOccurrences) {
  EXPECT_EQ(countof("aaaa", "aa"), 3);
  EXPECT_EQ(countof("ababa", "ab"), 2);
  EXPECT_EQ(countof("ababa", "aba"), 2);
  EXPECT_EQ(countof("abc", ""), 0);
}

TEST(StringFunctions, Split) {
  auto parts = [](std::string_view a, std::string_view b) { return text<&split, JsonResult>(a, b); };
  EXPECT_EQ(parts("aa_bb", "_"), R"(["aa","bb"])");
  EXPECT_EQ((text<&split_part, JsonResult>("aaa_bbb_ccc", "_", 1)), R"(["bbb"])");
  EXPECT_EQ((text<&split_part, JsonResult>("a_b", "_", 5)), "[]");
  EXPECT_EQ((text<&split_part, JsonResult>("a_b", "_", -1)), "[]");
  EXPECT_EQ(parts("", "_"), R"([""])");
  EXPECT_EQ(parts("a__b", "_"), R"(["a","","b"])");
  EXPECT_EQ(parts("aabbcc", "bb"), R"(["aa","cc"])");
  EXPECT_EQ(parts("a\\b\"", "\\"), R"(["a","b\""])");
}

TEST(StringFunctions, ReplaceStringsTakesTheEarlierMatch) {
  auto replaced = [](std::string_view from, std::string_view to) {
    return text<&replace_strings>("This is an example of using replace_strings()", from, to);
  };
  EXPECT_EQ(replaced(R"(["This","is"])", R"(["This","was"])"), "This was an example of using replace_strings()");
  EXPECT_EQ(replaced(R"(["is","This"])", R"(["was","This"])"), "Thwas was an example of using replace_strings()");
  EXPECT_EQ(replaced(R"(["This","is"])", R"([12345,"was"])"), "This was an example of using replace_strings()");
  EXPECT_EQ(text<&replace_strings>("abc", "[\"\"]", "[\"x\"]"), "abc");
  EXPECT_EQ(text<&replace_strings>("abc", "1", "null"), "abc");
}

TEST(StringFunctions, Translate) {
  EXPECT_EQ(text<&translate>("abc", "x", "abc"), "xxx");
  EXPECT_EQ(text<&translate>("abc", "", "ab"), "");
  EXPECT_EQ(text<&translate>("krasp", "otsku", "spark"), "kusto");
}

TEST(StringFunctions, ReverseStrrepStrcmp) {
  EXPECT_EQ(text<&reverse>("äbc"), "cbä");
  EXPECT_EQ(text<&strrep>("ABC", 2, ""), "ABCABC");
  EXPECT_EQ(text<&strrep>("123", 3, "."), "123.123.123");
  EXPECT_EQ(text<&strrep>("a", 1'000'000'000, "").size(), 1024U);
  EXPECT_EQ(text<&strrep>("a", -1, ""), "");
  EXPECT_EQ(strcmp("abc", "ABC"), 1);
  EXPECT_EQ(strcmp("ABC", "abc"), -1);
  EXPECT_EQ(strcmp("abcde", "abc"), 1);
}

TEST(StringFunctions, Codepoints) {
  EXPECT_EQ((text<&codepoints_of, JsonResult>("⒦⒰⒮⒯⒪")), "[9382,9392,9390,9391,9386]");
  auto joined = [](auto... values) {
    std::array<std::string_view, sizeof...(values)> array{values...};
    return text<&codepoints_to_string, TextResult, std::span<const std::string_view>>(array);
  };
  EXPECT_EQ(joined("[75,117,115]", "116", "111"), "Kusto");
  EXPECT_EQ(joined("75", "1114112"), "");
  EXPECT_EQ(joined("55296"), "");
  EXPECT_EQ(joined("\"a\""), "");
}

}  // namespace
}  // namespace huntbook::engine::duckdb
