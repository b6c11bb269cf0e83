// Names that a text defines itself, by its syntax alone: let statements and parameters, and the columns that operators
// make.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kql/editor/document.hpp"

namespace huntbook::kql::editor {

struct Definition {
  std::string name;
  diag::Span name_span;
  diag::Span span;                               // of the statement or parameter
  const syntax::LetStatement* let = nullptr;     // else
  const syntax::Parameter* parameter = nullptr;  // of a function or of declare; neither: a pattern
  diag::Span reach;                              // where the name may be used
};

// Every let and parameter of a tree, in the order of the text.
std::vector<Definition> definitions_in(const syntax::SyntaxTree& tree);
// Those that can be used at this place, the innermost last; a name that is defined anew counts with its last
// definition.
std::vector<Definition> definitions_at(const Document& document, std::size_t offset);

// The operators and source in front of a place: where its columns come from.
struct PipelinePlace {
  const syntax::Pipeline* pipeline = nullptr;
  std::size_t op = 0;  // index of the operator that the place is in; operators.size(): behind them
  bool in_source = false;
};
std::optional<PipelinePlace> pipeline_at(const Document& document, std::size_t offset);

// Where the column that is read at `offset` gets its name: in an operator before, in a datatable, or in the let that
// the query starts from. Nothing for columns of stored tables.
std::optional<diag::Span> column_definition(const Document& document, std::size_t offset, std::string_view column);

}  // namespace huntbook::kql::editor
