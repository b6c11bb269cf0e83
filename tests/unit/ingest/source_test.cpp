#include <string>

#include <gtest/gtest.h>

#include "ingest/archive/archive_reader.hpp"
#include "ingest/archive/gzip_source.hpp"
#include "ingest/source/text_source.hpp"
#include "memory_sink.hpp"
#include "packed.hpp"

namespace huntbook::ingest::testing {
namespace {

ReadAll unzipped(ByteSource& input, const UnpackLimits& limits = {}) {
  UnpackBudget budget(limits);
  return read_all(*gzip_source(input, budget));
}

TEST(Gzip, ReadsSeveralMembersAndPadding) {
  TextInput input(gzip_of("one\n") + gzip_of("two\n") + std::string(512, '\0'), 3);
  EXPECT_EQ(unzipped(input).text, "one\ntwo\n");
}

TEST(Gzip, DeliversWhatPrecedesDamage) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "{\"i\":" + std::to_string(i * 7919 % 10007) + "}\n";
  const std::string whole = gzip_of(text);
  TextInput cut(whole.substr(0, whole.size() / 2));
  const ReadAll half = unzipped(cut);
  EXPECT_EQ(half.error, "gzip stream is truncated");
  EXPECT_GT(half.text.size(), text.size() / 4);
  EXPECT_TRUE(text.starts_with(half.text));

  TextInput again(whole.substr(0, whole.size() / 2));
  UnpackBudget budget({});
  const auto source = gzip_source(again, budget);
  const auto detected = detect({text.substr(0, 100), false, "x"}, {});
  MemorySink sink;
  const Routing routing{some_documented_tables(), "Data", false, {}, {}};
  const auto result = run_file(*source, *detected, routing, sink, {});
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->damage, "gzip stream is truncated");
  EXPECT_EQ(result->records_rejected, 1U);
  EXPECT_EQ(result->records_read, result->records_stored + 1);
  EXPECT_EQ(sink.rejections.at(0).reason, "gzip stream is truncated");

  std::string broken = whole;
  broken[broken.size() / 2] = static_cast<char>(broken[broken.size() / 2] ^ 0x55);
  TextInput damaged(broken);
  EXPECT_NE(unzipped(damaged).error, "");
}

TEST(Gzip, StopsAtABomb) {
  TextInput input(gzip_of(std::string(std::size_t{64} << 20, ' ')));
  UnpackLimits limits;
  limits.free_bytes = 1 << 20;
  EXPECT_EQ(unzipped(input, limits).error, "unpacks to more than 400 times its size");
}

TEST(Archives, AreReadMemberByMember) {
  for (bool zip : {true, false}) {
    const std::string bytes =
        packed({zip ? "zip" : "ustar"}, {{"../../etc/passwd", "a"}, {"/abs/x.json", "{}"}, {"empty", ""}});
    EXPECT_EQ(archive_kind(bytes), zip ? "zip" : "tar");
    TextInput input(bytes);
    UnpackBudget budget({});
    ArchiveReader reader(input, 0, budget);
    EXPECT_EQ(reader.next().value(), "../../etc/passwd") << "a name is data";
    EXPECT_EQ(read_all(reader.member()).text, "a");
    EXPECT_EQ(reader.next().value(), "/abs/x.json");
    EXPECT_EQ(reader.next().value(), "empty");
    EXPECT_EQ(reader.next().value(), std::nullopt);
  }
}

TEST(Archives, StopAtBombsAndTooManyMembers) {
  TextInput input(zip_of({{"a", std::string(std::size_t{16} << 20, ' ')}}));
  UnpackLimits limits;
  limits.free_bytes = 1 << 20;
  UnpackBudget small(limits);
  ArchiveReader bomb(input, 0, small);
  ASSERT_TRUE(bomb.next().has_value());
  EXPECT_EQ(read_all(bomb.member()).error, "unpacks to more than 400 times its size");
  TextInput many(packed({"ustar"}, {{"a", "x"}, {"b", "x"}, {"c", "x"}}));
  limits.max_members = 2;
  UnpackBudget few(limits);
  ArchiveReader crowd(many, 0, few);
  EXPECT_TRUE(crowd.next().has_value());
  EXPECT_TRUE(crowd.next().has_value());
  EXPECT_EQ(crowd.next().error().message, "more than 2 members, with those of archives within");
}

TEST(Archives, GarbageIsAnError) {
  TextInput input("PK\x03\x04 this is no zip");
  UnpackBudget budget({});
  ArchiveReader reader(input, 0, budget);
  EXPECT_FALSE(reader.next().has_value());
}

TEST(Encodings, Utf16WithAndWithoutMark) {
  std::string little;
  for (char16_t c : std::u16string(u"a,b\n\u00e9,\U0001F600\n")) {
    little.push_back(static_cast<char>(c & 0xFF));
    little.push_back(static_cast<char>(c >> 8));
  }
  std::string big = little;
  for (std::size_t i = 0; i + 1 < big.size(); i += 2) std::swap(big[i], big[i + 1]);
  EXPECT_EQ(text_encoding("\xFF\xFE" + little), TextEncoding::Utf16LittleEndian);
  EXPECT_EQ(text_encoding("\xFE\xFF" + big), TextEncoding::Utf16BigEndian);
  EXPECT_EQ(text_encoding(std::string("a\0b\0c\0d\0", 8)), TextEncoding::Utf16LittleEndian);
  EXPECT_EQ(text_encoding(std::string("\0a\0b\0c\0d", 8)), TextEncoding::Utf16BigEndian);
  EXPECT_EQ(text_encoding("abc"), TextEncoding::Utf8);
  TextInput from(little, 1);
  EXPECT_EQ(read_all(*utf16_source(from, false)).text, "a,b\n\xC3\xA9,\xF0\x9F\x98\x80\n");
  TextInput other(big + "\xD8\x3D" + "x");
  EXPECT_EQ(read_all(*utf16_source(other, true)).text, "a,b\n\xC3\xA9,\xF0\x9F\x98\x80\n\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Hashing, IsOfAllBytes) {
  TextInput input("abc");
  HashingSource hashing(input);
  PeekSource peek(hashing);
  EXPECT_EQ(peek.peek(2), "ab");
  ASSERT_TRUE(hashing.drain().has_value());
  EXPECT_EQ(hashing.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace huntbook::ingest::testing
