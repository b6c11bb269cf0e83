#include "enrich/geo_database.hpp"

#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "mmdb_writer.hpp"

// libmaxminddb (1.7.1) does not free what it has read of a broken file's metadata when it refuses the file.
#if defined(__SANITIZE_ADDRESS__)
extern "C" const char* __lsan_default_suppressions();   // NOLINT(bugprone-reserved-identifier): the sanitizer's name
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "leak:libmaxminddb\n";
}
#endif

namespace huntbook::enrich {
namespace {

std::string named(std::string_view name) {
  return MmdbWriter::map({{"names", MmdbWriter::map({{"en", MmdbWriter::text(name)}})}});
}

std::string small_database(std::string type = "Test-City") {
  MmdbWriter writer(std::move(type));
  writer.add(0xC0000200, 24,
             MmdbWriter::map({{"country", named("Nowhere")},
                              {"subdivisions", MmdbWriter::array({named("Upper Nowhere"), named("Left")})},
                              {"city", named("Münster")},
                              {"location", MmdbWriter::map({{"latitude", MmdbWriter::real(-12.5)},
                                                            {"longitude", MmdbWriter::real(101.25)}})}}));
  writer.add(0xC6336400, 24, MmdbWriter::map({{"country", named("Elsewhere")}}));
  // Every field of another type than it should have, and a place that is none.
  writer.add(0xCB007100, 24,
             MmdbWriter::map({{"country", MmdbWriter::text("x")},
                              {"subdivisions", MmdbWriter::real(1)},
                              {"city", MmdbWriter::map({{"names", MmdbWriter::map({{"en", MmdbWriter::number(7)}})}})},
                              {"location", MmdbWriter::map({{"latitude", MmdbWriter::real(400)},
                                                            {"longitude", MmdbWriter::text("x")}})}}));
  return writer.bytes();
}

class GeoDatabaseTest : public testing::Test {
 protected:
  ~GeoDatabaseTest() override { std::filesystem::remove(file_); }
  Result<std::unique_ptr<GeoDatabase>> open(std::string_view bytes) {
    std::ofstream(file_, std::ios::binary) << bytes;
    return GeoDatabase::open(file_);
  }
  std::filesystem::path file_ =
      std::filesystem::temp_directory_path() / ("huntbook_geo_" + std::to_string(getpid()) + ".mmdb");
};

TEST_F(GeoDatabaseTest, FindsPlaces) {
  const auto database = open(small_database());
  ASSERT_TRUE(database) << database.error().message;
  const auto place = (*database)->find("192.0.2.77");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->country, "Nowhere");
  EXPECT_EQ(place->state, "Upper Nowhere");
  EXPECT_EQ(place->city, "Münster");
  EXPECT_EQ(place->latitude, -12.5);
  EXPECT_EQ(place->longitude, 101.25);
  const auto country = (*database)->find("198.51.100.1");
  ASSERT_TRUE(country);
  EXPECT_EQ(country->country, "Elsewhere");
  EXPECT_EQ(country->city, "");
  EXPECT_FALSE(country->latitude);
}

TEST_F(GeoDatabaseTest, KnowsNothingOfOtherAddresses) {
  const auto database = open(small_database());
  for (const char* address : {"192.0.3.1", "", "no address", "192.0.2", "300.1.1.1", "192.0.2.77/24", "2001:db8::1"})
    EXPECT_FALSE((*database)->find(address)) << address;
}

TEST_F(GeoDatabaseTest, FieldsOfOtherTypesAreLeftOut) {
  const auto database = open(small_database());
  const auto place = (*database)->find("203.0.113.9");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->country + place->state + place->city, "");
  EXPECT_FALSE(place->latitude);
  EXPECT_FALSE(place->longitude);
}

TEST_F(GeoDatabaseTest, OtherFilesAreRefused) {
  EXPECT_FALSE(GeoDatabase::open(file_)) << "not there";
  EXPECT_FALSE(open("no database"));
  EXPECT_FALSE(open(""));
  const auto other = open(small_database("Test-ASN"));
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().message.find("Test-ASN"), std::string::npos);
  EXPECT_FALSE(GeoDatabase::open(std::filesystem::temp_directory_path())) << "a folder";
}

TEST_F(GeoDatabaseTest, BrokenFilesDoNoHarm) {
  const std::string whole = small_database();
  for (std::size_t size = 0; size < whole.size(); size += 3) {
    if (const auto database = open(whole.substr(0, size))) (void)(*database)->find("192.0.2.77");
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const int flip : {0xFF, 0x20}) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(bytes[at] ^ flip);
      if (const auto database = open(bytes)) {
        for (const char* address : {"192.0.2.77", "198.51.100.1", "203.0.113.9"}) (void)(*database)->find(address);
      }
    }
  }
}

}  // namespace
}  // namespace huntbook::enrich
