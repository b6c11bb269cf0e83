#include "analysis/geo/buffer.hpp"

#include <algorithm>

#include <s2/s2buffer_operation.h>
#include <s2/s2builderutil_s2polygon_layer.h>

#include "analysis/geo/s2_shapes.hpp"

namespace huntbook::analysis {

namespace {

// A border within a millionth of the radius has a few thousand vertices per full circle.
constexpr double least_share = S2BufferOperation::Options::kMinErrorFraction;

template <class AddInput>
std::optional<Area> buffered(double radius, double tolerance, AddInput add_input) {
  if (!(radius > 0 && radius < earth_radius * 3) || !(tolerance >= radius * least_share)) return std::nullopt;
  S2BufferOperation::Options options(angle_of_metres(radius));
  options.set_error_fraction(std::clamp(tolerance / radius, least_share, 0.999));
  auto shapes = std::make_shared<Area::Shapes>();
  shapes->polygon = std::make_unique<S2Polygon>();
  S2BufferOperation operation(std::make_unique<s2builderutil::S2PolygonLayer>(shapes->polygon.get()), options);
  add_input(operation);
  S2Error error;
  if (!operation.Build(&error) || shapes->polygon->is_empty()) return std::nullopt;
  shapes->polygon->index().ForceBuild();
  return Area(std::move(shapes));
}

}  // namespace

std::optional<Area> buffer(Coordinate point, double radius, double tolerance) {
  return buffered(radius, tolerance, [&](S2BufferOperation& operation) { operation.AddPoint(point_of(point)); });
}

std::optional<Area> buffer(const Line& line, double radius, double tolerance) {
  return buffered(radius, tolerance,
                  [&](S2BufferOperation& operation) { operation.AddShapeIndex(line.shapes().index); });
}

std::optional<Area> buffer(const Area& area, double radius, double tolerance) {
  return buffered(radius, tolerance,
                  [&](S2BufferOperation& operation) { operation.AddShapeIndex(area.shapes().polygon->index()); });
}

}  // namespace huntbook::analysis
