// The families of operators, one call each. operator_records() makes them in the order of record.cpp.
#pragma once

#include "kql/operators/record.hpp"

namespace huntbook::kql {

using OperatorRecords = std::vector<OperatorRecord>;

void add_sources(OperatorRecords& records);
void add_row_operators(OperatorRecords& records);
void add_column_operators(OperatorRecords& records);
void add_group_operators(OperatorRecords& records);
void add_table_operators(OperatorRecords& records);
void add_nested_operators(OperatorRecords& records);
void add_flow_operators(OperatorRecords& records);
void add_graph_operators(OperatorRecords& records);
void add_statements(OperatorRecords& records);

}  // namespace huntbook::kql
