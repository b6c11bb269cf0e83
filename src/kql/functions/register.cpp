#include "kql/functions/register.hpp"

namespace huntbook::kql {

const FunctionCatalogue& builtin_functions() {
  static const FunctionCatalogue catalogue = [] {
    FunctionCatalogue result;
    add_arithmetic_operators(result);
    add_comparison_operators(result);
    return result;
  }();
  return catalogue;
}

}  // namespace huntbook::kql
