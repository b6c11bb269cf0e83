// Whatever the data, no function raises: every record runs on nulls and on the edges of its parameters' types.
#include <algorithm>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include "base/time.hpp"
#include "lowered.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;

std::vector<Value> samples(ScalarType type) {
  switch (type) {
    case Bool:
      return {boolean(true), null(Bool)};
    case Int:
      return {narrow(INT32_MIN), null(Int), narrow(3)};
    case Long:
      return {integer(INT64_MIN), integer(INT64_MAX), integer(0), null(Long), integer(-1)};
    case Real:
      return {real(std::numeric_limits<double>::quiet_NaN()), real(1e308),
              real(-std::numeric_limits<double>::infinity()), null(Real), real(-0.5)};
    case Decimal:
      return {decimal("99999999999999999999999999"), decimal("-0.000000000001"), null(Decimal)};
    case String:
      return {text(""), text("a'\"\\[{(*"), text("caf\u00e9 2024-01-01"), text("[1,2]")};
    case DateTime:
      return {{DateTime, std::int64_t{0}}, {DateTime, max_datetime}, null(DateTime)};
    case TimeSpan:
      return {{TimeSpan, std::int64_t{INT64_MIN}}, {TimeSpan, std::int64_t{INT64_MAX}}, null(TimeSpan), span("1d")};
    case Dynamic:
      return {
          json("[1,\"a\",null,{\"b\":[2.5]}]"), json("{\"a\":1}"), json("[1,"), json("\"x"), null(Dynamic), json("7")};
    case Guid:
      return {{Guid, std::string("12e8b78d-55b4-46ae-b068-26d7a0080254")}, null(Guid)};
  }
  return {};
}

// Arguments for a signature: every parameter once (a repeated one twice), each with the sample at `index`.
std::vector<Value> arguments_for(const Signature& signature, std::size_t index) {
  std::vector<Value> result;
  for (std::size_t i = 0; i < signature.parameters.size(); ++i) {
    ScalarType type = String;
    for (ScalarType candidate : all_scalar_types)
      if (signature.parameters[i].types.contains(candidate)) {
        type = candidate;
        if (index % 2 == 0) break;
      }
    std::vector<Value> values = samples(type);
    result.push_back(values[(index + i) % values.size()]);
  }
  return result;
}

// Tables are no values; the binder resolves such calls itself.
bool takes_tables(const FunctionRecord& record) {
  return std::ranges::any_of(record.signatures, [](const Signature& signature) {
    return std::ranges::any_of(signature.parameters, [](const Parameter& p) { return p.types.empty(); });
  });
}

TEST(EveryRecord, RaisesNothing) {
  for (const FunctionRecord& record : builtin_functions().records()) {
    if (record.kind != FunctionKind::Scalar && record.kind != FunctionKind::Operator) continue;
    if (takes_tables(record)) continue;
    for (const Signature& signature : record.signatures)
      for (std::size_t index = 0; index < 8; ++index)
        for (bool constants : {true, false}) {
          std::string result = run(record, arguments_for(signature, index), constants);
          EXPECT_FALSE(result.starts_with("error")) << record.name << ": " << result;
        }
  }
}

TEST(EveryRecord, AggregatesRaiseNothing) {
  for (const FunctionRecord& record : builtin_functions().records()) {
    if (record.kind != FunctionKind::Aggregate) continue;
    for (const Signature& signature : record.signatures) {
      Signature columns;
      std::vector<Value> extra;
      for (const Parameter& parameter : signature.parameters) {
        if (!parameter.constant) {
          columns.parameters.push_back(parameter);
        } else {
          extra.push_back(integer(50));
        }
      }
      if (columns.parameters.empty()) continue;
      for (std::size_t parity : {0U, 1U}) {
        std::vector<std::vector<Value>> rows;
        for (std::size_t index = parity; index < 12; index += 2) rows.push_back(arguments_for(columns, index));
        std::string result = run_aggregate(record, rows, extra);
        EXPECT_FALSE(result.starts_with("error")) << record.name << ": " << result;
      }
    }
  }
}

}  // namespace
}  // namespace huntbook::kql
