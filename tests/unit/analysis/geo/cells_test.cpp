#include <algorithm>

#include <gtest/gtest.h>

#include "analysis/geo/geohash.hpp"
#include "analysis/geo/s2_cell.hpp"

namespace huntbook::analysis {
namespace {

TEST(Geohash, OfAPlaceAndBack) {
  EXPECT_EQ(geohash_of({-80.195829, 25.802215}, 8), "dhwfz15h");
  EXPECT_EQ(geohash_of({180, 90}, 3), "zzz");
  EXPECT_EQ(geohash_of({-180, -90}, 18), "000000000000000000");
  EXPECT_EQ(geohash_of({0, 0}, 0), "");
  EXPECT_EQ(geohash_of({0, 0}, 19), "");
  EXPECT_EQ(geohash_of({200, 0}, 5), "");
  EXPECT_EQ(geohash_cell("sunny")->center(), (Coordinate{42.47314453125, 23.70849609375}));
  for (std::string_view none : {"", "a", "SUNNY", "sunn y", "0000000000000000000"})
    EXPECT_FALSE(geohash_cell(none)) << none;
}

TEST(Geohash, Neighbors) {
  EXPECT_EQ(geohash_neighbors("sunny"),
            (std::vector<std::string>{"sunnt", "sunpj", "sunnx", "sunpn", "sunnv", "sunpp", "sunnz", "sunnw"}));
  EXPECT_EQ(geohash_neighbors("z")->size(), 5U) << "beside the pole";
  EXPECT_EQ(std::ranges::count(*geohash_neighbors("8"), "x"), 1) << "over the antimeridian";
}

TEST(S2Cell, OfAPlaceAndBack) {
  EXPECT_EQ(s2_cell_of({-80.195829, 25.802215}, 8), "88d9b");
  EXPECT_EQ(s2_cell_of({10.1234, 53}, 8), "47b1d");
  EXPECT_EQ(s2_cell_of({0, 0}, 31), "");
  EXPECT_EQ(s2_cell_of({0, 91}, 5), "");
  EXPECT_NEAR(s2_cell_center("1234567")->longitude, 9.86830731850408, 1e-12);
  EXPECT_NEAR(s2_cell_center("1234567")->latitude, 27.468392925827604, 1e-12);
  EXPECT_EQ(s2_cell_ring("89c259")->size(), 5U);
  for (std::string_view none : {"", "a", "X", "89C259", "89c25900", "ffffffffffffffffff"})
    EXPECT_FALSE(s2_cell_center(none)) << none;
}

TEST(S2Cell, Neighbors) {
  std::vector<std::string> found = *s2_cell_neighbors("89c259");
  std::ranges::sort(found);
  EXPECT_EQ(found,
            (std::vector<std::string>{"89c251", "89c257", "89c25b", "89c25d", "89c25f", "89c2f5", "89c2f7", "89c2f9"}));
}

TEST(S2Cell, Coverings) {
  auto area = Area::make(std::vector<Rings>{{{{0, 0}, {0, 50}, {100, 50}, {0, 0}}}});
  ASSERT_TRUE(area);
  EXPECT_EQ(s2_covering(*area, 5, 0)->size(), 286U) << "as Kusto's page says";
  EXPECT_FALSE(s2_covering(*area, 30, 0)) << "too many cells";
  EXPECT_FALSE(s2_covering(*area, 31, 0));
  EXPECT_FALSE(s2_covering(*area, 5, -1));
  auto line = Line::make(std::vector<Path>{{{0, 0}, {0.1, 0.1}}});
  ASSERT_TRUE(line);
  std::size_t bare = s2_covering(*line, 11, 0)->size();
  EXPECT_GT(s2_covering(*line, 11, 10'000)->size(), bare);
}

}  // namespace
}  // namespace huntbook::analysis
