#include "kql/functions/convert.hpp"

#include <string>
#include <utility>

#include "base/time.hpp"
#include "kql/functions/build.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using sql::ExprPtr;
using sql::SqlType;

bool is_ticks(ScalarType type) {
  return type == DateTime || type == TimeSpan;
}

ExprPtr to_string(ExprPtr value, ScalarType from) {
  switch (from) {
    case String:
      return value;
    case Bool:
    case Int:
    case Long:
    case Guid:
      return sql::coalesce(sql::cast(std::move(value), SqlType::VarChar), sql::literal(""));
    case Real:
      return sql::call("hb_real_to_string", {std::move(value)});
    case Decimal:
      return sql::call("hb_decimal_to_string", {sql::cast(std::move(value), SqlType::VarChar)});
    case DateTime:
      return sql::call("hb_datetime_to_string", {std::move(value)});
    case TimeSpan:
      return sql::call("hb_timespan_to_string", {std::move(value)});
    case Dynamic:
      return sql::call("hb_dynamic_to_string", {std::move(value)});
  }
  return null_value(String);
}

ExprPtr to_dynamic(ExprPtr value, ScalarType from) {
  switch (from) {
    case Dynamic:
      return value;
    case Bool:
    case Int:
    case Long:
      return sql::cast(std::move(value), SqlType::VarChar);
    case Real:
      return sql::call("hb_real_to_dynamic", {std::move(value)});
    case String:
      return sql::call("hb_string_to_dynamic", {std::move(value)});
    case Decimal:
    case DateTime:
    case TimeSpan:
    case Guid:
      return sql::case_when(sql::is_null(value), sql::null_of(SqlType::VarChar),
                            sql::call("hb_string_to_dynamic", {to_string(value, from)}));
  }
  return null_value(Dynamic);
}

// From text: one function per type; the results that are text are cast, which cannot fail after the check.
ExprPtr from_string(ExprPtr value, ScalarType to) {
  ExprPtr result = sql::call("hb_string_to_" + std::string(name_of(to == Int ? Long : to)), {std::move(value)});
  if (to == Int) return sql::try_cast(std::move(result), SqlType::Integer);
  if (to == Decimal || to == Guid) return sql::try_cast(std::move(result), sql_type_of(to));
  return result;
}

ExprPtr from_dynamic(ExprPtr value, ScalarType to) {
  if (to == Bool || to == Int || to == Long || to == Real) {
    ExprPtr result = sql::call("hb_dynamic_to_" + std::string(name_of(to == Int ? Long : to)), {std::move(value)});
    return to == Int ? sql::try_cast(std::move(result), SqlType::Integer) : result;
  }
  return from_string(to_string(std::move(value), Dynamic), to);
}

ExprPtr within_datetime(const ExprPtr& ticks) {
  return sql::case_when(
      sql::logical_and(sql::binary(sql::BinaryOperator::GreaterOrEqual, ticks, sql::literal(std::int64_t{0})),
                       sql::binary(sql::BinaryOperator::LessOrEqual, ticks, sql::literal(std::int64_t{max_datetime}))),
      ticks, sql::null_of(SqlType::BigInt));
}

ExprPtr to_integer(ExprPtr value, ScalarType from, ScalarType to) {
  // A cast rounds, KQL cuts off.
  if (from == Real || from == Decimal) value = sql::call("trunc", {std::move(value)});
  return sql::try_cast(std::move(value), sql_type_of(to));
}

ExprPtr from_scalar(ExprPtr value, ScalarType from, ScalarType to) {
  switch (to) {
    case Bool:
      if (is_ticks(from)) return null_value(to);
      return sql::cast(std::move(value), SqlType::Boolean);
    case Int:
      return to_integer(std::move(value), from, Int);
    case Long:
      if (is_ticks(from)) return value;
      return to_integer(std::move(value), from, Long);
    case Real:
      return sql::cast(std::move(value), SqlType::Double);
    case Decimal:
      return sql::try_cast(std::move(value), SqlType::Decimal);
    case DateTime:
      if (from == Bool) return null_value(to);
      return within_datetime(from == Long || from == TimeSpan ? value : to_integer(value, from, Long));
    case TimeSpan:
      if (from == Bool) return null_value(to);
      return from == Long || from == DateTime ? value : to_integer(std::move(value), from, Long);
    case String:
    case Guid:
    case Dynamic:
      break;
  }
  return null_value(to);
}

}  // namespace

sql::ExprPtr convert(sql::ExprPtr value, ScalarType from, ScalarType to) {
  if (from == to) return value;
  if (to == String) return to_string(std::move(value), from);
  if (to == Dynamic) return to_dynamic(std::move(value), from);
  if (from == String) return from_string(std::move(value), to);
  if (from == Dynamic) return from_dynamic(std::move(value), to);
  if (from == Guid || to == Guid) return null_value(to);
  return from_scalar(std::move(value), from, to);
}

}  // namespace huntbook::kql
