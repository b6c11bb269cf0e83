#include "analysis/geo/overlay.hpp"

#include <s2/s2boolean_operation.h>
#include <s2/s2builderutil_closed_set_normalizer.h>
#include <s2/s2builderutil_s2point_vector_layer.h>
#include <s2/s2builderutil_s2polygon_layer.h>
#include <s2/s2builderutil_s2polyline_vector_layer.h>
#include <s2/s2builderutil_snap_functions.h>

#include "analysis/geo/s2_shapes.hpp"

namespace huntbook::analysis {

namespace {

const S2ShapeIndex& index_of(const Line& line) {
  return line.shapes().index;
}
const S2ShapeIndex& index_of(const Area& area) {
  return area.shapes().polygon->index();
}

S2BooleanOperation::Options closed() {
  S2BooleanOperation::Options options;
  options.set_polygon_model(S2BooleanOperation::PolygonModel::CLOSED);
  options.set_polyline_model(S2BooleanOperation::PolylineModel::CLOSED);
  return options;
}

template <class Left, class Right>
bool meet(const Left& left, const Right& right) {
  return S2BooleanOperation::Intersects(index_of(left), index_of(right), closed());
}

// Layers that take points, lines and polygons apart, with what is part of something larger left out.
class Layers {
 public:
  s2builderutil::LayerVector make() {
    using s2builderutil::S2PolylineVectorLayer;
    S2PolylineVectorLayer::Options line_options;
    line_options.set_edge_type(S2Builder::EdgeType::UNDIRECTED);
    line_options.set_polyline_type(S2Builder::Graph::PolylineType::WALK);
    line_options.set_duplicate_edges(S2PolylineVectorLayer::Options::DuplicateEdges::MERGE);
    line_options.set_s2debug_override(S2Debug::DISABLE);
    s2builderutil::LayerVector layers(3);
    layers[0] = std::make_unique<s2builderutil::S2PointVectorLayer>(&points_);
    layers[1] = std::make_unique<S2PolylineVectorLayer>(&lines_, line_options);
    layers[2] = std::make_unique<s2builderutil::S2PolygonLayer>(&polygon_);
    return s2builderutil::NormalizeClosedSet(std::move(layers));
  }

  Geometry geometry() const {
    Geometry result;
    for (const S2Point& point : points_) result.points.push_back(coordinate_of(point));
    for (const auto& line : lines_) result.lines.push_back(path_of(*line));
    result.polygons = rings_of(polygon_);
    return result;
  }

 private:
  std::vector<S2Point> points_;
  std::vector<std::unique_ptr<S2Polyline>> lines_;
  S2Polygon polygon_;
};

template <class Left, class Right>
Geometry common(const Left& left, const Right& right) {
  Layers layers;
  S2BooleanOperation operation(S2BooleanOperation::OpType::INTERSECTION, layers.make(), closed());
  S2Error error;
  if (!operation.Build(index_of(left), index_of(right), &error)) return {};
  return layers.geometry();
}

}  // namespace

bool intersects(const Line& left, const Line& right) {
  return meet(left, right);
}
bool intersects(const Line& line, const Area& area) {
  return meet(line, area);
}
bool intersects(const Area& left, const Area& right) {
  return meet(left, right);
}

Geometry intersection(const Line& left, const Line& right) {
  return common(left, right);
}
Geometry intersection(const Line& line, const Area& area) {
  return common(line, area);
}
Geometry intersection(const Area& left, const Area& right) {
  return common(left, right);
}

Geometry union_of(std::span<const Line> lines) {
  MutableS2ShapeIndex all, none;
  for (const Line& line : lines)
    for (const auto& part : line.shapes().parts) all.Add(std::make_unique<S2Polyline::Shape>(part.get()));
  Layers layers;
  S2BooleanOperation operation(S2BooleanOperation::OpType::UNION, layers.make(), closed());
  S2Error error;
  if (!operation.Build(all, none, &error)) return {};
  return layers.geometry();
}

std::optional<Area> union_of(std::span<const Area> areas) {
  if (areas.empty()) return std::nullopt;
  std::vector<std::unique_ptr<S2Polygon>> polygons;
  for (const Area& area : areas) polygons.emplace_back(area.shapes().polygon->Clone());
  auto shapes = std::make_shared<Area::Shapes>();
  shapes->polygon = S2Polygon::DestructiveUnion(std::move(polygons));
  shapes->polygon->index().ForceBuild();
  return Area(std::move(shapes));
}

}  // namespace huntbook::analysis
