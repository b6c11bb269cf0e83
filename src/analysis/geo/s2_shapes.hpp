// What a Line and an Area are inside, for the sources of this folder alone.
#pragma once

#include <memory>
#include <vector>

#include <s2/mutable_s2shape_index.h>

#include "analysis/geo/area.hpp"
#include "analysis/geo/line.hpp"
#include "analysis/geo/s2_convert.hpp"

namespace huntbook::analysis {

struct Line::Shapes {
  std::vector<std::unique_ptr<S2Polyline>> parts;
  MutableS2ShapeIndex index;  // of all parts
};

struct Area::Shapes {
  std::unique_ptr<S2Polygon> polygon;
};

}  // namespace huntbook::analysis
