#include "analysis/geo/overlay.hpp"

#include <gtest/gtest.h>

namespace huntbook::analysis {
namespace {

Line line_of(Path path) {
  return *Line::make(std::vector<Path>{std::move(path)});
}
Area area_of(Path shell) {
  return *Area::make(std::vector<Rings>{{std::move(shell)}});
}

bool is_empty(const Geometry& geometry) {
  return geometry.points.empty() && geometry.lines.empty() && geometry.polygons.empty();
}

TEST(Overlay, LinesMeetInPointsAndStretches) {
  Line first = line_of({{-73.978929, 40.785155}, {-73.980903, 40.782621}});
  Line second = line_of({{-73.985195, 40.788275}, {-73.974552, 40.779761}});
  Geometry crossing = intersection(first, second);
  ASSERT_EQ(crossing.points.size(), 1U);
  EXPECT_NEAR(crossing.points[0].longitude, -73.979837116670978, 1e-12);
  EXPECT_EQ(intersection(first, first).lines.size(), 1U);
  EXPECT_TRUE(intersects(first, second));
  Line apart = line_of({{3, 3}, {4, 4}});
  EXPECT_FALSE(intersects(first, apart));
  EXPECT_TRUE(is_empty(intersection(first, apart)));
}

TEST(Overlay, ALineIsCutAtAnArea) {
  Area square = area_of({{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}});
  Geometry within = intersection(line_of({{-1, 1}, {3, 1}}), square);
  ASSERT_EQ(within.lines.size(), 1U);
  EXPECT_NEAR(within.lines[0].front().longitude, 0, 1e-9);
  EXPECT_NEAR(within.lines[0].back().longitude, 2, 1e-9);
  EXPECT_EQ(intersection(line_of({{2, 2}, {3, 3}}), square).points.size(), 1U) << "touches a corner";
  EXPECT_FALSE(intersects(line_of({{5, 5}, {6, 6}}), square));
}

// The collection of Kusto's page of geo_intersection_2polygons().
TEST(Overlay, AreasMeetInPointsAndAreas) {
  Area left = area_of({{2, 45}, {0, 45}, {1, 44}, {2, 45}});
  auto right = Area::make(std::vector<Rings>{{{{3, 44}, {2, 45}, {2, 43}, {3, 44}}},
                                             {{{1.192, 45.265}, {1.005, 44.943}, {1.356, 44.937}, {1.192, 45.265}}}});
  ASSERT_TRUE(right);
  Geometry both = intersection(left, *right);
  EXPECT_EQ(both.points.size(), 1U);
  ASSERT_EQ(both.polygons.size(), 1U);
  EXPECT_NEAR(both.polygons[0][0][0].longitude, 1.3227075526410679, 1e-9);
  EXPECT_TRUE(intersects(left, *right));
}

TEST(Overlay, Unions) {
  std::vector<Line> lines{line_of({{0, 0}, {1, 1}}), line_of({{1, 1}, {2, 2}}), line_of({{0, 0}, {1, 1}})};
  Geometry joined = union_of(lines);
  ASSERT_EQ(joined.lines.size(), 1U);
  EXPECT_EQ(joined.lines[0].size(), 3U);
  std::vector<Area> areas{area_of({{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}),
                          area_of({{1, 0}, {3, 0}, {3, 2}, {1, 2}, {1, 0}})};
  auto area = union_of(areas);
  ASSERT_TRUE(area);
  EXPECT_EQ(area->geometry().polygons.size(), 1U);
  EXPECT_FALSE(union_of(std::span<const Area>()));
}

}  // namespace
}  // namespace huntbook::analysis
