#include "kql/functions/internal.hpp"

#include "kql/functions/build.hpp"

namespace huntbook::kql {

const FunctionRecord& series_filling() {
  using enum ScalarType;
  static const FunctionRecord record{
      .name = "fill_series",
      .signatures = {{{one("pairs", Dynamic), one("first", Long), one("last", Long),
                       as_dynamic(one("default", types::any))},
                      Dynamic}},
      .doc = "What make-series fills its arrays with.",
      .example = "",
      .lower = &lower_to<"hb_fill_series">,
  };
  return record;
}

const FunctionRecord& sketch_intersections() {
  using enum ScalarType;
  static const FunctionRecord record{
      .name = "hll_intersections",
      .signatures = {{{one("hll", Dynamic), repeated("hlls", Dynamic)}, Dynamic}},
      .doc = "What dcount_intersect takes its columns from.",
      .example = "",
      .lower = &lower_to<"hb_hll_intersections">,
  };
  return record;
}

const FunctionRecord& arrays_sorted_together() {
  using enum ScalarType;
  static const FunctionRecord record{
      .name = "arrays_sorted_together",
      .signatures = {{{one("order", String), one("array", Dynamic), repeated("arrays", Dynamic)}, Dynamic}},
      .doc = "What array_sort_asc() and array_sort_desc() of several arrays take their columns from.",
      .example = "",
      .lower = &lower_to<"hb_array_sort_together">,
  };
  return record;
}

}  // namespace huntbook::kql
