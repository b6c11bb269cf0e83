// Makes typed scalar expressions out of the function records: what the catalogue declares is what is tried.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/column.hpp"
#include "grammar/choices.hpp"
#include "kql/functions/record.hpp"

namespace huntbook::fuzz {

class ExpressionMaker {
 public:
  // `text`: stands in all string literals whose text does not decide how the query is compiled; none: plain ones.
  ExpressionMaker(Choices& choices, std::string_view text) : choices_(choices), text_(text) {}

  // An expression of a type over the columns of `scope`, `depth` calls deep at most.
  std::string scalar(ScalarType type, const Schema& scope, unsigned depth);
  std::string predicate(const Schema& scope, unsigned depth) { return scalar(ScalarType::Bool, scope, depth); }
  struct Typed {
    std::string text;
    ScalarType type;
  };
  // A call of any aggregate.
  Typed aggregate(const Schema& scope);
  ScalarType type();
  std::string literal(ScalarType type);

 private:
  // An argument for a parameter; nothing that depends on a row where it must be constant.
  std::string argument(const kql::Parameter& parameter, ScalarType type, const Schema& scope, unsigned depth);
  std::string call(const kql::FunctionRecord& record, const kql::Signature& signature, const Schema& scope,
                   unsigned depth);
  std::string comparison(const Schema& scope, unsigned depth);

  Choices& choices_;
  std::string_view text_;
};

}  // namespace huntbook::fuzz
