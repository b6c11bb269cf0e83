#include "kql/editor/hover.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "diag/diagnostic.hpp"
#include "kql/bind/plan_plugin.hpp"
#include "kql/bind/scalar.hpp"
#include "kql/editor/cursor.hpp"
#include "kql/editor/describe.hpp"
#include "kql/editor/names.hpp"
#include "kql/editor/signature.hpp"
#include "kql/editor/vocabulary.hpp"
#include "kql/editor/word.hpp"
#include "kql/operators/record.hpp"

namespace huntbook::kql::editor {

namespace {

constexpr std::size_t longest_definition = 200;

class Hoverer {
 public:
  Hoverer(const Document& document, const WordAt& word)
      : document_(document), word_(word), cursor_(document, word.span.begin) {}

  std::optional<Hover> run() {
    if (std::optional<Hover> found = keyword()) return found;
    if (word_.called) return function();
    if (word_.behind_dot) return side_column();
    if (std::optional<Hover> found = column()) return found;
    if (std::optional<Hover> found = name()) return found;
    return table();
  }

 private:
  Hover make(std::string kind, std::vector<std::string> signatures, std::string doc, std::string example = {}) const {
    return {word_.span, std::move(kind), std::move(signatures), std::move(doc), std::move(example)};
  }
  Hover make(std::string kind, const Word& word) const {
    return make(std::move(kind), {std::string(word.form.empty() ? word.name : word.form)}, std::string(word.doc));
  }

  // Words of the language where they stand as such.
  std::optional<Hover> keyword() const {
    const std::string_view text = word_.text;
    if (cursor_.at_clause_begin()) {
      if (cursor_.behind_pipe()) {
        return of_operator(OperatorKind::Operator, "operator");
      }
      if (word_.word_follows || word_.called) {
        if (std::optional<Hover> found = of_operator(OperatorKind::Statement, "statement")) return found;
        if (std::optional<Hover> found = of_operator(OperatorKind::Source, "source")) return found;
      }
    }
    if (const Word* word = find_word(infix_words(), text); word != nullptr && !word_.behind_dot && !word_.named) {
      std::optional<Hover> found = make("operator", *word);
      if (const FunctionRecord* record = builtin_functions().find(FunctionKind::Operator, text))
        found->example = record->example;
      return found;
    }
    if (word_.named) {
      const std::string full = word_.behind_dot ? "hint." + std::string(text) : std::string(text);
      for (const PropertyWord& property : properties_of(cursor_.keyword())) {
        if (property.name == full) return of_property(property);
      }
      if (cursor_.keyword() == "render") {
        for (const PropertyWord& property : chart_properties()) {
          if (property.name == full) return of_property(property);
        }
      }
    }
    if (cursor_.keyword() == "render" && cursor_.token_count() == 1) {
      if (const Word* chart = find_word(chart_kinds(), text)) return make("chart", *chart);
    }
    return std::nullopt;
  }

  std::optional<Hover> of_operator(OperatorKind kind, std::string kind_name) const {
    for (const OperatorRecord& record : operator_records()) {
      const bool alias = std::ranges::find(record.aliases, word_.text) != record.aliases.end();
      // declare query_parameters, restrict access to: by their first word
      const bool named = record.name == word_.text || record.name.starts_with(word_.text + " ");
      if (record.kind == kind && (named || alias))
        return make(std::move(kind_name), {std::string(record.syntax)}, std::string(record.doc),
                    std::string(record.example));
    }
    return std::nullopt;
  }

  Hover of_property(const PropertyWord& property) const {
    std::string form(property.name);
    if (!property.values.empty()) form += fmt::format("={}", fmt::join(property.values, "|"));
    return make("property", {std::move(form)}, std::string(property.doc));
  }

  std::optional<Hover> function() const {
    const std::string name(word_.text);
    if (const bind::LetValue* value = document_.value_of(name, word_.span.begin)) {
      if (const auto* function = std::get_if<bind::LetFunction>(value))
        return make("function", {signature_of(name, *function->lambda).label}, definition_text(name));
    }
    if (cursor_.keyword() == "evaluate" && cursor_.brackets().empty()) return plugin(name);
    const bool groups =
        cursor_.keyword() == "summarize" || cursor_.keyword() == "make-series" || cursor_.keyword() == "top-nested";
    for (const FunctionKind kind :
         groups ? std::array{FunctionKind::Aggregate, FunctionKind::Scalar, FunctionKind::Window}
                : std::array{FunctionKind::Scalar, FunctionKind::Aggregate, FunctionKind::Window}) {
      const FunctionRecord* record = builtin_functions().find(kind, name);
      if (record == nullptr) continue;
      std::vector<std::string> labels;
      for (Signature& signature : signatures_of(*record)) labels.push_back(std::move(signature.label));
      const std::string_view kind_name = kind == FunctionKind::Aggregate ? "aggregate"
                                         : kind == FunctionKind::Window  ? "window function"
                                                                         : "function";
      return make(std::string(kind_name), std::move(labels), std::string(record->doc), std::string(record->example));
    }
    if (const Word* form = find_word(special_functions(), name)) return make("function", *form);
    if (const StoredFunction* stored = document_.catalogue().find_function(name))
      return make("function", {signature_of(*stored).label}, fmt::format("Function of the case: {}", stored->body));
    for (std::string_view kind : {"function", "aggregate", "plugin"}) {
      if (const KnownName* known = builtin_functions().find_known(kind, name))
        return make(std::string(kind), {fmt::format("{}(...)", name)}, fmt::format("Known, but {}.", known->reason));
    }
    return std::nullopt;
  }

  std::optional<Hover> plugin(const std::string& name) const {
    if (const bind::PlanPlugin* found = bind::find_plan_plugin(name))
      return make("plugin", {fmt::format("{}(...)", name)}, std::string(found->doc), std::string(found->example));
    if (const PluginSignature* found = document_.catalogue().find_plugin(name))
      return make("plugin", {fmt::format("{}(...)", name)}, found->doc, found->example);
    return std::nullopt;
  }

  std::optional<Hover> side_column() const {
    const bind::Trace::Place* place = document_.operator_at(cursor_.clause_offset());
    if (place == nullptr) return std::nullopt;
    const plan::RelPtr& rows = cursor_.text_back(1) == "$right" ? place->right : place->input;
    const bool side = cursor_.text_back(1) == "$right" || cursor_.text_back(1) == "$left";
    return side && rows ? of_column(*rows) : std::nullopt;
  }

  std::optional<Hover> column() const {
    const bind::Trace::Place* place = document_.operator_at(cursor_.clause_offset());
    if (place == nullptr) return std::nullopt;
    // Left of '=' stands a column of the result.
    if (word_.named && place->output) {
      if (std::optional<Hover> found = of_column(*place->output)) return found;
    }
    if (std::optional<Hover> found = of_column(*place->input)) return found;
    if (!place->output || document_.value_of(word_.text, word_.span.begin) != nullptr) return std::nullopt;
    // Hidden ones stand for names that mean nothing.
    const plan::Column* made = bind::find_column(place->output->columns, word_.text);
    return made != nullptr && !made->hidden ? of_column(*place->output) : std::nullopt;
  }

  std::optional<Hover> of_column(const plan::Rel& rows) const {
    const plan::Column* column = bind::find_column(rows.columns, word_.text);
    if (column == nullptr || column->name.empty()) return std::nullopt;
    std::string origin;
    if (const std::string table = stored_table_of(rows, column->id); !table.empty()) {
      origin = fmt::format("Column of {}.", table);
    } else if (const auto made = column_definition(document_, word_.span.begin, word_.text)) {
      origin = fmt::format("Made in line {}.", diag::position_of(document_.text(), made->begin).line);
    }
    return make("column", {fmt::format("{}: {}", column->name, name_of(column->type))}, std::move(origin));
  }

  std::optional<Hover> name() const {
    const std::string text(word_.text);
    // The name of a let itself means what follows it.
    const std::vector<Definition> all = definitions_in(document_.tree());
    const auto own = std::ranges::find_if(
        all, [&](const Definition& definition) { return definition.name_span.begin == word_.span.begin; });
    const bind::LetValue* value = document_.value_of(text, own != all.end() ? own->reach.begin : word_.span.begin);
    if (value == nullptr) {
      const auto parameter = document_.surroundings().parameters.find(text);
      if (parameter == document_.surroundings().parameters.end()) return std::nullopt;
      return make("parameter", {fmt::format("{}: {}", text, name_of(parameter->second.type))},
                  "A parameter of the session.");
    }
    if (const auto* function = std::get_if<bind::LetFunction>(value))
      return make("function", {signature_of(text, *function->lambda).label}, definition_text(text));
    if (const auto* rows = std::get_if<bind::SharedRelation>(value))
      return make("table", {text}, describe_columns(*rows->definition));
    if (std::holds_alternative<bind::TextPattern>(*value)) return make("pattern", {text + "(...)"}, {});
    const auto& scalar = std::get<plan::ScalarPtr>(*value);
    std::string type = scalar ? std::string(name_of(scalar->type)) : std::string("unknown");
    return make("value", {fmt::format("{}: {}", text, type)}, definition_text(text));
  }

  // The let statement of a name, shortened.
  std::string definition_text(const std::string& name) const {
    const auto text_in = [&](const std::vector<Definition>& known, std::string_view text) -> std::string {
      for (auto definition = known.rbegin(); definition != known.rend(); ++definition) {
        if (definition->name != name || definition->let == nullptr) continue;
        std::string_view statement = text.substr(definition->span.begin, definition->span.end - definition->span.begin);
        const bool cut = statement.size() > longest_definition;
        statement = statement.substr(0, longest_definition);
        while (cut && !statement.empty() && (static_cast<unsigned char>(statement.back()) & 0xC0) == 0x80)
          statement.remove_suffix(1);
        return fmt::format("{}{}", statement, cut ? "..." : "");
      }
      return {};
    };
    std::string found = text_in(definitions_in(document_.tree()), document_.text());
    return found.empty() ? text_in(definitions_in(document_.prelude()), document_.prelude().text) : found;
  }

  std::optional<Hover> table() const {
    if (cursor_.behind_pipe() && cursor_.brackets().empty() && cursor_.keyword() != "union" &&
        cursor_.keyword() != "join" && cursor_.keyword() != "lookup")
      return std::nullopt;
    const Table* table = document_.catalogue().find_table(word_.text);
    if (table == nullptr) return std::nullopt;
    return make("table", {std::string(word_.text)},
                fmt::format("{} columns.{}", table->columns.size(),
                            table->relation.empty() ? " Documented; the case has no rows of it." : ""));
  }

  const Document& document_;
  const WordAt& word_;
  Cursor cursor_;
};

}  // namespace

std::optional<Hover> hover(const Document& document, std::size_t offset) {
  const std::optional<WordAt> word = word_at(document, offset);
  return word ? Hoverer(document, *word).run() : std::nullopt;
}

}  // namespace huntbook::kql::editor
