#include "analysis/cluster/command_text.hpp"

#include <gtest/gtest.h>

namespace huntbook::cluster {
namespace {

std::string structure(std::string_view text) {
  std::string out;
  append_structure(text, out);
  return out;
}

TEST(CommandText, StructureIsTheSequenceOfDelimiters) {
  EXPECT_EQ(structure("cmd.exe /c \"net user\""), ". / \" \"");
  EXPECT_EQ(structure("a\tb\nc"), "  ");
  EXPECT_EQ(structure("plain"), "");
  EXPECT_EQ(structure(""), "");
}

TEST(CommandText, WhiteSpaceIsUnicodes) {
  EXPECT_EQ(structure("a\u00a0b\u2003c\u3000d"), "   ");
  EXPECT_EQ(delimiter_count("a\u00a0b"), 1U);
  EXPECT_EQ(structure("\x1c\x1f"), "  ");
  EXPECT_EQ(structure("\u00e9\u20ac"), "");
}

TEST(CommandText, DelimitersAreKeptAsTheyAre) {
  std::string out;
  append_delimiters("a\u00a0b\\c", out);
  EXPECT_EQ(out, "\u00a0\\");
}

TEST(CommandText, CharactersAreCodePoints) {
  EXPECT_EQ(code_point_count("a\u00e9\u20ac\U0001F600"), 4U);
  EXPECT_EQ(code_point_sum("\u00e9"), 0xE9U);
  EXPECT_EQ(code_point_sum("\U0001F600"), 0x1F600U);
  EXPECT_EQ(code_point_sum(""), 0U);
}

TEST(CommandText, InvalidBytesAreReplacedOneByOne) {
  EXPECT_EQ(code_point_count("\xff\xfe"), 2U);
  EXPECT_EQ(code_point_sum("\xff"), 0xFFFDU);
  EXPECT_EQ(code_point_count("\xe2\x82"), 2U);          // cut off
  EXPECT_EQ(code_point_count("\xc0\x80"), 2U);          // overlong
  EXPECT_EQ(code_point_count("\xed\xa0\x80"), 3U);      // surrogate
  EXPECT_EQ(code_point_count("\xf4\x90\x80\x80"), 4U);  // beyond Unicode
  EXPECT_EQ(code_point_count(std::string_view("\0a", 2)), 2U);
}

TEST(CommandText, TokensAreSplitAtEachBlank) {
  EXPECT_EQ(token_count(""), 1U);
  EXPECT_EQ(token_count("a  b"), 3U);
}

TEST(CommandText, Crc32IsThatOfZlib) {
  EXPECT_EQ(crc32("123456789"), 0xCBF43926U);
  EXPECT_EQ(crc32(""), 0U);
}

TEST(CommandText, SystemSessionInEachSpelling) {
  EXPECT_TRUE(is_system_session(logon_id_of("0x3e7").value()));
  EXPECT_TRUE(is_system_session(logon_id_of("0x3E7").value()));
  EXPECT_TRUE(is_system_session(logon_id_of("-1").value()));
  EXPECT_TRUE(is_system_session(logon_id_of("4294967295").value()));
  EXPECT_FALSE(is_system_session(logon_id_of("0x3e4").value()));
  EXPECT_FALSE(logon_id_of(""));
  EXPECT_FALSE(logon_id_of("0x"));
  EXPECT_FALSE(logon_id_of("0x3e7 "));
  EXPECT_FALSE(logon_id_of("0xffffffffffffffffff"));
}

}  // namespace
}  // namespace huntbook::cluster
