// Functions that the case keeps: read when a text first names them, bound where they are called.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "kql/bind/context.hpp"

namespace huntbook::kql::bind {

class StoredFunctions {
 public:
  // Null where the case has no function of that name, or the language has one of its own: that one comes first, as in
  // Kusto.
  const LetValue* find(const Context& context, std::string_view name);

 private:
  struct Entry {
    syntax::SyntaxTree tree;
    LetValue value;
  };
  std::map<std::string, Entry, std::less<>> entries_;
};

// Whether a call of the name means something that the language has.
bool is_built_in(const FunctionCatalogue& functions, std::string_view name);

// "In function 'f', line 3: ", to stand before what is said of a place in another text than the query's.
std::string place_in(const Origin& origin, diag::Span span);

}  // namespace huntbook::kql::bind
