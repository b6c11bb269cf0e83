// .create function, .create-or-alter function, .alter function, .show functions, .show function (Kusto docs,
// "management/functions").
#include <algorithm>

#include <fmt/format.h>

#include "notebook/cell_parts.hpp"
#include "notebook/command_run.hpp"

namespace huntbook::notebook {

namespace {

using casefile::StoredFunction;

constexpr std::string_view columns = "Name:string, Parameters:string, Body:string, Folder:string, DocString:string";

void add_row(std::vector<std::string>& values, const StoredFunction& function) {
  for (const std::string* text :
       {&function.name, &function.parameters, &function.body, &function.folder, &function.docstring})
    values.push_back(kql_literal(*text));
}

const StoredFunction* named(const std::vector<StoredFunction>& functions, std::string_view name) {
  const auto found = std::ranges::find(functions, name, &StoredFunction::name);
  return found == functions.end() ? nullptr : &*found;
}

bool is_true(std::string_view text) {
  return text == "true" || text == "True" || text == "1";
}

}  // namespace

void CommandRun::create_function(bool may_replace) {
  if (!take("function"))
    return fail_at(token().span, "only functions can be created",
                   ".create-or-alter function f(a:long) { ... }; .set T <| query makes a table");
  const bool keep_existing = !may_replace && take("ifnotexists");
  define_function(true, may_replace, keep_existing);
}

void CommandRun::alter_function() {
  if (!take("function")) return fail_at(token().span, "only functions can be altered", ".alter function f() { ... }");
  if (take("docstring")) return alter_function_text(&StoredFunction::docstring, "docstring");
  if (take("folder")) return alter_function_text(&StoredFunction::folder, "folder");
  const std::size_t start = at_;
  if (token().kind != kql::TokenKind::End) ++at_;
  const bool docstring = word() == "docstring";
  const bool folder = word() == "folder";
  at_ = start;
  if (docstring) return alter_function_text(&StoredFunction::docstring, "docstring");
  if (folder) return alter_function_text(&StoredFunction::folder, "folder");
  define_function(false, true, false);
}

// Name docstring "text", after what stands before the name.
void CommandRun::alter_function_text(std::string StoredFunction::* member, std::string_view what) {
  const diag::Span place = token().span;
  const auto name = take_table_name("function");
  if (!name) return;
  take(what);
  const auto value = take_string();
  if (!value || !at_end())
    return fail_at(token().span, fmt::format("expected the {} in quotes", what),
                   fmt::format(".alter function {} {} \"...\"", *name, what));
  const auto functions = session_.surroundings_.functions();
  const StoredFunction* known = named(functions, *name);
  if (known == nullptr) return fail_at(place, fmt::format("there is no function '{}'", *name));
  StoredFunction changed = *known;
  changed.*member = *value;
  if (const auto kept = session_.surroundings_.keep_functions({std::move(changed)}); !kept) {
    return fail_with(kept.error(), place);
  }
  say(fmt::format("function kept: {}{}", *name, known->parameters));
}

void CommandRun::define_function(bool may_create, bool may_replace, bool keep_existing) {
  StoredFunction function;
  bool validate = true;
  const auto functions = session_.surroundings_.functions();
  std::vector<Argument> given;
  if (take("with")) {
    if (!take("(")) return fail_at(token().span, "expected '(' after with");
    if (!arguments({"docstring", "folder", "view", "skipvalidation"}, true, given)) return;
    if (!take(")")) return fail_at(token().span, "expected ')'");
  }
  const diag::Span place = token().span;
  const auto name = take_table_name("function");
  if (!name) return;
  if (word() != "(")
    return fail_at(token().span, "expected '(' and the parameters", ".create function f(a:long) { a }");
  const StoredFunction* known = named(functions, *name);
  if (known != nullptr && keep_existing) return say(fmt::format("function is there already: {}", *name));
  if (known != nullptr && !may_replace)
    return fail_at(place, fmt::format("there is a function '{}' already", *name),
                   ".create-or-alter function replaces it");
  if (known == nullptr && !may_create)
    return fail_at(place, fmt::format("there is no function '{}'", *name), ".create-or-alter function makes it");
  // What the definition leaves out stays as it was.
  if (known != nullptr) function = *known;
  function.name = *name;
  for (const Argument& argument : given) {
    if (argument.name == "view" || argument.name == "skipvalidation") {
      std::string_view value = text(argument.value);
      if (value.size() > 1 && (value.front() == '"' || value.front() == '\''))
        value = value.substr(1, value.size() - 2);
      (argument.name == "view" ? function.view : validate) = is_true(value) == (argument.name == "view");
      continue;
    }
    const auto value = evaluate_text(argument.value);
    if (!value) return;
    (argument.name == "folder" ? function.folder : function.docstring) = *value;
  }
  const std::string definition = only(text_, {token().span.begin, span_.end});
  kql::FunctionDefinition read = session_.surroundings_.define_function(definition, *name, validate);
  bool good = true;
  for (const diag::Diagnostic& diagnostic : read.diagnostics) {
    good = good && diagnostic.severity != diag::Severity::Error;
    front_.diagnostic(diagnostic);
  }
  if (!good) {
    status_.failed = true;
    return;
  }
  function.parameters = std::move(read.parameters);
  function.body = std::move(read.body);
  if (function.view && function.parameters != "()") return fail_at(place, "a view takes no parameters");
  const std::string signature = function.name + function.parameters;
  if (const auto kept = session_.surroundings_.keep_functions({std::move(function)}); !kept) {
    return fail_with(kept.error(), place);
  }
  say("function kept: " + signature);
}

void CommandRun::show_functions() {
  std::vector<std::string> values;
  for (const StoredFunction& function : session_.surroundings_.functions()) add_row(values, function);
  show_rows(columns, values);
}

void CommandRun::show_function() {
  const diag::Span place = token().span;
  const auto name = take_table_name("function");
  if (!name) return;
  if (take("with")) {
    std::vector<Argument> given;
    if (!take("(")) return fail_at(token().span, "expected '(' after with");
    if (!arguments({"ShowObfuscatedStrings", "Builtin", "IncludeHiddenFunctions"}, true, given)) return;
    if (!take(")")) return fail_at(token().span, "expected ')'");
  }
  const auto functions = session_.surroundings_.functions();
  const StoredFunction* known = named(functions, *name);
  if (known == nullptr) {
    std::vector<std::string> names;
    for (const StoredFunction& function : functions) names.push_back(function.name);
    const std::string near = diag::nearest_name(*name, names);
    return fail_at(place, fmt::format("there is no function '{}'", *name),
                   near.empty() ? "" : fmt::format("did you mean '{}'?", near));
  }
  std::vector<std::string> values;
  add_row(values, *known);
  show_rows(columns, values);
}

}  // namespace huntbook::notebook
