#include "analysis/geo/area.hpp"

#include "analysis/geo/s2_shapes.hpp"

namespace huntbook::analysis {

std::optional<Area> Area::make(std::span<const Rings> polygons) {
  if (polygons.empty()) return std::nullopt;
  std::vector<std::unique_ptr<S2Polygon>> parts;
  for (const Rings& rings : polygons) {
    parts.push_back(polygon_of(rings));
    if (parts.back() == nullptr) return std::nullopt;
  }
  auto shapes = std::make_shared<Shapes>();
  shapes->polygon = parts.size() == 1 ? std::move(parts.front()) : S2Polygon::DestructiveUnion(std::move(parts));
  // The index is made on first use otherwise, and that from several threads at once.
  shapes->polygon->index().ForceBuild();
  return Area(std::move(shapes));
}

double Area::size() const {
  return shapes_->polygon->GetArea() * earth_radius * earth_radius;
}

double Area::perimeter() const {
  S1Angle sum;
  for (int k = 0; k < shapes_->polygon->num_loops(); ++k) {
    const S2Loop& loop = *shapes_->polygon->loop(k);
    for (int i = 0; i < loop.num_vertices(); ++i) sum += S1Angle(loop.vertex(i), loop.vertex(i + 1));
  }
  return metres_of(sum);
}

Coordinate Area::centroid() const {
  return coordinate_of(shapes_->polygon->GetCentroid().Normalize());
}

bool Area::contains(Coordinate point) const {
  return shapes_->polygon->Contains(point_of(point));
}

double Area::distance(Coordinate point) const {
  return metres_of(shapes_->polygon->GetDistance(point_of(point)));
}

Coordinate Area::closest(Coordinate point) const {
  S2Point place = point_of(point);
  return shapes_->polygon->Contains(place) ? point : coordinate_of(shapes_->polygon->Project(place));
}

Geometry Area::geometry() const {
  return {{}, {}, rings_of(*shapes_->polygon)};
}

}  // namespace huntbook::analysis
