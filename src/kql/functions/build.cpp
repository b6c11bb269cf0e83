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

sql::ExprPtr null_value(ScalarType type) {
  return type == ScalarType::String ? sql::literal("") : sql::null_of(sql_type_of(type));
}

}  // namespace huntbook::kql
