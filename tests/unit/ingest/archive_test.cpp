// Packed evidence, whole: compressed files, archives in archives, encrypted members, what is known and not read.
#include <string>

#include <gtest/gtest.h>

#include "ingest/archive/archive_reader.hpp"
#include "ingest/archive/compression.hpp"
#include "ingest/pipeline/not_read.hpp"
#include "ingest/source/spooled_source.hpp"
#include "memory_sink.hpp"
#include "packed.hpp"

namespace huntbook::ingest::testing {
namespace {

ReadAll undone(std::string_view kind, ByteSource& input, const UnpackLimits& limits = {}) {
  UnpackBudget budget(limits);
  return read_all(*decompressed(kind, input, budget));
}

TEST(Compression, IsKnownByItsFirstBytesAndUndone) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i * 7919 % 10007) + "\n";
  for (const auto& [filter, kind] : {std::pair("gzip", "gzip"), {"bzip2", "bzip2"}, {"xz", "xz"}, {"zstd", "zstd"}}) {
    const std::string bytes = packed({"raw", filter}, {{"x", text}});
    ASSERT_EQ(compression_kind(bytes), kind);
    TextInput input(bytes, 777);
    EXPECT_EQ(undone(kind, input).text, text) << kind;

    TextInput twice(bytes + bytes);
    EXPECT_EQ(undone(kind, twice).text, text + text) << kind << " behind one another";

    TextInput cut(bytes.substr(0, bytes.size() / 2));
    const ReadAll half = undone(kind, cut);
    EXPECT_FALSE(half.error.empty()) << kind;
    EXPECT_TRUE(text.starts_with(half.text)) << kind;
  }
  EXPECT_EQ(compression_kind("BZh is how a text may begin"), "");
  EXPECT_EQ(compression_kind(""), "");
}

TEST(Compression, StopsAtBombs) {
  UnpackLimits limits;
  limits.free_bytes = 1 << 20;
  for (const char* kind : {"bzip2", "xz", "zstd"}) {
    TextInput input(packed({"raw", kind}, {{"x", std::string(std::size_t{64} << 20, ' ')}}));
    const ReadAll all = undone(kind, input, limits);
    EXPECT_EQ(all.error, "unpacks to more than 400 times its size") << kind;
    EXPECT_LT(all.text.size(), std::size_t{8} << 20) << kind;
  }
}

TEST(Archives, SevenZipIsReadThroughACopyWhereItIsNoFile) {
  const std::string bytes = packed({"7zip"}, {{"a.json", "{\"a\":1}"}, {"b/c.json", "{\"b\":2}"}});
  ASSERT_EQ(archive_kind(bytes), "7z");
  TextInput input(bytes, 100);
  const auto copy = spool(input);
  ASSERT_TRUE(copy.has_value());
  EXPECT_EQ(copy->size, bytes.size());
  UnpackBudget budget({});
  ArchiveReader reader(*copy->source, copy->size, budget);
  EXPECT_EQ(reader.next().value(), "a.json");
  EXPECT_EQ(read_all(reader.member()).text, "{\"a\":1}");
  EXPECT_EQ(reader.next().value(), "b/c.json");
  EXPECT_EQ(read_all(reader.member()).text, "{\"b\":2}");
  EXPECT_EQ(reader.next().value(), std::nullopt);
}

TEST(Archives, EncryptedMembersOfZips) {
  for (const char* method : {"zip:encryption=zipcrypt", "zip:encryption=aes256"}) {
    const Packing usual{"zip", nullptr, method, "infected"};
    UnpackBudget budget({});
    TextInput known(packed(usual, {{"x.json", "{\"x\":1}"}}));
    ArchiveReader infected(known, 0, budget);
    ASSERT_TRUE(infected.next().value().has_value());
    EXPECT_EQ(read_all(infected.member()).text, "{\"x\":1}") << method;

    const std::string secret = packed({"zip", nullptr, method, "s3cret"}, {{"x.json", "{\"x\":1}"}});
    TextInput given(secret);
    ArchiveReader reader(given, 0, budget, {"wrong", "s3cret"});
    ASSERT_TRUE(reader.next().value().has_value());
    EXPECT_EQ(read_all(reader.member()).text, "{\"x\":1}") << method;

    TextInput unknown(secret);
    ArchiveReader locked(unknown, 0, budget);
    ASSERT_TRUE(locked.next().value().has_value());
    const ReadAll nothing = read_all(locked.member());
    EXPECT_EQ(nothing.text, "") << method;
    EXPECT_EQ(nothing.error, "the member is encrypted, and no password that is known fits");
    EXPECT_EQ(locked.locked(), 1U);
  }
}

TEST(NotRead, FilesThatAreNoLogsAreKnown) {
  using namespace std::string_view_literals;
  EXPECT_EQ(known_not_read("regf\1\0\0\0"sv), "a registry hive");
  EXPECT_EQ(known_not_read("FILE0\0\3\0"sv), "an NTFS file table ($MFT)");
  EXPECT_EQ(known_not_read("\x1e\0\0\0SCCA"sv), "a prefetch file");
  EXPECT_EQ(known_not_read("0\0\0\0LfLe"sv), "an event log of Windows XP (EVT)");
  EXPECT_EQ(known_not_read("MZ\x90\0\3"sv), "a program");
  EXPECT_EQ(known_not_read("MZ,price\n1,2\n"sv), "") << "a text may begin so";
  EXPECT_EQ(known_not_read("{\"a\":1}"sv), "");
  EXPECT_EQ(known_not_read(""sv), "");
}

}  // namespace
}  // namespace huntbook::ingest::testing
