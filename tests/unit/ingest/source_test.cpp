#include <string>
#include <vector>

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "ingest/archive/archive_reader.hpp"
#include "ingest/archive/gzip_source.hpp"
#include "ingest/source/text_source.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

std::string archive_of(bool zip, const std::vector<std::pair<std::string, std::string>>& members) {
  std::string out(1 << 20, '\0');
  std::size_t used = 0;
  archive* writer = archive_write_new();
  if (zip) {
    archive_write_set_format_zip(writer);
  } else {
    archive_write_set_format_ustar(writer);
  }
  archive_write_open_memory(writer, out.data(), out.size(), &used);
  for (const auto& [name, content] : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(writer, entry);
    archive_write_data(writer, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  out.resize(used);
  return out;
}

struct ReadAll {
  std::string text;
  std::string error;
};
ReadAll read_all(ByteSource& source) {
  ReadAll all;
  std::vector<char> buffer(1'000);
  while (true) {
    const auto count = source.read(buffer.data(), buffer.size());
    if (!count) {
      all.error = count.error().message;
      return all;
    }
    if (*count == 0) return all;
    all.text.append(buffer.data(), *count);
  }
}

TEST(Gzip, ReadsSeveralMembersAndPadding) {
  TextInput input(gzip("one\n") + gzip("two\n") + std::string(512, '\0'), 3);
  EXPECT_EQ(read_all(*gzip_source(input, {})).text, "one\ntwo\n");
}

TEST(Gzip, DeliversWhatPrecedesDamage) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "{\"i\":" + std::to_string(i * 7919 % 10007) + "}\n";
  const std::string packed = gzip(text);
  TextInput cut(packed.substr(0, packed.size() / 2));
  const ReadAll half = read_all(*gzip_source(cut, {}));
  EXPECT_EQ(half.error, "gzip stream is truncated");
  EXPECT_GT(half.text.size(), text.size() / 4);
  EXPECT_TRUE(text.starts_with(half.text));

  TextInput again(packed.substr(0, packed.size() / 2));
  const auto source = gzip_source(again, {});
  const auto detected = detect({text.substr(0, 100), false, "x"}, {});
  MemorySink sink;
  const Routing routing{some_documented_tables(), "Data", false, {}, {}};
  const auto result = run_file(*source, *detected, routing, sink, {});
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->damage, "gzip stream is truncated");
  EXPECT_EQ(result->records_rejected, 1U);
  EXPECT_EQ(result->records_read, result->records_stored + 1);
  EXPECT_EQ(sink.rejections.at(0).reason, "gzip stream is truncated");

  std::string broken = packed;
  broken[broken.size() / 2] = static_cast<char>(broken[broken.size() / 2] ^ 0x55);
  TextInput damaged(broken);
  EXPECT_NE(read_all(*gzip_source(damaged, {})).error, "");
}

TEST(Gzip, StopsAtABomb) {
  TextInput input(gzip(std::string(std::size_t{64} << 20, ' ')));
  UnpackLimits limits;
  limits.free_bytes = 1 << 20;
  EXPECT_EQ(read_all(*gzip_source(input, limits)).error, "unpacks to more than 400 times its size");
}

TEST(Archives, AreReadMemberByMember) {
  for (bool zip : {true, false}) {
    const std::string bytes = archive_of(zip, {{"../../etc/passwd", "a"}, {"/abs/x.json", "{}"}, {"empty", ""}});
    EXPECT_EQ(archive_kind(bytes), zip ? "zip" : "tar");
    TextInput input(bytes);
    ArchiveReader reader(input, 0, {});
    EXPECT_EQ(reader.next().value(), "../../etc/passwd") << "a name is data";
    EXPECT_EQ(read_all(reader.member()).text, "a");
    EXPECT_EQ(reader.next().value(), "/abs/x.json");
    EXPECT_EQ(reader.next().value(), "empty");
    EXPECT_EQ(reader.next().value(), std::nullopt);
  }
}

TEST(Archives, StopAtBombsAndTooManyMembers) {
  TextInput input(archive_of(true, {{"a", std::string(std::size_t{16} << 20, ' ')}}));
  UnpackLimits limits;
  limits.free_bytes = 1 << 20;
  ArchiveReader bomb(input, 0, limits);
  ASSERT_TRUE(bomb.next().has_value());
  EXPECT_EQ(read_all(bomb.member()).error, "archive unpacks to more than 400 times its size");
  TextInput many(archive_of(false, {{"a", "x"}, {"b", "x"}, {"c", "x"}}));
  limits.max_members = 2;
  ArchiveReader crowd(many, 0, limits);
  EXPECT_TRUE(crowd.next().has_value());
  EXPECT_TRUE(crowd.next().has_value());
  EXPECT_FALSE(crowd.next().has_value());
}

TEST(Archives, GarbageIsAnError) {
  TextInput input("PK\x03\x04 this is no zip");
  ArchiveReader reader(input, 0, {});
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
