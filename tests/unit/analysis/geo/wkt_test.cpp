#include "analysis/geo/wkt.hpp"

#include <string>

#include <gtest/gtest.h>

namespace huntbook::analysis {
namespace {

TEST(Wkt, EveryKind) {
  EXPECT_EQ(parse_wkt("POINT (1 2)")->geometry.points[0], (Coordinate{1, 2}));
  EXPECT_EQ(parse_wkt(" linestring(1 2,3 -4.5e1) ")->geometry.lines[0], (Path{{1, 2}, {3, -45}}));
  EXPECT_EQ(parse_wkt("POLYGON ((0 0, 2 0, 2 2, 0 0), (1 1, 1 2, 2 2, 1 1))")->geometry.polygons[0].size(), 2U);
  EXPECT_EQ(parse_wkt("MULTIPOINT (1 1, 2 2)")->geometry.points.size(), 2U);
  EXPECT_EQ(parse_wkt("MULTIPOINT ((1 1), (2 2))")->geometry.points.size(), 2U);
  EXPECT_EQ(parse_wkt("MULTILINESTRING ((1 1, 2 2), (3 3, 4 4))")->geometry.lines.size(), 2U);
  EXPECT_EQ(parse_wkt("MULTIPOLYGON (((0 0, 2 0, 2 2, 0 0)), ((5 5, 6 5, 6 6, 5 5)))")->geometry.polygons.size(), 2U);
  auto collection = parse_wkt("GEOMETRYCOLLECTION (POINT (1 1), LINESTRING (2 2, 3 3))");
  ASSERT_TRUE(collection);
  EXPECT_EQ(collection->members.size(), 2U);
  EXPECT_EQ(collection->members[1].kind, WktKind::Line);
}

TEST(Wkt, EverythingElse) {
  for (std::string_view text : {"", "POINT", "POINT (1)", "POINT (1 2", "POINT (1 2) x", "POINT (1 2 3)", "POINT EMPTY",
                                "CIRCLE (1 2)", "LINESTRING ()", "POINT (1,2)", "POINT (nan nan)", "POINT (inf 1)"})
    EXPECT_FALSE(parse_wkt(text)) << text;
}

TEST(Wkt, NestingIsBounded) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "GEOMETRYCOLLECTION (";
  EXPECT_FALSE(parse_wkt(deep));
}

}  // namespace
}  // namespace huntbook::analysis
