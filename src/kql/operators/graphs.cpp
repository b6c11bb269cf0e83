// Operators that make graphs and look for patterns in them.
#include "kql/operators/register.hpp"

namespace huntbook::kql {

void add_graph_operators(OperatorRecords&) {}

}  // namespace huntbook::kql
