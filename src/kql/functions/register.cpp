#include "kql/functions/register.hpp"

#include "kql/functions/lookup.hpp"
#include "kql/functions/reference.hpp"
#include "kql/functions/special.hpp"

namespace huntbook::kql {
namespace {

struct Family {
  std::string_view title;
  void (*add)(FunctionCatalogue& catalogue);
};

constexpr Family families[] = {
    {"Arithmetic", &add_arithmetic_operators},
    {"Comparison and logic", &add_comparison_operators},
    {"Numbers", &add_math_functions},
    {"Choices and nulls", &add_conditional_functions},
    {"Times", &add_datetime_functions},
    {"Statistics", &add_aggregates},
    {"Collections", &add_collecting_aggregates},
    {"Other rows (window functions)", &add_window_functions},
    {"Conversion", &add_conversion_functions},
    {"Arrays and bags", &add_dynamic_functions},
    {"Text", &add_string_operators},
    {"Text", &add_string_functions},
    {"Regular expressions", &add_regex_functions},
    {"URLs, paths, versions and other texts with parts", &add_text_part_functions},
    {"Encodings and hashes", &add_encoding_functions},
    {"IP addresses", &add_network_functions},
    {"Look-ups in local files", &add_lookup_functions},
    {"Places on the earth", &add_geo_functions},
    {"Sketches", &add_sketch_functions},
    {"Units", &add_unit_functions},
    {"Series, element by element", &add_series_element_functions},
    {"Series", &add_series_functions},
    {"Columns and tables by name", &add_special_functions},
};

struct Built {
  FunctionCatalogue catalogue;
  std::vector<std::string_view> titles;  // of the family of each record
};

const Built& built() {
  static const Built result = [] {
    Built made;
    for (const Family& family : families) {
      family.add(made.catalogue);
      made.titles.resize(made.catalogue.records().size(), family.title);
    }
    add_known_names(made.catalogue);
    return made;
  }();
  return result;
}

}  // namespace

const FunctionCatalogue& builtin_functions() {
  return built().catalogue;
}

std::string_view family_of(const FunctionRecord& record) {
  const auto records = builtin_functions().records();
  const auto place = static_cast<std::size_t>(&record - records.data());
  return place < built().titles.size() ? built().titles[place] : std::string_view();
}

}  // namespace huntbook::kql
