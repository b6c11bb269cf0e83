#include "analysis/geo/reshape.hpp"

#include <cmath>

#include <s2/s2builder.h>
#include <s2/s2builderutil_s2polygon_layer.h>
#include <s2/s2builderutil_s2polyline_layer.h>
#include <s2/s2builderutil_snap_functions.h>
#include <s2/s2edge_tessellator.h>
#include <s2/s2projections.h>

#include "analysis/geo/s2_shapes.hpp"

namespace huntbook::analysis {

namespace {

using s2builderutil::IdentitySnapFunction;
using s2builderutil::S2PolygonLayer;
using s2builderutil::S2PolylineLayer;

std::optional<S2Builder::Options> snapping(double tolerance) {
  S1Angle radius = angle_of_metres(tolerance);
  if (!(tolerance > 0) || radius > IdentitySnapFunction::kMaxSnapRadius()) return std::nullopt;
  S2Builder::Options options{IdentitySnapFunction(radius)};
  options.set_simplify_edge_chains(true);
  return options;
}

std::unique_ptr<S2PolygonLayer> polygon_layer(S2Polygon* polygon) {
  return std::make_unique<S2PolygonLayer>(polygon, S2PolygonLayer::Options(S2Builder::EdgeType::UNDIRECTED));
}

// A place that the tessellator put on a straight edge. It halves edges, so the place is exact as a binary fraction of
// the edge, which the way over the sphere and back is not.
Coordinate on_edge(Coordinate from, Coordinate to, Coordinate place) {
  constexpr double steps = 1 << 30;
  double width = to.longitude - from.longitude, height = to.latitude - from.latitude;
  double share = std::fabs(width) > std::fabs(height) ? (place.longitude - from.longitude) / width
                                                      : (place.latitude - from.latitude) / height;
  share = std::round(share * steps) / steps;
  return {from.longitude + share * width, from.latitude + share * height};
}

}  // namespace

std::optional<Geometry> simplify(const Line& line, double tolerance) {
  auto options = snapping(tolerance);
  if (!options) return std::nullopt;
  Geometry result;
  for (const auto& part : line.shapes().parts) {
    S2Builder builder(*options);
    S2Polyline simplified;
    simplified.set_s2debug_override(S2Debug::DISABLE);
    builder.StartLayer(std::make_unique<S2PolylineLayer>(&simplified));
    builder.AddPolyline(*part);
    S2Error error;
    if (!builder.Build(&error) || simplified.num_vertices() < 2) continue;
    result.lines.push_back(path_of(simplified));
  }
  return result.lines.empty() ? std::nullopt : std::optional(std::move(result));
}

std::optional<Area> simplify(const Area& area, double tolerance) {
  auto options = snapping(tolerance);
  if (!options) return std::nullopt;
  auto shapes = std::make_shared<Area::Shapes>();
  shapes->polygon = std::make_unique<S2Polygon>();
  S2Builder builder(*options);
  builder.StartLayer(polygon_layer(shapes->polygon.get()));
  builder.AddPolygon(*area.shapes().polygon);
  S2Error error;
  if (!builder.Build(&error) || shapes->polygon->is_empty()) return std::nullopt;
  shapes->polygon->index().ForceBuild();
  return Area(std::move(shapes));
}

std::optional<Geometry> simplify(std::span<const Area> areas, double tolerance) {
  auto options = snapping(tolerance);
  if (!options) return std::nullopt;
  S2Builder builder(*options);
  std::vector<std::unique_ptr<S2Polygon>> simplified;
  for (const Area& area : areas) {
    simplified.push_back(std::make_unique<S2Polygon>());
    builder.StartLayer(polygon_layer(simplified.back().get()));
    builder.AddPolygon(*area.shapes().polygon);
  }
  S2Error error;
  if (!builder.Build(&error)) return std::nullopt;
  Geometry result;
  for (const auto& polygon : simplified) {
    if (polygon->is_empty()) return std::nullopt;
    for (Rings& rings : rings_of(*polygon)) result.polygons.push_back(std::move(rings));
  }
  return result.polygons.empty() ? std::nullopt : std::optional(std::move(result));
}

std::optional<Path> densify(const Path& path, double tolerance, bool preserve_crossing) {
  if (!(tolerance >= least_tolerance && tolerance <= most_tolerance)) return std::nullopt;
  S2::PlateCarreeProjection degrees(180);
  S2EdgeTessellator tessellator(&degrees, angle_of_metres(tolerance));
  Path result;
  std::vector<S2Point> chain;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    chain.clear();
    R2Point from(path[i].longitude, path[i].latitude), to(path[i + 1].longitude, path[i + 1].latitude);
    // The tessellator goes the short way; in four pieces the long way is short.
    bool in_pieces = !preserve_crossing && std::fabs(to.x() - from.x()) > 180;
    for (int piece = 0, pieces = in_pieces ? 4 : 1; piece < pieces; ++piece)
      tessellator.AppendUnprojected(from + (to - from) * (static_cast<double>(piece) / pieces),
                                    from + (to - from) * (static_cast<double>(piece + 1) / pieces), &chain);
    if (result.size() + chain.size() > most_densified) return std::nullopt;
    // The given coordinates stay as they are.
    result.push_back(path[i]);
    bool crosses = !in_pieces && std::fabs(to.x() - from.x()) > 180;
    for (std::size_t k = 1; k + 1 < chain.size(); ++k) {
      Coordinate place = coordinate_of(chain[k]);
      result.push_back(crosses ? place : on_edge(path[i], path[i + 1], place));
    }
  }
  if (!path.empty()) result.push_back(path.back());
  return result;
}

}  // namespace huntbook::analysis
