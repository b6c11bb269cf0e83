#include "render/escape.hpp"

#include <gtest/gtest.h>

namespace huntbook::render {
namespace {

TEST(EscapeTerminal, ShowsControlsInsteadOfSendingThem) {
  EXPECT_EQ(escape_terminal("\x1b[31mred\x1b[0m"), "\\x1b[31mred\\x1b[0m");
  EXPECT_EQ(escape_terminal("a\nb\tc\rd"), "a\\nb\\tc\\rd");
  EXPECT_EQ(escape_terminal(std::string_view("\0x", 2)), "\\x00x");
  EXPECT_EQ(escape_terminal("\xc2\x9b"
                            "31m"),
            "\\u{9b}31m");  // C1 CSI
  EXPECT_EQ(escape_terminal("exe.\u202Etxt"), "exe.\\u{202e}txt");
  EXPECT_EQ(escape_terminal("Zürich 東京 🙂"), "Zürich 東京 🙂");
}

TEST(EscapeTerminal, ShowsBytesThatAreNoUtf8) {
  EXPECT_EQ(escape_terminal("a\xff"), "a\\xff");
  EXPECT_EQ(escape_terminal("\xc0\xaf"), "\\xc0\\xaf");           // overlong '/'
  EXPECT_EQ(escape_terminal("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // surrogate
  EXPECT_EQ(escape_terminal("\xe6\x9d"), "\\xe6\\x9d");           // cut off
}

TEST(EscapeHtml, LeavesNoMarkup) {
  EXPECT_EQ(escape_html("<script>alert('x')</script>"), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
  EXPECT_EQ(escape_html("\" onload=\"x"), "&quot; onload=&quot;x");
  EXPECT_EQ(escape_html("a&b\x01"), "a&amp;b\\x01");
  EXPECT_EQ(escape_html("a\r\nb\rc\n"), "a\nb\\rc\n");
  EXPECT_EQ(escape_html("\xef\xbf\xbe"), "\\u{fffe}");  // not allowed in XML
}

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("東京"), 4U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("🙂"), 2U);
  EXPECT_EQ(display_width("é"), 1U);
}

TEST(Clip, CutsByColumnsAndSaysSo) {
  EXPECT_EQ(clip("abcdef", 6), "abcdef");
  EXPECT_EQ(clip("abcdef", 4), "abc…");
  EXPECT_EQ(clip("東京都", 4), "東…");
  EXPECT_EQ(clip("abc", 0), "");
}

TEST(JsonString, KeepsTextAndReplacesBadBytes) {
  std::string out;
  append_json_string("a\"\\\n\x01\xff é", out);
  EXPECT_EQ(out, "\"a\\\"\\\\\\n\\u0001\xEF\xBF\xBD é\"");
}

}  // namespace
}  // namespace huntbook::render
