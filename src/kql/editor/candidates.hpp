// Gathers what a completion offers, kind by kind, and ranks it.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kql/editor/complete.hpp"
#include "kql/editor/cursor.hpp"
#include "kql/editor/vocabulary.hpp"

namespace huntbook::kql::editor {

class Candidates {
 public:
  Candidates(const Document& document, const Cursor& cursor) : document_(document), cursor_(cursor) {}

  // Those that are gathered first come first among equals.
  void add_columns(const std::vector<plan::Column>& columns, std::string_view where = {});
  void add_words(std::span<const Word> words, CompletionKind kind);
  void add_keywords(std::initializer_list<std::string_view> keywords);
  void add_properties(std::span<const PropertyWord> properties);
  void add_values(const std::vector<std::string_view>& values);
  void add_functions(FunctionKind kind);
  void add_special_functions();
  void add_plugins();
  void add_stored_tables();
  void add_stored_functions();
  void add_types();
  enum class Names { Scalar, Tabular, All };
  void add_names(Names wanted);  // lets, parameters of functions and of the session
  void next_rank() { ++rank_; }

  Completion finish();

 private:
  struct Ranked {
    CompletionItem item;
    int rank;
    int match = 0;
  };
  void add(CompletionItem item);
  void add_name(const std::string& name, const bind::LetValue* value, Names wanted);
  std::string call_text(std::string_view name) const;

  const Document& document_;
  const Cursor& cursor_;
  int rank_ = 0;
  std::vector<Ranked> found_;
  std::set<std::string, std::less<>> labels_;
};

}  // namespace huntbook::kql::editor
