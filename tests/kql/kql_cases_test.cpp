// Runs every case of every *.test file under tests/kql through the whole compiler and the engine.
#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "case_reader.hpp"
#include "engine/engine.hpp"
#include "run_query.hpp"

namespace huntbook::kql_cases {
namespace {

using Json = nlohmann::json;

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

Outcome run_case(EmptyCase& empty_case, const Case& test) {
  std::string text;
  for (const Field& field : test.fields) {
    if (field.key.starts_with("input ")) text += let_of(field);
  }
  text += *test.find("kql");
  const std::string* now = test.find("now");
  return run_query(empty_case, text, parse_datetime(now != nullptr ? *now : "2024-05-06T07:08:09Z").value());
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
  auto empty_case = open_empty_case();
  ASSERT_TRUE(empty_case) << empty_case.error().message;
  std::vector<Case> cases = read_cases(GetParam());
  EXPECT_FALSE(cases.empty());
  bool refill = std::getenv("HUNTBOOK_REFILL") != nullptr;
  for (Case& test : cases) {
    SCOPED_TRACE(GetParam().filename().string() + ":" + std::to_string(test.line) + " " + test.title);
    if (test.find("kql") == nullptr) {
      ADD_FAILURE() << "a case without kql";
      continue;
    }
    Outcome outcome = run_case(*empty_case, test);
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
