#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "analysis/geo/area.hpp"
#include "analysis/geo/buffer.hpp"
#include "analysis/geo/line.hpp"
#include "analysis/geo/reshape.hpp"

namespace huntbook::analysis {
namespace {

// Shapes and figures of Kusto's pages.
const Path avenue{{-73.95807266235352, 40.800426144169315},
                  {-73.94966125488281, 40.79691751000055},
                  {-73.97317886352539, 40.764486356930334}};
const Rings central_park{{{-73.9495, 40.7969},
                          {-73.95807266235352, 40.80068603561921},
                          {-73.98201942443848, 40.76825672305777},
                          {-73.97317886352539, 40.76455136505513},
                          {-73.9495, 40.7969}}};

Line line_of(Path path) {
  return *Line::make(std::vector<Path>{std::move(path)});
}
Area area_of(Rings rings) {
  return *Area::make(std::vector<Rings>{std::move(rings)});
}

TEST(Line, Measures) {
  EXPECT_NEAR(line_of(avenue).length(), 4922.48016992081, 1e-8);
  Line straight = line_of({{-73.95796, 40.80042}, {-73.97317, 40.764486}});
  EXPECT_NEAR(straight.centroid().longitude, -73.965567057230942, 1e-12);
  EXPECT_NEAR(straight.interpolate(0.25).latitude, 40.791436687257232, 1e-12);
  EXPECT_NEAR(straight.locate({-73.965, 40.792}), 0.25560135100307552, 1e-12);
  EXPECT_NEAR(straight.distance({-73.95796, 40.80042}), 0, 1e-6);
}

TEST(Line, Unsound) {
  EXPECT_FALSE(Line::make({}));
  EXPECT_FALSE(Line::make(std::vector<Path>{{}}));
  EXPECT_FALSE(Line::make(std::vector<Path>{{{1, 1}}}));
  EXPECT_FALSE(Line::make(std::vector<Path>{{{1, 1}, {1, 1}}})) << "one place only";
  EXPECT_FALSE(Line::make(std::vector<Path>{{{1, 1}, {300, 1}}}));
  EXPECT_FALSE(Line::make(std::vector<Path>{{{0, 0}, {180, 0}}})) << "half a circle";
  EXPECT_FALSE(Line::make(std::vector<Path>{avenue, {{NAN, 1}, {2, 2}}})) << "one of two";
}

TEST(Area, Measures) {
  Area park = area_of(central_park);
  EXPECT_NEAR(park.size(), 3475207.28346606, 1e-5);
  EXPECT_NEAR(park.perimeter(), 9930.30149604938, 1e-8);
  EXPECT_NEAR(park.centroid().longitude, -73.965735689907618, 1e-12);
  EXPECT_NEAR(park.distance({-73.9839, 40.7705}), 259.940756070596, 1e-8);
  EXPECT_NEAR(park.closest({-73.9839, 40.7705}).latitude, 40.769359452843211, 1e-12);
  EXPECT_EQ(park.closest({-73.965, 40.782}), (Coordinate{-73.965, 40.782})) << "within";
  EXPECT_EQ(park.distance({-73.965, 40.782}), 0);
}

TEST(Area, OrientationDoesNotMatter) {
  Rings turned = central_park;
  std::ranges::reverse(turned[0]);
  EXPECT_DOUBLE_EQ(area_of(turned).size(), area_of(central_park).size());
}

TEST(Area, Holes) {
  Rings square{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}};
  Rings with_hole = square;
  with_hole.push_back({{1, 1}, {1, 2}, {2, 2}, {2, 1}, {1, 1}});
  Area area = area_of(with_hole);
  EXPECT_TRUE(area.contains({3, 3}));
  EXPECT_FALSE(area.contains({1.5, 1.5}));
  EXPECT_LT(area.size(), area_of(square).size());
  ASSERT_EQ(area.geometry().polygons.size(), 1U);
  EXPECT_EQ(area.geometry().polygons[0].size(), 2U);
}

TEST(Area, OverlappingPolygonsCountOnce) {
  Rings square{{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}};
  auto twice = Area::make(std::vector<Rings>{square, square});
  ASSERT_TRUE(twice);
  EXPECT_NEAR(twice->size(), area_of(square).size(), 1);
}

TEST(Area, Unsound) {
  auto unsound = [](Rings rings) { return !Area::make(std::vector<Rings>{std::move(rings)}); };
  EXPECT_FALSE(Area::make({}));
  EXPECT_TRUE(unsound({}));
  EXPECT_TRUE(unsound({{}}));
  EXPECT_TRUE(unsound({{{0, 0}, {10, 10}, {10, 10}, {0, 0}}})) << "two places";
  EXPECT_TRUE(unsound({{{0, 0}, {1, 0}, {1, 1}, {0, 1}}})) << "not closed";
  EXPECT_TRUE(unsound({{{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}}})) << "crosses itself";
  EXPECT_TRUE(unsound({{{0, 0}, {4, 0}, {4, 4}, {0, 0}}, {{3, -1}, {5, 1}, {5, -1}, {3, -1}}})) << "rings cross";
  EXPECT_TRUE(unsound({{{0, 0}, {400, 0}, {1, 1}, {0, 0}}}));
}

TEST(Buffer, Circle) {
  auto circle = buffer(Coordinate{-115.17, 36.15}, 20'000, 10);
  ASSERT_TRUE(circle);
  EXPECT_NEAR(circle->size() / (3.14159265 * 2e4 * 2e4), 1, 1e-3);
  EXPECT_FALSE(buffer(Coordinate{0, 0}, 0, 10));
  EXPECT_FALSE(buffer(Coordinate{0, 0}, -1, 10));
  EXPECT_FALSE(buffer(Coordinate{0, 0}, 1e6, 0.5)) << "finer than a millionth";
  EXPECT_TRUE(buffer(Coordinate{0, 0}, 5, 10)) << "coarser than the radius";
  EXPECT_GT(buffer(area_of(central_park), 100, 10)->size(), area_of(central_park).size());
  EXPECT_TRUE(buffer(line_of(avenue), 4, 0.1)->contains(avenue[1]));
}

TEST(Reshape, Simplified) {
  Path bumpy{{0, 0}, {0, 0.00001}, {0, 0.00002}, {0, 0.01}};
  EXPECT_EQ(simplify(line_of(bumpy), 10)->lines[0].size(), 2U);
  EXPECT_FALSE(simplify(line_of({{1.1, 1.1}, {1.2, 1.2}}), 100'000)) << "nothing remains";
  EXPECT_FALSE(simplify(line_of(avenue), -1));
  EXPECT_FALSE(simplify(line_of(avenue), 1e9));
  EXPECT_FALSE(simplify(area_of(central_park), 1'000'000));
  EXPECT_NEAR(simplify(area_of(central_park), 10)->size(), area_of(central_park).size(), 1);
}

TEST(Reshape, Densified) {
  EXPECT_EQ(densify({{50, 50}, {51, 51}}, 10, false), (Path{{50, 50},
                                                            {50.125, 50.125},
                                                            {50.25, 50.25},
                                                            {50.375, 50.375},
                                                            {50.5, 50.5},
                                                            {50.625, 50.625},
                                                            {50.75, 50.75},
                                                            {50.875, 50.875},
                                                            {51, 51}}));
  EXPECT_EQ(densify({{10, 10}, {10, 11}}, 10, false)->size(), 2U) << "a meridian is a geodesic";
  EXPECT_FALSE(densify({{1, 1}, {2, 2}}, 0, false));
  EXPECT_FALSE(densify({{1, 1}, {2, 2}}, 20'000, false));
  Path crossing{{179, 50}, {-179, 50}};
  EXPECT_LT(densify(crossing, 100, true)->size(), densify(crossing, 100, false)->size()) << "the long way is longer";
}

}  // namespace
}  // namespace huntbook::analysis
