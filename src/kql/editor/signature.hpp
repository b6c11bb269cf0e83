// How a function is called, as text, from its record or its let statement.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kql/bind/catalogue.hpp"
#include "kql/editor/vocabulary.hpp"
#include "kql/functions/record.hpp"
#include "kql/syntax/tree.hpp"

namespace huntbook::kql::editor {

struct Signature {
  std::string label;                   // "substring(source: string, start: long, [length: long]): string"
  std::vector<diag::Span> parameters;  // places of the parameters in the label
  bool last_repeats = false;           // the last parameter stands for any number of arguments
};

std::vector<Signature> signatures_of(const FunctionRecord& record);
Signature signature_of(std::string_view name, const syntax::Lambda& lambda);
// Of a function of the case, from the text of its parameters.
Signature signature_of(const StoredFunction& function);
// Of a form as "toscalar(Query)".
Signature signature_of(const Word& form);

// "string", "number", "any", "long|datetime"
std::string text_of(TypeSet types);

}  // namespace huntbook::kql::editor
