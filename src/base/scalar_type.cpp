#include "base/scalar_type.hpp"

namespace huntbook {

std::string_view name_of(ScalarType type) {
  switch (type) {
    case ScalarType::Bool:
      return "bool";
    case ScalarType::Int:
      return "int";
    case ScalarType::Long:
      return "long";
    case ScalarType::Real:
      return "real";
    case ScalarType::Decimal:
      return "decimal";
    case ScalarType::String:
      return "string";
    case ScalarType::DateTime:
      return "datetime";
    case ScalarType::TimeSpan:
      return "timespan";
    case ScalarType::Dynamic:
      return "dynamic";
    case ScalarType::Guid:
      return "guid";
  }
  return "dynamic";
}

std::optional<ScalarType> scalar_type_named(std::string_view name) {
  for (ScalarType type : all_scalar_types) {
    if (name_of(type) == name) return type;
  }
  if (name == "boolean") return ScalarType::Bool;
  if (name == "int32" || name == "int16" || name == "int8" || name == "uint8" || name == "uint16")
    return ScalarType::Int;
  if (name == "int64" || name == "uint32" || name == "uint64" || name == "ulong" || name == "uint")
    return ScalarType::Long;
  if (name == "double" || name == "float") return ScalarType::Real;
  if (name == "date") return ScalarType::DateTime;
  if (name == "time") return ScalarType::TimeSpan;
  if (name == "uuid" || name == "uniqueid") return ScalarType::Guid;
  return std::nullopt;
}

}  // namespace huntbook
