#include <fmt/format.h>

#include "kql/syntax/dumper.hpp"

namespace huntbook::kql::syntax {

void Dumper::put(const PrintSource& source) {
  group("print", source.columns);
}

void Dumper::put(const RangeSource& source) {
  open("range");
  put(source.column);
  put(source.from);
  put(source.to);
  put(source.step);
  close();
}

void Dumper::put(const DataTableSource& source) {
  open("datatable");
  group("", source.columns);
  put_all(source.values);
  close();
}

void Dumper::put(const SearchSource& source) {
  put(source.op);
}

void Dumper::put(const FindColumn& column) {
  put(column.name);
  if (column.type) out_ += fmt::format(":{}", name_of(*column.type));
}

void Dumper::put(const FindSource& find) {
  open("find");
  put_all(find.properties);
  if (!find.tables.empty()) group("in", find.tables);
  put(find.predicate);
  if (find.project) group("project", *find.project);
  if (find.pack) word("(pack)");
  close();
}

void Dumper::put(const UnionSource& source) {
  put(source.op);
}

void Dumper::put(const ExternalDataSource& source) {
  open("externaldata");
  group("", source.columns);
  put_all(source.locations);
  put_all(source.properties);
  close();
}

void Dumper::put(const ExprSource& source) {
  put(source.expr);
}

void Dumper::put(const Parameter& parameter) {
  put(parameter.name);
  if (parameter.type) out_ += fmt::format(":{}", name_of(*parameter.type));
  if (parameter.tabular) group("table", *parameter.tabular);
  if (parameter.default_value) {
    word("=");
    put(parameter.default_value);
  }
}

void Dumper::put(const Lambda& function) {
  open(function.view ? "view" : "function");
  group("", function.parameters);
  put_all(function.statements);
  put(function.body);
  close();
}

void Dumper::put(const LetStatement& let) {
  open("let");
  put(let.name);
  if (const auto* function = std::get_if<std::unique_ptr<Lambda>>(&let.value)) {
    put(**function);
  } else {
    put(std::get<PipelinePtr>(let.value));
  }
  close();
}

void Dumper::put(const SetStatement& set) {
  open("set");
  put(set.name);
  if (set.value) put(set.value);
  close();
}

void Dumper::put(const QueryStatement& query) {
  put(query.pipeline);
}

void Dumper::put(const CommandStatement& command) {
  open("command");
  quoted(command.text);
  close();
}

void Dumper::put(const DeclareStatement& declare) {
  group("declare", declare.parameters);
}

void Dumper::put(const RestrictStatement& restrict) {
  group("restrict", restrict.tables);
}

void Dumper::put(const PatternStatement& pattern) {
  open("pattern");
  put(pattern.name);
  group("", pattern.parameters);
  if (pattern.path) put(*pattern.path);
  for (const PatternCase& each : pattern.cases) {
    open("case");
    put_all(each.values);
    if (each.path) put(each.path);
    put(*each.body);
    close();
  }
  close();
}

void Dumper::put(const AliasStatement& alias) {
  open("alias-database");
  put(alias.name);
  put(alias.database);
  close();
}

}  // namespace huntbook::kql::syntax
