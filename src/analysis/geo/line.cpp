#include "analysis/geo/line.hpp"

#include <limits>

#include <s2/s2edge_distances.h>

#include "analysis/geo/s2_shapes.hpp"

namespace huntbook::analysis {

namespace {

struct Closest {
  const S2Polyline* part = nullptr;
  S2Point place;
  int next_vertex = 0;
  S1Angle distance = S1Angle::Infinity();
};

Closest closest_on(const Line::Shapes& shapes, const S2Point& point) {
  Closest best;
  for (const auto& part : shapes.parts) {
    int next_vertex = 0;
    S2Point place = part->Project(point, &next_vertex);
    S1Angle distance(place, point);
    if (best.part == nullptr || distance < best.distance) best = {part.get(), place, next_vertex, distance};
  }
  return best;
}

}  // namespace

std::optional<Line> Line::make(std::span<const Path> paths) {
  if (paths.empty()) return std::nullopt;
  auto shapes = std::make_shared<Shapes>();
  for (const Path& path : paths) {
    auto points = points_of(path);
    if (!points) return std::nullopt;
    shapes->parts.push_back(std::make_unique<S2Polyline>(*points, S2Debug::DISABLE));
    shapes->index.Add(std::make_unique<S2Polyline::Shape>(shapes->parts.back().get()));
  }
  return Line(std::move(shapes));
}

double Line::length() const {
  S1Angle sum;
  for (const auto& part : shapes_->parts) sum += part->GetLength();
  return metres_of(sum);
}

Coordinate Line::centroid() const {
  S2Point sum;
  for (const auto& part : shapes_->parts) sum += part->GetCentroid();
  return coordinate_of(sum.Normalize());
}

double Line::distance(Coordinate point) const {
  return metres_of(closest_on(*shapes_, point_of(point)).distance);
}

Coordinate Line::closest(Coordinate point) const {
  return coordinate_of(closest_on(*shapes_, point_of(point)).place);
}

std::size_t Line::parts() const {
  return shapes_->parts.size();
}

Coordinate Line::interpolate(double fraction) const {
  return coordinate_of(shapes_->parts.front()->Interpolate(fraction));
}

double Line::locate(Coordinate point) const {
  Closest found = closest_on(*shapes_, point_of(point));
  return found.part->UnInterpolate(found.place, found.next_vertex);
}

}  // namespace huntbook::analysis
