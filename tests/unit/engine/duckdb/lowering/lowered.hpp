// Runs function records as a query would: overload resolution, conversion, lowering, SQL, engine. Values are given and
// results shown as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kql/functions/record.hpp"

namespace huntbook::kql {

struct Value {
  ScalarType type = ScalarType::Long;
  ConstantValue constant;  // monostate: null
};

Value null(ScalarType type);
Value boolean(bool value);
Value integer(std::int64_t value);  // long
Value narrow(std::int64_t value);   // int
Value real(double value);
Value decimal(std::string text);
Value text(std::string value);
Value moment(std::string_view text);  // datetime
Value span(std::string_view text);    // timespan
Value json(std::string text);         // dynamic

// The engine's literal of a value.
sql::ExprPtr literal_of(const Value& value);

// Result of a call on constants: "null", true/false, digits, text as it is, datetime and timespan as KQL writes them; a
// failure as "error: ...". Arguments are known to be constants to the lowering where `constants` says so.
std::string call(std::string_view function, const std::vector<Value>& arguments, bool constants = true);
std::string apply(std::string_view op, const std::vector<Value>& operands, bool constants = true);
// Result of an aggregate over rows; `extra` arguments are constants behind the row's own columns.
std::string aggregate(std::string_view function, const std::vector<std::vector<Value>>& rows,
                      const std::vector<Value>& extra = {});
// The same for any record.
std::string run(const FunctionRecord& record, const std::vector<Value>& arguments, bool constants);
std::string run_aggregate(const FunctionRecord& record, const std::vector<std::vector<Value>>& rows,
                          const std::vector<Value>& extra);

}  // namespace huntbook::kql
