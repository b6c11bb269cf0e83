#include "kql/functions/build.hpp"

namespace huntbook::kql {

sql::SqlType sql_type_of(ScalarType type) {
  switch (type) {
    case ScalarType::Bool:
      return sql::SqlType::Boolean;
    case ScalarType::Int:
      return sql::SqlType::Integer;
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      return sql::SqlType::BigInt;
    case ScalarType::Real:
      return sql::SqlType::Double;
    case ScalarType::Decimal:
      return sql::SqlType::Decimal;
    case ScalarType::Guid:
      return sql::SqlType::Uuid;
    case ScalarType::String:
    case ScalarType::Dynamic:
      break;
  }
  return sql::SqlType::VarChar;
}

FunctionRecord scalar_record(FunctionText text, std::vector<Parameter> parameters, ScalarType result, Lower lower) {
  return {.name = text.name,
          .signatures = {{std::move(parameters), result}},
          .doc = text.doc,
          .example = text.example,
          .lower = lower,
          .nullable = result != ScalarType::String};
}

FunctionRecord aggregate_record(FunctionText text, std::string_view prefix, std::vector<Signature> signatures,
                                Lower lower, bool nullable) {
  return {.kind = FunctionKind::Aggregate,
          .name = text.name,
          .signatures = std::move(signatures),
          .result_name = ResultName::PrefixAndFirstArgument,
          .result_prefix = prefix,
          .doc = text.doc,
          .example = text.example,
          .lower = lower,
          .nullable = nullable};
}

sql::ExprPtr json_array(std::span<const sql::ExprPtr> elements) {
  std::vector<sql::ExprPtr> pieces{sql::literal("[")};
  for (const sql::ExprPtr& element : elements) {
    if (pieces.size() > 1) pieces.push_back(sql::literal(","));
    pieces.push_back(sql::coalesce(element, sql::literal("null")));
  }
  pieces.push_back(sql::literal("]"));
  return sql::call("concat", std::move(pieces));
}

sql::ExprPtr null_value(ScalarType type) {
  return type == ScalarType::String ? sql::literal("") : sql::null_of(sql_type_of(type));
}

}  // namespace huntbook::kql
