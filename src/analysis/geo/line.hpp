// A line, or several, on the sphere.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "analysis/geo/geometry.hpp"

namespace huntbook::analysis {

// Sound by construction, immutable, cheap to copy, and to be read from several threads.
class Line {
 public:
  // Nothing where there is no path, or one has no two different coordinates, one that is not valid, or an edge of half
  // a circle.
  static std::optional<Line> make(std::span<const Path> paths);

  double length() const;                       // metres, of all parts
  Coordinate centroid() const;                 // of all parts, by their length
  double distance(Coordinate point) const;     // metres from a valid point to the nearest place of the line
  Coordinate closest(Coordinate point) const;  // that place

  std::size_t parts() const;
  // Of a line of one part: the place at a share (0..1) of its length, and the share at which the place closest to a
  // point lies.
  Coordinate interpolate(double fraction) const;
  double locate(Coordinate point) const;

  struct Shapes;
  const Shapes& shapes() const { return *shapes_; }

 private:
  explicit Line(std::shared_ptr<const Shapes> shapes) : shapes_(std::move(shapes)) {}
  std::shared_ptr<const Shapes> shapes_;
};

}  // namespace huntbook::analysis
