// The binder: resolves a syntax tree against a catalogue and gives one typed plan per query statement.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "diag/diagnostic.hpp"
#include "kql/bind/catalogue.hpp"
#include "kql/plan/relation.hpp"
#include "kql/syntax/tree.hpp"

namespace huntbook::kql::bind {

class Trace;

struct BoundQuery {
  plan::RelPtr relation;
  std::optional<std::pair<std::string, std::vector<std::pair<std::string, std::string>>>> render;  // kind, properties
};

struct BindInput {
  const syntax::SyntaxTree* prelude = nullptr;  // only its lets count; its diagnostics are dropped
  const syntax::SyntaxTree* tree = nullptr;
  const Catalogue* catalogue = nullptr;
  const std::map<std::string, SessionParameter>* parameters = nullptr;
  Ticks now = 0;
  std::span<const Facts> facts = {};  // answers to the probes that earlier binds of the same text asked for
  // Set by editors: takes what the binder sees. Then no probe is asked, and columns that hang on data stay unknown.
  Trace* trace = nullptr;
};

struct BindOutput {
  std::vector<BoundQuery> queries;
  diag::Diagnostics diagnostics;
  // Not null: the rest of the text hangs on these rows, and `queries` is empty. Bind again with them behind `facts`.
  plan::RelPtr probe;
};

BindOutput bind(const BindInput& input);

// What is wrong with a function that is to be stored under `name`: its parameters, and with `bind_body` its body, as
// far as it can be bound before its arguments are known.
diag::Diagnostics check_definition(const BindInput& input, std::string_view name, const syntax::Lambda& lambda,
                                   bool bind_body);

// The parameters as they are stored, on one line: "(a:long, T:(x:string), s:string="x")".
std::string parameter_text(const syntax::Lambda& lambda, std::string_view text);

}  // namespace huntbook::kql::bind
