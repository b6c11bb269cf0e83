// Makes whole queries over the small tables: sources, and tabular operators on the columns that are there. Most of what
// it makes is valid KQL; what is not must be refused. The families of operators stand in steps.hpp.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "grammar/expression_maker.hpp"
#include "grammar/small_tables.hpp"

namespace huntbook::fuzz {

class QueryMaker {
 public:
  // `text` as ExpressionMaker takes it.
  QueryMaker(const SmallTables& tables, Choices& choices, std::string_view text = {})
      : tables_(tables), choices_(choices), expressions_(choices, text) {}

  std::string query();
  // A table's name and a predicate over its columns.
  struct Filtered {
    std::string table;
    std::string predicate;
  };
  Filtered filtered();

  // What the families put their operators together from. `scope` holds the columns that are there, as far as they are
  // known, and is brought up to date by what gives new ones.
  Choices& choices() { return choices_; }
  ExpressionMaker& expressions() { return expressions_; }
  std::string source(Schema& scope);
  // An operator with the '|' before it, or nothing.
  std::string step(Schema& scope);
  // A source and a step in brackets; nothing where queries are nested deeply enough.
  std::string inner_query(Schema& scope);
  // The same for operators that run over `scope`; never empty: "take 5" in its place.
  std::string inner_operators(Schema& scope);
  std::string new_name() { return "n" + std::to_string(next_name_++); }
  std::string column_of(const Schema& scope);
  // A column of one of the types, if there is one.
  std::optional<ColumnInfo> column_of(const Schema& scope, std::initializer_list<ScalarType> types);
  std::string table_name();
  Schema table_schema(std::string_view name) const;

 private:
  std::string other(Schema& scope);

  const SmallTables& tables_;
  Choices& choices_;
  ExpressionMaker expressions_;
  unsigned next_name_ = 0;
  unsigned nesting_ = 0;
};

}  // namespace huntbook::fuzz
