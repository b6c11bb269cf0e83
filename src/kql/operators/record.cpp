#include "kql/operators/record.hpp"

#include <algorithm>

#include "kql/operators/register.hpp"

namespace huntbook::kql {

std::span<const OperatorRecord> operator_records() {
  static const OperatorRecords records = [] {
    OperatorRecords result;
    add_sources(result);
    add_row_operators(result);
    add_column_operators(result);
    add_group_operators(result);
    add_table_operators(result);
    add_nested_operators(result);
    add_flow_operators(result);
    add_graph_operators(result);
    add_statements(result);
    return result;
  }();
  return records;
}

const OperatorRecord* find_operator(OperatorKind kind, std::string_view name) {
  std::span<const OperatorRecord> records = operator_records();
  auto found = std::ranges::find_if(records, [&](const OperatorRecord& record) {
    return record.kind == kind &&
           (record.name == name || std::ranges::find(record.aliases, name) != record.aliases.end());
  });
  return found == records.end() ? nullptr : &*found;
}

}  // namespace huntbook::kql
