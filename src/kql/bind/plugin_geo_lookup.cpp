// evaluate geo_polygon_lookup(..), geo_line_lookup(..) (Kusto docs, "geo_polygon_lookup plugin", "geo_line_lookup
// plugin"). Points and shapes meet in the S2 cells that cover a shape and its surroundings, which the engine joins by
// hash; only those that share a cell are measured. Distinct points are joined, not rows.
#include <cmath>

#include <fmt/format.h>

#include "kql/bind/lookup_tables.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"
#include "kql/bind/table.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;

struct Shape {
  std::string_view key;                      // name of the parameter
  std::string_view cells, within, distance;  // functions; no `within`: a distance is needed
};

constexpr Shape polygons{"LookupPolygonKey", "geo_polygon_to_s2cells", "geo_point_in_polygon",
                         "geo_distance_point_to_polygon"};
constexpr Shape lines{"LookupLineKey", "geo_line_to_s2cells", "", "geo_distance_point_to_line"};

// S2 cells of this level have some 1,300 square kilometres: a continent has few enough of them for one covering.
constexpr int cell_level = 8;

class GeoLookup {
 public:
  GeoLookup(Context& context, PluginCall call, const Shape& shape)
      : context_(context), call_(std::move(call)), shape_(shape) {}

  plan::RelPtr bind() {
    if (!read()) return nullptr;
    std::vector<std::pair<std::string, LetValue>> names{
        {"S", shared(context_, with_own_names(context_, call_.input, 's', {{longitude_, "lng"}, {latitude_, "lat"}}))},
        {"L", shared(context_, with_own_names(context_, lookup_, 'l', {{key_, "shape"}}))}};
    // A shape that no covering of this level holds has the cell '', where every point is as well.
    std::string query = fmt::format(
        "let P = S | distinct lng, lat | extend cell = geo_point_to_s2cell(lng, lat, {0}) | where isnotempty(cell)"
        " | mv-expand cell = pack_array(cell, '') to typeof(string);"
        "let C = L | extend cell = coalesce({1}(shape, {0}{2}), dynamic([''])) | mv-expand cell to typeof(string);"
        "let M = P | join kind=inner (C) on cell | where {3} | project-away cell, cell1;"
        "S | join kind={4} (M) on lng, lat",
        cell_level, shape_.cells, radius_ ? fmt::format(", real({})", *radius_) : "",
        radius_ ? fmt::format("{}(lng, lat, shape) <= real({})", shape_.distance, *radius_)
                : fmt::format("{}(lng, lat, shape)", shape_.within),
        unmatched_ ? "leftouter" : "inner");
    plan::RelPtr joined = bind_own_query(context_, query, std::move(names), call_.span);
    if (!joined) return nullptr;
    std::vector<Column> left_out;
    if (!with_key_) left_out.push_back(key_);
    return with_schema(context_, under_own_names(context_, std::move(joined), *call_.input, *lookup_, left_out), call_);
  }

 private:
  bool read_number(const syntax::Expr& expr, Column& into) {
    const Column* column = bind_column_argument(context_, call_, expr);
    if (column == nullptr) return false;
    if (column->type != ScalarType::Real) {
      context_.error("KS107", expr.span,
                     fmt::format("Degrees are of type real, but this column is of type {}.", name_of(column->type)));
      return false;
    }
    into = *column;
    return true;
  }

  bool read_radius(const syntax::Expr* expr, std::optional<double>& into) {
    if (expr == nullptr) return true;
    const auto constant = bind_constant_argument(context_, *expr, ScalarType::Real);
    if (!constant) return false;
    const auto* metres = std::get_if<double>(&*constant);
    if (metres == nullptr) return true;
    if (!std::isfinite(*metres) || *metres < 0) {
      context_.error("KS107", expr->span, "A radius is a number of metres, 0 or more.");
      return false;
    }
    into = *metres;
    return true;
  }

  bool read_flag(const syntax::Expr* expr, bool& into) {
    if (expr == nullptr) return true;
    const auto constant = bind_constant_argument(context_, *expr, ScalarType::Bool);
    if (!constant) return false;
    const bool* value = std::get_if<bool>(&*constant);
    into = value != nullptr && *value;
    return true;
  }

  bool read() {
    const bool needs_radius = shape_.within.empty();
    const auto arguments =
        PluginArguments::read(context_, call_,
                              {"LookupTable", shape_.key, "SourceLongitude", "SourceLatitude", "radius",
                               "return_unmatched", "lookup_area_radius", "return_lookup_key"},
                              needs_radius ? 5 : 4);
    if (!arguments) return false;
    lookup_ = bind_table_expression(context_, arguments->at("LookupTable"));
    if (!lookup_) return false;
    PluginCall of_lookup = call_;
    of_lookup.input = lookup_;
    const syntax::Expr& key = arguments->at(shape_.key);
    const Column* column = bind_column_argument(context_, of_lookup, key);
    if (column == nullptr) return false;
    if (column->type != ScalarType::Dynamic) {
      context_.error(
          "KS107", key.span,
          fmt::format("Shapes are GeoJSON of type dynamic, but this column is of type {}.", name_of(column->type)));
      return false;
    }
    key_ = *column;
    // Where points and shapes meet is ours to decide; the hint is only checked.
    std::optional<double> area;
    const syntax::Expr* const radius = arguments->find("radius");
    if (!read_number(arguments->at("SourceLongitude"), longitude_) ||
        !read_number(arguments->at("SourceLatitude"), latitude_) || !read_radius(radius, radius_) ||
        !read_radius(arguments->find("lookup_area_radius"), area) ||
        !read_flag(arguments->find("return_unmatched"), unmatched_) ||
        !read_flag(arguments->find("return_lookup_key"), with_key_)) {
      return false;
    }
    if (needs_radius && !radius_) {
      context_.error("KS107", radius->span, "A radius is a number of metres, 0 or more.");
      return false;
    }
    return true;
  }

  Context& context_;
  PluginCall call_;
  const Shape& shape_;
  plan::RelPtr lookup_;
  Column longitude_, latitude_, key_;
  std::optional<double> radius_;  // metres
  bool unmatched_ = false;
  bool with_key_ = false;
};

}  // namespace

plan::RelPtr bind_geo_polygon_lookup(Context& context, PluginCall call) {
  return GeoLookup(context, std::move(call), polygons).bind();
}
plan::RelPtr bind_geo_line_lookup(Context& context, PluginCall call) {
  return GeoLookup(context, std::move(call), lines).bind();
}

}  // namespace huntbook::kql::bind
