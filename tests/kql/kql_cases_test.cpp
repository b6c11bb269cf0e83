// Runs every case of every *.test file under tests/kql through the whole compiler and the engine.
#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "case_reader.hpp"
#include "diag/diagnostic.hpp"
#include "engine/engine.hpp"
#include "kql/compile.hpp"
#include "query/plugins/plugin.hpp"
#include "render/value.hpp"

namespace huntbook::kql_cases {
namespace {

using Json = nlohmann::json;

// No stored tables: the inputs of a case come as datatables.
class PluginsOnly : public kql::Catalogue {
 public:
  const kql::Table* find_table(std::string_view) const override { return nullptr; }
  std::vector<std::string> table_names() const override { return {}; }
  const kql::PluginSignature* find_plugin(std::string_view name) const override {
    for (const query::Plugin& plugin : query::builtin_plugins()) {
      if (plugin.signature.name == name) return &plugin.signature;
    }
    return nullptr;
  }
  std::vector<std::string> plugin_names() const override { return {}; }
};

// "a:long, b:string" as names and types.
std::vector<std::pair<std::string, std::string>> columns_of(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> columns;
  while (!text.empty()) {
    std::size_t comma = std::min(text.find(','), text.size());
    std::string_view column = text.substr(0, comma);
    while (column.starts_with(' ')) column.remove_prefix(1);
    std::size_t colon = column.find(':');
    columns.emplace_back(column.substr(0, colon), column.substr(colon + 1));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return columns;
}

std::string kql_literal(const Json& value, const std::string& type) {
  if (type == "string") return value.is_null() ? "\"\"" : Json(value.get<std::string>()).dump();
  if (type == "dynamic") return "dynamic(" + value.dump() + ")";
  std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  return type + "(" + text + ")";
}

// input T(a:long): [[1]] as a let statement.
std::string let_of(const Field& input) {
  std::size_t open = input.key.find('('), close = input.key.rfind(')');
  std::string name = input.key.substr(6, open - 6);
  std::string header = input.key.substr(open + 1, close - open - 1);
  auto columns = columns_of(header);
  std::string values;
  for (const Json& row : Json::parse(input.value)) {
    for (std::size_t i = 0; i < columns.size(); ++i)
      values += (values.empty() ? "" : ", ") + kql_literal(row.at(i), columns[i].second);
  }
  return "let " + name + " = datatable(" + header + ")[" + values + "];\n";
}

struct Outcome {
  std::string columns;
  std::vector<std::string> rows;  // JSON
  bool ordered = false;
  std::string error;  // code and message, or the engine's words
};

Result<std::vector<Batch>> read_all(engine::Connection& connection, const kql::SqlStep& step) {
  HUNTBOOK_TRY(auto stream, connection.query(step.sql, step.columns, step.functions));
  std::vector<Batch> batches;
  while (true) {
    HUNTBOOK_TRY(std::optional<Batch> batch, stream->next());
    if (!batch) return batches;
    batches.push_back(std::move(*batch));
  }
}

Result<void> run_plugin(engine::Connection& connection, const kql::PluginStep& step) {
  for (const query::Plugin& plugin : query::builtin_plugins()) {
    if (plugin.signature.name != step.plugin) continue;
    HUNTBOOK_TRY(auto run, plugin.start(step.input->columns, step.payload));
    HUNTBOOK_TRY(std::vector<Batch> input, read_all(connection, *step.input));
    for (const Batch& batch : input) HUNTBOOK_CHECK(run->push(batch));
    HUNTBOOK_TRY(std::vector<Batch> output, run->finish());
    return connection.register_relation(step.output, step.columns, std::move(output));
  }
  return fail(ErrorKind::Internal, "no such plugin");
}

Outcome run_case(engine::Connection& connection, const Case& test, int ordinal) {
  Outcome outcome;
  std::string text;
  for (const Field& field : test.fields) {
    if (field.key.starts_with("input ")) text += let_of(field);
  }
  text += *test.find("kql");
  PluginsOnly catalogue;
  kql::CompileOptions options;
  options.catalogue = &catalogue;
  options.now = test.find("now") != nullptr ? parse_datetime(*test.find("now")).value()
                                            : parse_datetime("2024-05-06T07:08:09Z").value();
  options.temporary_prefix = "hb_case" + std::to_string(ordinal) + "_";
  kql::Compilation compilation = kql::compile(text, options);
  for (const diag::Diagnostic& diagnostic : compilation.diagnostics) {
    if (diagnostic.severity != diag::Severity::Error) continue;
    outcome.error = diagnostic.code + " " + diagnostic.message;
    return outcome;
  }
  if (compilation.queries.empty()) {
    outcome.error = "no query";
    return outcome;
  }
  const kql::CompiledQuery& query = compilation.queries.back();
  for (const kql::PluginStep& step : query.steps) {
    if (auto done = run_plugin(connection, step); !done) {
      outcome.error = "run " + done.error().message;
      return outcome;
    }
  }
  auto batches = read_all(connection, query.result);
  if (!batches) {
    outcome.error = "run " + batches.error().message + "\n" + query.result.sql;
    return outcome;
  }
  for (const ColumnInfo& column : query.result.columns)
    outcome.columns += (outcome.columns.empty() ? "" : ", ") + column.name + ":" + std::string(name_of(column.type));
  outcome.ordered = query.ordered;
  for (const Batch& batch : *batches) {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      std::string json = "[";
      for (const Column& column : batch.columns) {
        if (json.size() > 1) json += ", ";
        render::append_json_value(column, row, render::RealDigits::Twelve, json);
      }
      outcome.rows.push_back(json + "]");
    }
  }
  return outcome;
}

// The same number may be spelled 1 or 1.0.
std::vector<std::string> normal_form(const Json& rows, bool ordered) {
  std::vector<std::string> result;
  for (const Json& row : rows) {
    Json copy = row;
    for (Json& cell : copy) {
      if (cell.is_number_float() &&
          cell.get<double>() == static_cast<double>(static_cast<long long>(cell.get<double>())))
        cell = static_cast<long long>(cell.get<double>());
    }
    result.push_back(copy.dump());
  }
  if (!ordered) std::ranges::sort(result);
  return result;
}

std::string joined(const std::vector<std::string>& rows) {
  std::string text = "[";
  for (const std::string& row : rows) text += (text.size() > 1 ? ", " : "") + row;
  return text + "]";
}

class KqlCases : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(KqlCases, GiveWhatTheySay) {
  auto engine = engine::open_duckdb({}, {});
  ASSERT_TRUE(engine) << engine.error().message;
  auto connection = (*engine)->connect();
  ASSERT_TRUE(connection) << connection.error().message;
  std::vector<Case> cases = read_cases(GetParam());
  EXPECT_FALSE(cases.empty());
  bool refill = std::getenv("HUNTBOOK_REFILL") != nullptr;
  int ordinal = 0;
  for (Case& test : cases) {
    SCOPED_TRACE(GetParam().filename().string() + ":" + std::to_string(test.line) + " " + test.title);
    if (test.find("kql") == nullptr) {
      ADD_FAILURE() << "a case without kql";
      continue;
    }
    Outcome outcome = run_case(**connection, test, ordinal++);
    if (refill) {
      std::erase_if(test.fields, [](const Field& field) { return field.key == "rows" || field.key == "error"; });
      for (Field& field : test.fields) {
        if (field.key == "columns") field.value = outcome.columns;
      }
      test.fields.push_back(outcome.error.empty() ? Field{"rows", joined(outcome.rows)}
                                                  : Field{"error", outcome.error});
      continue;
    }
    if (const std::string* error = test.find("error")) {
      EXPECT_FALSE(outcome.error.empty()) << "expected an error, but it gave " << joined(outcome.rows);
      EXPECT_NE(outcome.error.find(*error), std::string::npos) << "it said: " << outcome.error;
      continue;
    }
    EXPECT_EQ(outcome.error, "");
    if (!outcome.error.empty()) continue;
    if (const std::string* columns = test.find("columns")) {
      EXPECT_EQ(outcome.columns, *columns);
    }
    if (const std::string* rows = test.find("rows")) {
      EXPECT_EQ(normal_form(Json::parse(joined(outcome.rows)), outcome.ordered),
                normal_form(Json::parse(*rows), outcome.ordered))
          << joined(outcome.rows);
    }
  }
  if (refill) std::ofstream(GetParam()) << print_cases(cases, read_header(GetParam()));
}

std::vector<std::filesystem::path> case_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(HUNTBOOK_KQL_CASES)) {
    if (entry.path().extension() == ".test") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

INSTANTIATE_TEST_SUITE_P(Files, KqlCases, testing::ValuesIn(case_files()), [](const auto& parameter) {
  std::string name = std::filesystem::relative(parameter.param, HUNTBOOK_KQL_CASES).replace_extension().string();
  std::ranges::replace_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
});

}  // namespace
}  // namespace huntbook::kql_cases
