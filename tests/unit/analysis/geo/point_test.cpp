#include "analysis/geo/point.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace huntbook::analysis {
namespace {

constexpr double degree = std::numbers::pi / 180;

// Figures with all their digits are those that Kusto's pages print.
TEST(Point, Distances) {
  EXPECT_NEAR(sphere_distance({-122.407628, 47.578557}, {-118.275287, 34.019056}), 1546754.35197381, 1e-7);
  EXPECT_EQ(sphere_distance({1, 2}, {1, 2}), 0);
}

// Flinders Peak to Buninyong on WGS 84, the worked example of Geoscience Australia is on GRS 80: the same to a
// millimetre.
TEST(Point, DistanceOnTheSpheroid) {
  Coordinate flinders{144 + 25.0 / 60 + 29.52440 / 3600, -(37 + 57.0 / 60 + 3.72030 / 3600)};
  Coordinate buninyong{143 + 55.0 / 60 + 35.38390 / 3600, -(37 + 39.0 / 60 + 10.15610 / 3600)};
  EXPECT_NEAR(*spheroid_distance(flinders, buninyong), 54972.271, 0.001);
  EXPECT_EQ(spheroid_distance({5, 5}, {5, 5}), 0.0);
  EXPECT_NEAR(*spheroid_distance({0, 0}, {1, 0}), 111319.491, 0.001) << "along the equator";
  EXPECT_EQ(spheroid_distance({0, 0}, {179.9, 0.1}), std::nullopt) << "nearly antipodal";
}

TEST(Point, Directions) {
  EXPECT_NEAR(*azimuth({5, 10}, {10, -40}), 3.05459939796449, 1e-12);
  EXPECT_NEAR(*azimuth({0, 0}, {-1, 0}), 270 * degree, 1e-12);
  EXPECT_EQ(azimuth({5, 10}, {5, 10}), std::nullopt);
  EXPECT_NEAR(*angle({0, 10}, {0, 5}, {3, -10}), 2.94493843406882, 1e-12);
  EXPECT_EQ(angle({0, 10}, {0, 10}, {3, -10}), std::nullopt);
}

TEST(Point, Validity) {
  EXPECT_TRUE(is_valid({180, -90}));
  EXPECT_FALSE(is_valid({180.1, 0}));
  EXPECT_FALSE(is_valid({0, -90.1}));
  EXPECT_FALSE(is_valid({NAN, 0}));
}

}  // namespace
}  // namespace huntbook::analysis
