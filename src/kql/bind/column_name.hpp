// Names of result columns where the query gives none (Kusto docs, "Column names"; Kusto.Language, ResultNameKind).
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kql/bind/context.hpp"

namespace huntbook::kql::bind {

// The name that the expression itself implies: a column's, a path's ("a.b" -> a_b), a function's by its record; empty
// where it implies none.
std::string implied_name(const FunctionCatalogue& functions, const syntax::Expr& expr);

// The expression behind the names that a query gives its value or values.
const syntax::Expr& without_names(const syntax::Expr& expr);

// Gives out the names of one operator's columns, each once.
class ColumnNamer {
 public:
  // `prefix` and `start` make the fallback: print_0, ...
  ColumnNamer(std::string prefix, int start) : prefix_(std::move(prefix)), own_next_(start) {}
  // The fallback is Column1, Column2, ..., counted over all operators of a pipeline, as Kusto's binder does.
  explicit ColumnNamer(Context& context) : prefix_("Column"), shared_next_(&context.next_unnamed) {}
  void reserve(std::string name) { taken_.insert(std::move(name)); }
  // The names of columns, which live as long as the namer gives out names. They are not copied: tables have hundreds,
  // and most operators ask for none.
  void reserve(std::span<const plan::Column> columns) { columns_ = columns; }
  // The fallback's next number; print counts all of its columns.
  void continue_at(int number) { next() = number; }
  // A name that the query gave; taken as it is.
  std::string given(std::string name);
  // A name of the binder's own: implied, or the fallback; a number is added where it is taken.
  std::string automatic(std::string implied);

 private:
  bool is_taken(std::string_view name) const;
  int& next() { return shared_next_ != nullptr ? *shared_next_ : own_next_; }

  std::string prefix_;
  int own_next_ = 1;
  int* shared_next_ = nullptr;
  std::set<std::string, std::less<>> taken_;
  std::span<const plan::Column> columns_;
};

}  // namespace huntbook::kql::bind
