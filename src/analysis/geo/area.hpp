// A polygon, or the union of several, on the sphere.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "analysis/geo/geometry.hpp"

namespace huntbook::analysis {

// Sound by construction, immutable, cheap to copy, and to be read from several threads.
class Area {
 public:
  // Nothing where there is no polygon, or one has a ring that is not closed, has fewer than three different
  // coordinates, touches itself along an edge or crosses itself or another. A ring encloses the smaller of the two
  // regions that it divides the sphere into, whatever its orientation.
  static std::optional<Area> make(std::span<const Rings> polygons);

  double size() const;       // square metres
  double perimeter() const;  // metres, holes included
  Coordinate centroid() const;
  // A point on an edge is in exactly one of two areas that share the edge.
  bool contains(Coordinate point) const;
  double distance(Coordinate point) const;     // metres from a valid point; 0 within
  Coordinate closest(Coordinate point) const;  // the place of the area that is nearest; the point itself within

  Geometry geometry() const;

  struct Shapes;
  explicit Area(std::shared_ptr<const Shapes> shapes) : shapes_(std::move(shapes)) {}
  const Shapes& shapes() const { return *shapes_; }

 private:
  std::shared_ptr<const Shapes> shapes_;
};

}  // namespace huntbook::analysis
