// Packed evidence, whole: compressed files, archives in archives, encrypted members, what is known and not read.
#include <filesystem>
#include <fstream>

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include "ingest/archive/archive_reader.hpp"
#include "ingest/archive/compression.hpp"
#include "ingest/pipeline/not_read.hpp"
#include "ingest/source/spooled_source.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

using Members = std::vector<std::pair<std::string, std::string>>;

struct Packing {
  const char* format = "raw";
  const char* filter = nullptr;
  const char* options = "";
  const char* password = nullptr;
};

std::string packed(const Packing& how, const Members& members) {
  std::string out(std::size_t{4} << 20, '\0');
  std::size_t used = 0;
  archive* writer = archive_write_new();
  EXPECT_EQ(archive_write_set_format_by_name(writer, how.format), ARCHIVE_OK);
  if (how.filter != nullptr) EXPECT_EQ(archive_write_add_filter_by_name(writer, how.filter), ARCHIVE_OK);
  if (*how.options != '\0') EXPECT_EQ(archive_write_set_options(writer, how.options), ARCHIVE_OK);
  if (how.password != nullptr) archive_write_set_passphrase(writer, how.password);
  archive_write_set_bytes_in_last_block(writer, 1);
  archive_write_open_memory(writer, out.data(), out.size(), &used);
  for (const auto& [name, content] : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    EXPECT_EQ(archive_write_header(writer, entry), ARCHIVE_OK) << archive_error_string(writer);
    archive_write_data(writer, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  out.resize(used);
  return out;
}

std::string all_of(ByteSource& source, std::string* error = nullptr) {
  std::string text;
  std::vector<char> buffer(1'000);
  while (true) {
    const auto count = source.read(buffer.data(), buffer.size());
    if (!count && error != nullptr) *error = count.error().message;
    if (!count || *count == 0) return text;
    text.append(buffer.data(), *count);
  }
}

TEST(Compression, IsKnownByItsFirstBytesAndUndone) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i * 7919 % 10007) + "\n";
  for (const auto& [filter, kind] : {std::pair("gzip", "gzip"), {"bzip2", "bzip2"}, {"xz", "xz"}, {"zstd", "zstd"}}) {
    const std::string bytes = packed({"raw", filter}, {{"x", text}});
    ASSERT_EQ(compression_kind(bytes), kind);
    TextInput input(bytes, 777);
    EXPECT_EQ(all_of(*decompressed(kind, input, {})), text) << kind;

    TextInput twice(bytes + bytes);
    EXPECT_EQ(all_of(*decompressed(kind, twice, {})), text + text) << kind << " behind one another";

    std::string error;
    TextInput cut(bytes.substr(0, bytes.size() / 2));
    const std::string half = all_of(*decompressed(kind, cut, {}), &error);
    EXPECT_FALSE(error.empty()) << kind;
    EXPECT_TRUE(text.starts_with(half)) << kind;
  }
  EXPECT_EQ(compression_kind("BZh is how a text may begin"), "");
  EXPECT_EQ(compression_kind(""), "");
}

TEST(Compression, StopsAtBombs) {
  UnpackLimits limits;
  limits.free_bytes = 1 << 20;
  for (const char* kind : {"bzip2", "xz", "zstd"}) {
    std::string error;
    TextInput input(packed({"raw", kind}, {{"x", std::string(std::size_t{64} << 20, ' ')}}));
    const std::string text = all_of(*decompressed(kind, input, limits), &error);
    EXPECT_EQ(error, "unpacks to more than 400 times its size") << kind;
    EXPECT_LT(text.size(), std::size_t{8} << 20) << kind;
  }
}

TEST(Archives, SevenZipIsReadThroughACopyWhereItIsNoFile) {
  const std::string bytes = packed({"7zip"}, {{"a.json", "{\"a\":1}"}, {"b/c.json", "{\"b\":2}"}});
  ASSERT_EQ(archive_kind(bytes), "7z");
  TextInput input(bytes, 100);
  const auto copy = spool(input);
  ASSERT_TRUE(copy.has_value());
  EXPECT_EQ(copy->size, bytes.size());
  ArchiveReader reader(*copy->source, copy->size, {});
  EXPECT_EQ(reader.next().value(), "a.json");
  EXPECT_EQ(all_of(reader.member()), "{\"a\":1}");
  EXPECT_EQ(reader.next().value(), "b/c.json");
  EXPECT_EQ(all_of(reader.member()), "{\"b\":2}");
  EXPECT_EQ(reader.next().value(), std::nullopt);
}

TEST(Archives, EncryptedMembersOfZips) {
  for (const char* method : {"zip:encryption=zipcrypt", "zip:encryption=aes256"}) {
    const Packing usual{"zip", nullptr, method, "infected"};
    TextInput known(packed(usual, {{"x.json", "{\"x\":1}"}}));
    ArchiveReader infected(known, 0, {});
    ASSERT_TRUE(infected.next().value().has_value());
    EXPECT_EQ(all_of(infected.member()), "{\"x\":1}") << method;

    const std::string secret = packed({"zip", nullptr, method, "s3cret"}, {{"x.json", "{\"x\":1}"}});
    TextInput given(secret);
    ArchiveReader reader(given, 0, {}, {"wrong", "s3cret"});
    ASSERT_TRUE(reader.next().value().has_value());
    EXPECT_EQ(all_of(reader.member()), "{\"x\":1}") << method;

    std::string error;
    TextInput unknown(secret);
    ArchiveReader locked(unknown, 0, {});
    ASSERT_TRUE(locked.next().value().has_value());
    EXPECT_EQ(all_of(locked.member(), &error), "") << method;
    EXPECT_EQ(error, "the member is encrypted, and no password that is known fits");
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
