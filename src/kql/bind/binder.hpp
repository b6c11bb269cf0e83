// The binder: resolves a syntax tree against a catalogue and gives one typed plan per query statement.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "diag/diagnostic.hpp"
#include "kql/bind/catalogue.hpp"
#include "kql/plan/relation.hpp"
#include "kql/syntax/tree.hpp"

namespace huntbook::kql::bind {

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
};

struct BindOutput {
  std::vector<BoundQuery> queries;
  diag::Diagnostics diagnostics;
};

BindOutput bind(const BindInput& input);

}  // namespace huntbook::kql::bind
