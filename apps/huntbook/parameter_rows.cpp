#include "parameter_rows.hpp"

#include <set>
#include <string_view>

#include <fmt/format.h>

#include "notebook/capture.hpp"
#include "query/run.hpp"
#include "query_error.hpp"
#include "render/value.hpp"

namespace huntbook::app {

Result<std::map<std::string, std::string>> read_parameters(const std::vector<std::string>& texts) {
  std::map<std::string, std::string> parameters;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos) {
      return fail(ErrorKind::Usage, "--param " + text + ": expected name=value.");
    }
    parameters[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return parameters;
}

namespace {

constexpr std::size_t most_rows = 1000;

// At most 80 bytes, for file systems that stop at 255.
std::string safe_name(std::string_view value) {
  std::string name(value.substr(0, 80));
  for (char& c : name) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (!plain) c = '_';
  }
  if (name.empty() || name.front() == '.') name.insert(name.begin(), '_');
  return name;
}

std::string unused_name(const std::string& name, std::set<std::string>& used) {
  std::string tried = name;
  for (int number = 2; !used.insert(tried).second; ++number) tried = fmt::format("{}-{}", name, number);
  return tried;
}

}  // namespace

Result<std::vector<ParameterRow>> parameter_rows(casefile::CaseFile& case_file, engine::Connection& connection,
                                                 const std::string& query) {
  notebook::Capture capture(most_rows);
  const query::RunOutcome outcome = query::run(case_file, connection, query, {}, capture);
  print_diagnostics(outcome.diagnostics, query, false);
  if (outcome.error) return std::unexpected(*outcome.error);
  if (!outcome.ok()) return fail(ErrorKind::User, "The query of --for-each is wrong.");
  if (capture.results().size() != 1) return fail(ErrorKind::User, "The query of --for-each must give one result.");
  const notebook::CapturedResult& result = capture.results().front();
  if (result.total_rows > most_rows)
    return fail(ErrorKind::User, fmt::format("The query of --for-each gives {} rows; at most {} are run.",
                                             result.total_rows, most_rows));
  std::vector<ParameterRow> rows(result.rows.rows());
  std::set<std::string> used;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t column = 0; column < result.info.schema.size(); ++column) {
      const Column& values = result.rows.columns[column];
      if (values.is_null(row)) continue;
      rows[row].parameters[result.info.schema[column].name] = render::format_value(values, row);
    }
    rows[row].name = unused_name(safe_name(render::format_value(result.rows.columns.front(), row)), used);
  }
  return rows;
}

}  // namespace huntbook::app
