// .show tables, evidence, errors, observations, coverage, entities, table T schema; what the .show commands share.
#include <fmt/format.h>

#include "notebook/capture.hpp"
#include "notebook/cell_parts.hpp"
#include "notebook/command_run.hpp"

namespace huntbook::notebook {

void CommandRun::show() {
  const diag::Span what = token().span;
  if (take("tables")) return show_tables();
  if (take("evidence")) return show_source("Evidence");
  if (take("errors")) return show_source("EvidenceErrors");
  if (take("observations")) return show_source("Observations");
  if (take("coverage")) return show_source(take("findings") ? "_CoverageFindings" : "_Coverage");
  if (take("entities")) return show_source("_Entities");
  if (take("table")) {
    const std::string name(word());
    if (at_end()) return fail_at(token().span, ".show table needs a table's name and 'schema'");
    ++at_;
    if (!take("schema")) return fail_at(token().span, "expected 'schema'", ".show table T schema");
    return show_source(name + " | getschema");
  }
  if (take("functions")) return show_functions();
  if (take("function")) return show_function();
  const std::string near = diag::nearest_name(text(what), {"tables", "evidence", "errors", "observations", "coverage",
                                                           "entities", "table", "functions", "function"});
  fail_at(
      what, fmt::format(".show {} is not known", text(what)),
      near.empty()
          ? ".show tables, evidence, errors, observations, coverage, entities, functions, function f, or table T schema"
          : fmt::format("did you mean .show {}?", near));
}

void CommandRun::show_source(std::string_view table) {
  // What is piped behind the command keeps its place.
  const std::size_t begin = at_end() ? span_.end : token().span.begin;
  session_.run_query({std::string(table) + " " + std::string(text({begin, span_.end})),
                      static_cast<std::ptrdiff_t>(begin) - static_cast<std::ptrdiff_t>(table.size()) - 1},
                     front_, front_, status_);
}

void CommandRun::show_rows(std::string_view columns, const std::vector<std::string>& values) {
  std::string query = fmt::format("datatable({})[{}] ", columns, fmt::join(values, ","));
  query += at_end() ? fmt::format("| sort by {} asc", columns.substr(0, columns.find(':')))
                    : std::string(text({token().span.begin, span_.end}));
  session_.run_query({query}, front_, front_, status_);
}

void CommandRun::show_tables() {
  std::vector<std::string> values;
  for (const std::string& name : session_.surroundings_.table_names()) {
    Capture count;
    if (!session_.run_query({fmt::format("[{}] | count", kql_literal(name))}, count, front_, status_, false)) return;
    const auto& results = count.results();
    values.push_back(kql_literal(name));
    values.push_back(
        std::to_string(results.empty() || results[0].rows.rows() == 0 ? 0 : results[0].rows.columns[0].long_at(0)));
  }
  show_rows("TableName:string, Rows:long", values);
}

}  // namespace huntbook::notebook
