// The narrowest type that holds every value of a column whose type nobody documents.
#pragma once

#include <optional>
#include <string>

#include "base/scalar_type.hpp"
#include "ingest/record/field.hpp"

namespace huntbook::ingest {

// Looks at one value after another. JSON numbers, booleans and nested values keep their kind, JSON texts may be
// datetimes; a CSV cell may be any of bool, long, real, datetime and dynamic. Whatever disagrees is string; GUIDs stay
// strings, and so do numbers with leading zeros, since they are identifiers.
class TypeGuess {
 public:
  void see(const Field& field, std::string& scratch);
  // Nothing when no value was seen.
  std::optional<ScalarType> type() const;

 private:
  bool seen_ = false;
  bool bool_ = true;
  bool long_ = true;
  bool real_ = true;
  bool exact_real_ = true;  // every integer so far is a real without loss
  bool datetime_ = true;
  bool dynamic_ = true;
};

// The type for values of both: long and real meet in real, everything else in string.
ScalarType common_type(ScalarType a, ScalarType b);

}  // namespace huntbook::ingest
