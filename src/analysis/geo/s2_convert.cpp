#include "analysis/geo/s2_convert.hpp"

#include <numbers>

#include <s2/s2error.h>

namespace huntbook::analysis {

namespace {

// Between points that are opposite to each other but for rounding there is no shortest way.
constexpr double half_circle = std::numbers::pi - 1e-14;

std::unique_ptr<S2Loop> loop_of(const Path& ring) {
  if (ring.size() < 4 || ring.front() != ring.back()) return nullptr;
  std::vector<S2Point> points;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    if (!is_valid(ring[i])) return nullptr;
    points.push_back(point_of(ring[i]));
  }
  auto loop = std::make_unique<S2Loop>();
  loop->set_s2debug_override(S2Debug::DISABLE);
  loop->Init(points);
  S2Error error;
  if (loop->FindValidationError(&error)) return nullptr;
  loop->Normalize();
  return loop;
}

Path ring_of(const S2Loop& loop) {
  Path ring;
  for (int i = 0; i <= loop.num_vertices(); ++i)
    ring.push_back(coordinate_of(loop.oriented_vertex(i % loop.num_vertices())));
  return ring;
}

}  // namespace

S2Point point_of(Coordinate coordinate) {
  return S2LatLng::FromDegrees(coordinate.latitude, coordinate.longitude).ToPoint();
}

Coordinate coordinate_of(const S2Point& point) {
  S2LatLng place(point);
  return {place.lng().degrees(), place.lat().degrees()};
}

Path path_of(const S2Polyline& line) {
  Path path;
  for (int i = 0; i < line.num_vertices(); ++i) path.push_back(coordinate_of(line.vertex(i)));
  return path;
}

std::optional<std::vector<S2Point>> points_of(const Path& path) {
  if (path.size() < 2) return std::nullopt;
  std::vector<S2Point> points;
  for (Coordinate coordinate : path) {
    if (!is_valid(coordinate)) return std::nullopt;
    S2Point point = point_of(coordinate);
    if (!points.empty() && points.back() == point) continue;
    if (!points.empty() && points.back().Angle(point) > half_circle) return std::nullopt;
    points.push_back(point);
  }
  if (points.size() < 2) return std::nullopt;
  return points;
}

std::unique_ptr<S2Polygon> polygon_of(const Rings& rings) {
  if (rings.empty()) return nullptr;
  std::vector<std::unique_ptr<S2Loop>> loops;
  for (const Path& ring : rings) {
    loops.push_back(loop_of(ring));
    if (loops.back() == nullptr) return nullptr;
  }
  auto polygon = std::make_unique<S2Polygon>();
  polygon->set_s2debug_override(S2Debug::DISABLE);
  polygon->InitNested(std::move(loops));
  S2Error error;
  return polygon->FindValidationError(&error) ? nullptr : std::move(polygon);
}

std::vector<Rings> rings_of(const S2Polygon& polygon) {
  std::vector<Rings> parts;
  // S2 lists a shell, then the loops within it in depth-first order; a hole's own islands are shells again.
  std::vector<std::size_t> shell_at_depth;
  for (int k = 0; k < polygon.num_loops(); ++k) {
    const S2Loop& loop = *polygon.loop(k);
    auto depth = static_cast<std::size_t>(loop.depth());
    if (!loop.is_hole()) {
      shell_at_depth.resize(depth / 2);
      shell_at_depth.push_back(parts.size());
      parts.push_back({ring_of(loop)});
    } else {
      parts[shell_at_depth[depth / 2]].push_back(ring_of(loop));
    }
  }
  return parts;
}

}  // namespace huntbook::analysis
