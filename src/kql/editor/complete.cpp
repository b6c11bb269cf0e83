#include "kql/editor/complete.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "kql/bind/scalar.hpp"
#include "kql/editor/candidates.hpp"
#include "kql/editor/cursor.hpp"
#include "kql/editor/vocabulary.hpp"

namespace huntbook::kql::editor {

namespace {

using Names = Candidates::Names;

constexpr auto words_before_operands =
    std::to_array<std::string_view>({"and",   "or",   "by",      "on",      "with",    "from",   "to",
                                     "step",  "of",   "in",      "as",      "default", "limit",  "not",
                                     "asc",   "desc", "has_any", "has_all", "between", "access", "query_parameters",
                                     "first", "last"});

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool is_aggregate(std::string_view name) {
  return builtin_functions().find(FunctionKind::Aggregate, name) != nullptr;
}

// Words that may follow an operand in a clause, before it ends.
std::vector<std::string_view> clause_words(const Cursor& cursor) {
  const std::string_view op = cursor.keyword();
  const bool by = cursor.has_word("by");
  if (op == "summarize" || op == "sample-distinct" || op == "partition")
    return by ? std::vector<std::string_view>{} : std::vector<std::string_view>{"by"};
  if (op == "sort" || op == "order" || op == "top") {
    if (!by) return {"by"};
    return {"asc", "desc", "nulls first", "nulls last"};
  }
  if (op == "join" || op == "lookup")
    return cursor.has_word("on") ? std::vector<std::string_view>{} : std::vector<std::string_view>{"on"};
  if (op == "make-series") {
    if (!cursor.has_word("on")) return {"on", "default="};
    return {"from", "to", "step", "by"};
  }
  if (op == "mv-expand") return {"to typeof(", "limit"};
  if (op == "mv-apply") return {"on", "to typeof(", "limit"};
  if (op == "parse" || op == "parse-where") return {"with"};
  if (op == "parse-kv") return {"as", "with"};
  if (op == "top-hitters" || op == "top-nested") return {"of", "by"};
  if (op == "project-reorder") return {"asc", "desc", "granny-asc", "granny-desc"};
  if (op == "range") return {"from", "to", "step"};
  if (op == "facet") return {"by", "with"};
  if (op == "render") return {"with"};
  if (op == "search") return {"in"};
  if (op == "find") return {"in", "where", "project"};
  return {};
}

class Completer {
 public:
  Completer(const Document& document, std::size_t offset)
      : document_(document), cursor_(document, offset), candidates_(document, cursor_) {}

  Completion run() {
    if (cursor_.in_command()) return in_command();
    if (!cursor_.in_text()) choose();
    return candidates_.finish();
  }

 private:
  void choose() {
    const std::string_view before = cursor_.text_back(0);
    if (!cursor_.behind_pipe() && cursor_.token_count() == 1 && before == ".")
      return candidates_.add_words(commands(), CompletionKind::Command);
    if (before == ".") return behind_dot();
    if (before == ":" && cursor_.keyword() != "search") return candidates_.add_types();
    if (cursor_.at_clause_begin()) return at_clause_begin();
    if (before == "=" && value_of_property()) return;
    if (cursor_.behind_pipe()) return in_operator();
    in_statement();
  }

  // --- places
  // ---------------------------------------------------------------------------------------------------------

  // $left.Column, hint.strategy; of a dynamic value no one knows the properties.
  void behind_dot() {
    const std::string_view object = cursor_.text_back(1);
    const bind::Trace::Place* place = document_.operator_at(cursor_.clause_offset());
    if (object == "hint") {
      for (const PropertyWord& property : properties_of(cursor_.keyword())) {
        if (!property.name.starts_with("hint.")) continue;
        PropertyWord hint = property;
        hint.name.remove_prefix(5);
        candidates_.add_properties(std::span(&hint, 1));
      }
    } else if (object == "$left" && place != nullptr) {
      candidates_.add_columns(place->input->columns, "left side");
    } else if (object == "$right" && place != nullptr && place->right) {
      candidates_.add_columns(place->right->columns, "right side");
    }
  }

  void at_clause_begin() {
    if (cursor_.behind_pipe()) return candidates_.add_words(operators(), CompletionKind::Operator);
    add_tables();
    candidates_.add_words(statements(), CompletionKind::Keyword);
  }

  void add_tables() {
    candidates_.add_names(Names::Tabular);
    candidates_.add_stored_functions();
    candidates_.add_stored_tables();
    candidates_.add_words(sources(), CompletionKind::Keyword);
  }

  // name=|
  bool value_of_property() {
    std::string name(cursor_.text_back(1));
    if (cursor_.text_back(2) == ".") name = std::string(cursor_.text_back(3)) + "." + name;
    const auto offer = [&](std::span<const PropertyWord> properties) {
      const auto property = std::ranges::find(properties, name, &PropertyWord::name);
      if (property == properties.end()) return false;
      candidates_.add_values(property->values);
      if (property->takes_columns) add_columns();
      return true;
    };
    if (cursor_.keyword() == "render") return offer(chart_properties());
    const std::vector<PropertyWord> properties = properties_of(cursor_.keyword());
    return cursor_.brackets().empty() && offer(properties);
  }

  void in_statement() {
    const std::string_view word = cursor_.keyword();
    if (word == "let") {
      if (!cursor_.has_word("=") && cursor_.brackets().empty()) return;
      if (!operand_expected()) return add_infix();
      add_expression();
      candidates_.add_stored_tables();
      candidates_.add_words(sources(), CompletionKind::Keyword);
      return;
    }
    if (word == "declare")
      return cursor_.token_count() == 1 ? candidates_.add_keywords({"query_parameters", "pattern"}) : void();
    if (word == "restrict") {
      if (!cursor_.brackets().empty()) return add_tables();
      return candidates_.add_keywords({"access to ("});
    }
    if (word == "set" || word == "datatable" || word == "externaldata") return;
    if (word == "union") return in_union();
    if (word == "search" || word == "find") return in_search();
    // A table's name stands alone; what follows it begins with '|'. A scalar may still go on, as in toscalar(...).
    if (!cursor_.brackets().empty()) {
      add_expression();
      if (cursor_.text_back(0) == "(") add_tables();
      return;
    }
    if (word == "print" || word == "range") in_expression();
  }

  void in_operator() {
    const std::string_view op = cursor_.keyword();
    if (op == "render") return in_render();
    if (op == "evaluate" && cursor_.brackets().empty()) return candidates_.add_plugins();
    if (op == "invoke" && cursor_.brackets().empty()) {
      candidates_.add_names(Names::All);
      return candidates_.add_stored_functions();
    }
    if (op == "join" || op == "lookup") return in_join();
    if (op == "union") return in_union();
    if (op == "search" || op == "find") return in_search();
    if (op == "as" || op == "getschema" || op == "consume") return add_properties();
    if (op == "count") return cursor_.has_word("as") ? void() : candidates_.add_keywords({"as"});
    if (op == "parse" || op == "parse-where" || op == "parse-kv") {
      if (cursor_.has_word("with")) return;
      return in_expression();
    }
    if (op == "facet" || op == "partition") {
      if (!cursor_.has_word("by")) return candidates_.add_keywords({"by"});
      return operand_expected() ? add_columns() : candidates_.add_keywords({"with"});
    }
    if (op == "sort" || op == "order") {
      if (!cursor_.has_word("by")) return candidates_.add_keywords({"by"});
    }
    const bool columns_only = op == "project-away" || op == "project-keep" || op == "project-reorder" ||
                              (op == "project-rename" && cursor_.text_back(0) == "=");
    if (columns_only && operand_expected()) return add_columns();
    if (op == "project-rename" && operand_expected()) return;  // a new name
    in_expression();
  }

  void in_render() {
    if (!cursor_.brackets().empty()) {
      const std::string_view before = cursor_.text_back(0);
      if (before != "(" && before != ",") return;
      candidates_.add_properties(chart_properties());
      if (before == ",") add_columns();  // ycolumns=a, b
      return;
    }
    if (cursor_.token_count() == cursor_.keyword_words())
      return candidates_.add_words(chart_kinds(), CompletionKind::Chart);
    if (!cursor_.has_word("with")) candidates_.add_keywords({"with"});
  }

  void in_join() {
    if (cursor_.has_word("on")) {
      if (!operand_expected()) return candidates_.add_keywords({"==", "and"});
      const bind::Trace::Place* place = document_.operator_at(cursor_.clause_offset());
      if (place != nullptr && place->right) {
        std::vector<plan::Column> common;
        for (const plan::Column& column : place->input->columns) {
          if (bind::find_column(place->right->columns, column.name) != nullptr) common.push_back(column);
        }
        candidates_.add_columns(common, "on both sides");
      }
      return candidates_.add_keywords({"$left", "$right"});
    }
    if (!cursor_.brackets().empty()) return add_tables();
    if (!operand_expected()) return candidates_.add_keywords({"on"});
    add_tables();
    add_properties();
  }

  void in_union() {
    if (!operand_expected()) return;
    add_tables();
    if (cursor_.brackets().empty()) add_properties();
  }

  void in_search() {
    if (!cursor_.brackets().empty() && cursor_.brackets().back().name == "in") return add_tables();
    in_expression();
    add_properties();
  }

  void in_expression() {
    if (!operand_expected()) return add_infix();
    add_expression();
    // (Table | ...) as a list or a scalar
    if (cursor_.text_back(0) == "(" && !cursor_.brackets().empty()) {
      const std::string_view name = cursor_.brackets().front().name;
      if (name == "in" || name == "has_any" || name == "has_all" || name == "toscalar" || name == "materialize" ||
          cursor_.text_back(1) == "in~" || cursor_.text_back(1) == "!in" || cursor_.text_back(1) == "!in~")
        add_tables();
    }
    if (cursor_.brackets().empty()) add_properties();
  }

  // --- what is offered
  // ------------------------------------------------------------------------------------------------

  void add_columns() {
    const bind::Trace::Place* place = document_.operator_at(cursor_.clause_offset());
    if (place != nullptr) candidates_.add_columns(place->input->columns);
  }

  void add_expression() {
    add_columns();
    candidates_.add_names(Names::All);
    candidates_.add_stored_functions();
    if (aggregates_fit()) candidates_.add_functions(FunctionKind::Aggregate);
    candidates_.add_functions(FunctionKind::Scalar);
    candidates_.add_special_functions();
    const std::string_view op = cursor_.keyword();
    if (op == "extend" || op == "project" || op == "where" || op == "filter" || op == "serialize")
      candidates_.add_functions(FunctionKind::Window);
    candidates_.add_keywords({"true", "false"});
  }

  void add_infix() {
    for (const std::string_view word : clause_words(cursor_)) candidates_.add_keywords({word});
    candidates_.add_words(infix_words(), CompletionKind::Keyword);
  }

  void add_properties() {
    if (cursor_.token_count() == 0) return;
    candidates_.add_properties(properties_of(cursor_.keyword()));
  }

  // Aggregates stand in summarize, make-series and top-nested, not within one another.
  bool aggregates_fit() const {
    const std::string_view op = cursor_.keyword();
    for (const OpenBracket& bracket : cursor_.brackets()) {
      if (is_aggregate(bracket.name)) return false;
    }
    if (op == "summarize") return !cursor_.has_word("by");
    if (op == "make-series") return !cursor_.has_word("on");
    return op == "top-nested" && cursor_.has_word("by");
  }

  // Whether a value is missing before the cursor, else an operator or the next word of the clause may follow.
  bool operand_expected() const {
    const Token* before = cursor_.token_back(0);
    if (before == nullptr || cursor_.token_count() <= cursor_.keyword_words()) return true;
    const std::string_view text = cursor_.text_back(0);
    if (before->kind == TokenKind::Punctuation) return text != ")" && text != "]" && text != "}";
    if (before->kind != TokenKind::Identifier) return false;
    return contains(words_before_operands, text) || find_word(infix_words(), text) != nullptr || text == "regex";
  }

  // --- commands
  // -------------------------------------------------------------------------------------------------------

  Completion in_command() {
    const auto head = std::ranges::find_if(document_.commands(), [&](const diag::Span& span) {
      return cursor_.offset() >= span.begin && cursor_.offset() <= span.end;
    });
    if (head == document_.commands().end()) return {};
    const std::string_view text = document_.text_of({head->begin, cursor_.offset()});
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    std::size_t begin = text.size();
    while (begin > 0 && letter(text[begin - 1])) --begin;
    const std::string_view prefix = text.substr(begin);
    const std::string_view before = text.substr(0, begin);
    std::span<const Word> words;
    if (before == ".") {
      words = commands();
    } else if (before.starts_with('.') && before.ends_with(' ')) {
      const std::string_view command = before.substr(1, before.size() - 2);
      words = command_words(command);
    }
    Completion completion{{head->begin + begin, cursor_.offset()}, {}};
    for (const Word& word : words) {
      if (!word.name.starts_with(prefix)) continue;
      completion.items.push_back({std::string(word.name), CompletionKind::Command, std::string(word.form),
                                  std::string(word.doc), std::string(word.name)});
    }
    if (before == ".show table " || before == ".set ") {
      for (const std::string& name : document_.catalogue().table_names()) {
        if (name.starts_with(prefix)) completion.items.push_back({name, CompletionKind::Table, {}, {}, name});
      }
    }
    return completion;
  }

  const Document& document_;
  Cursor cursor_;
  Candidates candidates_;
};

}  // namespace

std::string_view name_of(CompletionKind kind) {
  static constexpr std::array<std::string_view, 14> names = {
      "column",  "variable", "function", "aggregate", "window function", "table", "operator",
      "keyword", "property", "value",    "type",      "plugin",          "chart", "command"};
  return names[static_cast<std::size_t>(kind)];
}

Completion complete(const Document& document, std::size_t offset) {
  return Completer(document, offset).run();
}

}  // namespace huntbook::kql::editor
