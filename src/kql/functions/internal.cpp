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

}  // namespace huntbook::kql
