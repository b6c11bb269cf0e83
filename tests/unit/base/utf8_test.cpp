#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace huntbook {
namespace {

TEST(Utf8, CodePointsOfAllLengthsReadBack) {
  for (std::uint32_t code : {0x0U, 0x7FU, 0x80U, 0x7FFU, 0x800U, 0xD7FFU, 0xE000U, 0xFFFFU, 0x10000U, 0x10FFFFU}) {
    std::string text;
    append_utf8(text, code);
    const CodePoint read = decode_utf8(text);
    EXPECT_TRUE(read.valid);
    EXPECT_EQ(read.value, code);
    EXPECT_EQ(read.size, text.size());
  }
}

TEST(Utf8, WhatIsNoCodePointBecomesTheReplacementCharacter) {
  std::string text;
  append_utf8(text, 0xD800);
  append_utf8(text, 0x110000);
  EXPECT_EQ(text, "\xef\xbf\xbd\xef\xbf\xbd");
}

TEST(Utf8, MalformedSequencesAreOneByteEach) {
  for (std::string_view text : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                "\xf5\x80\x80\x80", "\xff", "\xe2\x82", "\xc3"}) {
    EXPECT_FALSE(decode_utf8(text).valid);
    EXPECT_EQ(decode_utf8(text).size, 1U);
    EXPECT_EQ(find_invalid_utf8(text), 0U);
  }
  EXPECT_EQ(find_invalid_utf8("ab\xc3\xa9\xff"), 4U);
  EXPECT_EQ(find_invalid_utf8("ab\xc3\xa9"), std::string_view::npos);
}

TEST(Utf8, BlanksBeyondAscii) {
  EXPECT_EQ(blank_code_point("\xc2\xa0x"), 2U);
  EXPECT_EQ(blank_code_point("\xef\xbb\xbf"), 3U);
  EXPECT_EQ(blank_code_point("\xe2\x80\x8b"), 3U);
  EXPECT_EQ(blank_code_point(" "), 0U);
  EXPECT_EQ(blank_code_point("\xc3\xa9"), 0U);
  EXPECT_EQ(blank_code_point(""), 0U);
}

TEST(Utf8, NothingInvisibleGoesToTheTerminal) {
  EXPECT_EQ(visible_text("a\x1b[31mb\r\n\t\x7f"), "a\\x1b[31mb\\x0d\\x0a\\x09\\x7f");
  EXPECT_EQ(visible_text("\xff\xc2\x9b"), "\\xff\\u009b");
  EXPECT_EQ(visible_text("\xe2\x80\xae\xe2\x81\xa6"), "\\u202e\\u2066");
  EXPECT_EQ(visible_text("\xc3\xa9\xf0\x9f\x98\x80"), "\xc3\xa9\xf0\x9f\x98\x80");
}

}  // namespace
}  // namespace huntbook
