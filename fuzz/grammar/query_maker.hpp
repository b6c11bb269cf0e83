// Makes whole queries over the small tables: sources, and tabular operators on the columns that are there. Most of what
// it makes is valid KQL; what is not must be refused.
#pragma once

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

 private:
  std::string source(Schema& scope);
  std::string step(Schema& scope);
  std::string join(Schema& scope);
  std::string summarize(Schema& scope);
  std::string expand(Schema& scope);
  std::string other(Schema& scope);
  std::string new_name() { return "n" + std::to_string(next_name_++); }
  std::string column_of(const Schema& scope);

  const SmallTables& tables_;
  Choices& choices_;
  ExpressionMaker expressions_;
  unsigned next_name_ = 0;
  unsigned nesting_ = 0;
};

}  // namespace huntbook::fuzz
