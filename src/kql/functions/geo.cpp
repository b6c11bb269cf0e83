// Functions over places on the Earth (Kusto docs, "Geospatial functions"). Coordinates are longitude and latitude in
// degrees, shapes are GeoJSON in dynamic values, lengths are metres on a sphere.
#include "kql/functions/build.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;

std::vector<Parameter> with(std::vector<Parameter> parameters, std::vector<Parameter> others) {
  parameters.insert(parameters.end(), others.begin(), others.end());
  return parameters;
}

// An argument that was left out is this.
sql::ExprPtr default_value(bool value) {
  return sql::literal(value);
}
sql::ExprPtr default_value(int value) {
  return sql::literal(std::int64_t{value});
}
sql::ExprPtr default_value(double value) {
  return sql::literal(value);
}

// Calls the engine's function with all parameters, of which the last ones take `defaults` where the query gives none.
template <FixedText Function, std::size_t required, auto... defaults>
Result<sql::ExprPtr> lower_with(LoweringContext&, const BoundCall&, Arguments arguments) {
  std::vector<sql::ExprPtr> all(arguments.begin(), arguments.end());
  std::size_t position = required;
  auto add = [&](auto value) {
    if (position++ >= arguments.size()) all.push_back(default_value(value));
  };
  (add(defaults), ...);
  return sql::call(Function.text, std::move(all));
}

std::vector<Parameter> point() {
  return {one("longitude", Real), one("latitude", Real)};
}
Parameter line() {
  return one("lineString", Dynamic);
}
Parameter polygon() {
  return one("polygon", Dynamic);
}

void add_points(FunctionCatalogue& catalogue) {
  std::vector<Parameter> two = {one("p1_longitude", Real), one("p1_latitude", Real), one("p2_longitude", Real),
                                one("p2_latitude", Real)};
  catalogue.add(scalar_record(
      {"geo_distance_2points", "Distance of two points in metres, on a sphere or on the spheroid.",
       "print geo_distance_2points(-122.4, 47.6, -118.3, 34.0)"},
      with(two, {optional("use_spheroid", Bool)}), Real, &lower_with<"hb_geo_distance_2points", 4, false>));
  catalogue.add(scalar_record({"geo_azimuth", "Direction from a point to another in radians, clockwise from north.",
                               "print degrees(geo_azimuth(5, 10, 10, -40))"},
                              two, Real, &lower_to<"hb_geo_azimuth">));
  catalogue.add(scalar_record({"geo_angle", "Angle at the second of three points in radians, clockwise.",
                               "print degrees(geo_angle(0, 10, 0, 5, 3, -10))"},
                              with(two, {one("p3_longitude", Real), one("p3_latitude", Real)}), Real,
                              &lower_to<"hb_geo_angle">));
  catalogue.add(scalar_record({"geo_point_in_circle", "Whether a point is within a distance, in metres, of a centre.",
                               "print geo_point_in_circle(-122.14, 47.53, -122.1, 47.52, 3500)"},
                              {one("p_longitude", Real), one("p_latitude", Real), one("pc_longitude", Real),
                               one("pc_latitude", Real), one("c_radius", Real)},
                              Bool, &lower_to<"hb_geo_point_in_circle">));
  catalogue.add(scalar_record({"geo_from_wkt", "A shape in well-known text as GeoJSON.",
                               "print geo_from_wkt(\"LINESTRING (13.4 52.5, 2.35 48.85)\")"},
                              {one("wkt", String)}, Dynamic, &lower_to<"hb_geo_from_wkt">));
}

void add_cells(FunctionCatalogue& catalogue) {
  Parameter geohash = one("geohash", String);
  catalogue.add(scalar_record({"geo_point_to_geohash", "The geohash of a point, 5 characters or as many as asked for.",
                               "print geo_point_to_geohash(-80.2, 25.8, 8)"},
                              with(point(), {optional("accuracy", types::integers)}), String,
                              &lower_with<"hb_geo_point_to_geohash", 2, 5>));
  catalogue.add(scalar_record({"geo_geohash_to_central_point", "The centre of a geohash's cell.",
                               "print geo_geohash_to_central_point(\"u33dc\")"},
                              {geohash}, Dynamic, &lower_to<"hb_geo_geohash_to_central_point">));
  catalogue.add(
      scalar_record({"geo_geohash_to_polygon", "The cell of a geohash.", "print geo_geohash_to_polygon(\"u33dc\")"},
                    {geohash}, Dynamic, &lower_to<"hb_geo_geohash_to_polygon">));
  catalogue.add(scalar_record(
      {"geo_geohash_neighbors", "The geohashes of the cells around one.", "print geo_geohash_neighbors(\"u33d\")"},
      {geohash}, Dynamic, &lower_to<"hb_geo_geohash_neighbors">));
  Parameter cell = one("s2cell", String);
  catalogue.add(scalar_record({"geo_point_to_s2cell", "The S2 cell of a point, of level 11 or another.",
                               "print geo_point_to_s2cell(-80.2, 25.8, 8)"},
                              with(point(), {optional("level", types::integers)}), String,
                              &lower_with<"hb_geo_point_to_s2cell", 2, 11>));
  catalogue.add(scalar_record(
      {"geo_s2cell_to_central_point", "The centre of an S2 cell.", "print geo_s2cell_to_central_point(\"47a84e4\")"},
      {cell}, Dynamic, &lower_to<"hb_geo_s2cell_to_central_point">));
  catalogue.add(
      scalar_record({"geo_s2cell_to_polygon", "An S2 cell as a polygon.", "print geo_s2cell_to_polygon(\"47a84f\")"},
                    {cell}, Dynamic, &lower_to<"hb_geo_s2cell_to_polygon">));
  catalogue.add(
      scalar_record({"geo_s2cell_neighbors", "The S2 cells around one.", "print geo_s2cell_neighbors(\"47a84f\")"},
                    {cell}, Dynamic, &lower_to<"hb_geo_s2cell_neighbors">));
  std::vector<Parameter> covering = {optional("level", types::integers), optional("radius", Real)};
  catalogue.add(
      scalar_record({"geo_line_to_s2cells", "The S2 cells that cover a line and a distance around it.",
                     "print geo_line_to_s2cells(dynamic({\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}), 5)"},
                    with({line()}, covering), Dynamic, &lower_with<"hb_geo_line_to_s2cells", 1, 11, 0.0>));
  catalogue.add(scalar_record({"geo_polygon_to_s2cells", "The S2 cells that cover a polygon and a distance around it.",
                               "print geo_polygon_to_s2cells(geo_geohash_to_polygon(\"s\"), 3)"},
                              with({polygon()}, covering), Dynamic,
                              &lower_with<"hb_geo_polygon_to_s2cells", 1, 11, 0.0>));
}

void add_lines(FunctionCatalogue& catalogue) {
  catalogue.add(scalar_record({"geo_line_length", "Length of a line in metres.",
                               "print geo_line_length(geo_from_wkt(\"LINESTRING (0 0, 1 1)\"))"},
                              {line()}, Real, &lower_to<"hb_geo_line_length">));
  catalogue.add(scalar_record({"geo_line_centroid", "The point in the middle of a line's length.",
                               "print geo_line_centroid(geo_from_wkt(\"LINESTRING (0 0, 1 1)\"))"},
                              {line()}, Dynamic, &lower_to<"hb_geo_line_centroid">));
  catalogue.add(scalar_record({"geo_line_interpolate_point", "The point at a share of a line's length.",
                               "print geo_line_interpolate_point(geo_from_wkt(\"LINESTRING (0 0, 1 1)\"), 0.25)"},
                              {line(), one("fraction", Real)}, Dynamic, &lower_to<"hb_geo_line_interpolate_point">));
  catalogue.add(
      scalar_record({"geo_line_locate_point", "The share of a line's length up to the place closest to a point.",
                     "print geo_line_locate_point(geo_from_wkt(\"LINESTRING (0 0, 1 1)\"), 0.2, 0.3)"},
                    with({line()}, point()), Real, &lower_to<"hb_geo_line_locate_point">));
  catalogue.add(scalar_record({"geo_distance_point_to_line", "Distance of a point from a line in metres.",
                               "print geo_distance_point_to_line(0, 1, geo_from_wkt(\"LINESTRING (0 0, 1 1)\"))"},
                              with(point(), {line()}), Real, &lower_to<"hb_geo_distance_point_to_line">));
  catalogue.add(scalar_record({"geo_closest_point_on_line", "The place on a line that is closest to a point.",
                               "print geo_closest_point_on_line(0, 1, geo_from_wkt(\"LINESTRING (0 0, 1 1)\"))"},
                              with(point(), {line()}), Dynamic, &lower_to<"hb_geo_closest_point_on_line">));
}

void add_polygons(FunctionCatalogue& catalogue) {
  catalogue.add(scalar_record({"geo_polygon_area", "Area of a polygon in square metres.",
                               "print geo_polygon_area(geo_geohash_to_polygon(\"dr5ru\"))"},
                              {polygon()}, Real, &lower_to<"hb_geo_polygon_area">));
  catalogue.add(scalar_record({"geo_polygon_perimeter", "Length of a polygon's border in metres, its holes included.",
                               "print geo_polygon_perimeter(geo_geohash_to_polygon(\"dr5ru\"))"},
                              {polygon()}, Real, &lower_to<"hb_geo_polygon_perimeter">));
  catalogue.add(scalar_record({"geo_polygon_centroid", "The centre of a polygon's area.",
                               "print geo_polygon_centroid(geo_geohash_to_polygon(\"dr5ru\"))"},
                              {polygon()}, Dynamic, &lower_to<"hb_geo_polygon_centroid">));
  catalogue.add(scalar_record({"geo_point_in_polygon", "Whether a point is within a polygon.",
                               "print geo_point_in_polygon(-73.98, 40.76, geo_geohash_to_polygon(\"dr5ru\"))"},
                              with(point(), {polygon()}), Bool, &lower_to<"hb_geo_point_in_polygon">));
  catalogue.add(
      scalar_record({"geo_distance_point_to_polygon", "Distance of a point from a polygon in metres; 0 within.",
                     "print geo_distance_point_to_polygon(-74, 41, geo_geohash_to_polygon(\"dr5ru\"))"},
                    with(point(), {polygon()}), Real, &lower_to<"hb_geo_distance_point_to_polygon">));
  catalogue.add(scalar_record({"geo_closest_point_on_polygon", "The place of a polygon that is closest to a point.",
                               "print geo_closest_point_on_polygon(-74, 41, geo_geohash_to_polygon(\"dr5ru\"))"},
                              with(point(), {polygon()}), Dynamic, &lower_to<"hb_geo_closest_point_on_polygon">));
}

void add_overlays(FunctionCatalogue& catalogue) {
  std::vector<Parameter> lines = {one("lineString1", Dynamic), one("lineString2", Dynamic)};
  std::vector<Parameter> polygons = {one("polygon1", Dynamic), one("polygon2", Dynamic)};
  std::string_view cross =
      "let a = geo_from_wkt(\"LINESTRING (0 0, 2 2)\"); "
      "print geo_intersection_2lines(a, geo_from_wkt(\"LINESTRING (0 2, 2 0)\"))";
  catalogue.add(scalar_record({"geo_intersects_2lines", "Whether two lines meet.",
                               "let a = geo_from_wkt(\"LINESTRING (0 0, 2 2)\"); "
                               "print geo_intersects_2lines(a, geo_from_wkt(\"LINESTRING (0 2, 2 0)\"))"},
                              lines, Bool, &lower_to<"hb_geo_intersects_2lines">));
  catalogue.add(scalar_record({"geo_intersects_line_with_polygon", "Whether a line and a polygon meet.",
                               "let a = geo_from_wkt(\"LINESTRING (0 0, 2 2)\"); "
                               "print geo_intersects_line_with_polygon(a, geo_geohash_to_polygon(\"s00\"))"},
                              {line(), polygon()}, Bool, &lower_to<"hb_geo_intersects_line_with_polygon">));
  catalogue.add(
      scalar_record({"geo_intersects_2polygons", "Whether two polygons meet.",
                     "print geo_intersects_2polygons(geo_geohash_to_polygon(\"s0\"), geo_geohash_to_polygon(\"s00\"))"},
                    polygons, Bool, &lower_to<"hb_geo_intersects_2polygons">));
  catalogue.add(scalar_record({"geo_intersection_2lines", "What two lines have in common.", cross}, lines, Dynamic,
                              &lower_to<"hb_geo_intersection_2lines">));
  catalogue.add(scalar_record({"geo_intersection_line_with_polygon", "What of a line is within a polygon.",
                               "let a = geo_from_wkt(\"LINESTRING (0 0, 2 2)\"); "
                               "print geo_intersection_line_with_polygon(a, geo_geohash_to_polygon(\"s00\"))"},
                              {line(), polygon()}, Dynamic, &lower_to<"hb_geo_intersection_line_with_polygon">));
  catalogue.add(scalar_record(
      {"geo_intersection_2polygons", "What two polygons have in common.",
       "print geo_intersection_2polygons(geo_geohash_to_polygon(\"s0\"), geo_geohash_to_polygon(\"s00\"))"},
      polygons, Dynamic, &lower_to<"hb_geo_intersection_2polygons">));
  catalogue.add(scalar_record({"geo_union_lines_array", "The lines of an array as one, each stretch once.",
                               "print geo_union_lines_array(pack_array(geo_from_wkt(\"LINESTRING (0 0, 1 1)\"), "
                               "geo_from_wkt(\"LINESTRING (1 1, 2 2)\")))"},
                              {one("lineStrings", Dynamic)}, Dynamic, &lower_to<"hb_geo_union_lines_array">));
  catalogue.add(scalar_record({"geo_union_polygons_array", "The polygons of an array as one.",
                               "print geo_union_polygons_array(pack_array(geo_geohash_to_polygon(\"s00\"), "
                               "geo_geohash_to_polygon(\"s01\")))"},
                              {one("polygons", Dynamic)}, Dynamic, &lower_to<"hb_geo_union_polygons_array">));
}

void add_reshaping(FunctionCatalogue& catalogue) {
  Parameter tolerance = optional("tolerance", Real);
  std::vector<Parameter> around = {one("radius", Real), tolerance};
  std::vector<Parameter> dense = {tolerance, optional("preserve_crossing", Bool)};
  catalogue.add(scalar_record({"geo_point_buffer", "The area within a distance, in metres, of a point.",
                               "print geo_point_buffer(-115.17, 36.15, 20000, 1000)"},
                              with(point(), around), Dynamic, &lower_with<"hb_geo_point_buffer", 3, 10.0>));
  catalogue.add(scalar_record({"geo_line_buffer", "The area within a distance, in metres, of a line.",
                               "print geo_line_buffer(geo_from_wkt(\"LINESTRING (0 0, 1 1)\"), 1000, 100)"},
                              with({line()}, around), Dynamic, &lower_with<"hb_geo_line_buffer", 2, 10.0>));
  catalogue.add(scalar_record({"geo_polygon_buffer", "The area within a distance, in metres, of a polygon.",
                               "print geo_polygon_buffer(geo_geohash_to_polygon(\"dr5ru\"), 1000, 100)"},
                              with({polygon()}, around), Dynamic, &lower_with<"hb_geo_polygon_buffer", 2, 10.0>));
  catalogue.add(
      scalar_record({"geo_line_simplify", "A line without vertices closer to each other than a tolerance in metres.",
                     "print geo_line_simplify(geo_from_wkt(\"LINESTRING (0 0, 0 0.001, 1 1)\"), 1000)"},
                    {line(), tolerance}, Dynamic, &lower_with<"hb_geo_line_simplify", 1, 10.0>));
  catalogue.add(scalar_record(
      {"geo_polygon_simplify", "A polygon without vertices closer to each other than a tolerance in metres.",
       "print geo_polygon_simplify(geo_from_wkt(\"POLYGON ((0 0, 2 0, 2 2, 2 2.001, 0 0))\"), 1000)"},
      {polygon(), tolerance}, Dynamic, &lower_with<"hb_geo_polygon_simplify", 1, 10.0>));
  catalogue.add(scalar_record(
      {"geo_simplify_polygons_array", "Polygons simplified together; their common borders stay common.",
       "print geo_simplify_polygons_array(pack_array(geo_geohash_to_polygon(\"s00\"), "
       "geo_geohash_to_polygon(\"s01\")))"},
      {one("polygons", Dynamic), tolerance}, Dynamic, &lower_with<"hb_geo_simplify_polygons_array", 1, 10.0>));
  catalogue.add(
      scalar_record({"geo_line_densify", "A line whose straight edges on the map became chains on the sphere.",
                     "print geo_line_densify(geo_from_wkt(\"LINESTRING (50 50, 51 51)\"))"},
                    with({line()}, dense), Dynamic, &lower_with<"hb_geo_line_densify", 1, 10.0, false>));
  catalogue.add(
      scalar_record({"geo_polygon_densify", "A polygon whose straight edges on the map became chains on the sphere.",
                     "print geo_polygon_densify(geo_from_wkt(\"POLYGON ((10 10, 11 10, 11 11, 10 10))\"))"},
                    with({polygon()}, dense), Dynamic, &lower_with<"hb_geo_polygon_densify", 1, 10.0, false>));
}

}  // namespace

void add_geo_functions(FunctionCatalogue& catalogue) {
  add_points(catalogue);
  add_cells(catalogue);
  add_lines(catalogue);
  add_polygons(catalogue);
  add_overlays(catalogue);
  add_reshaping(catalogue);
}

}  // namespace huntbook::kql
