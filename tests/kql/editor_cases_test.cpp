// Runs the cases of tests/kql/editor/*.cursor: a text with <cursor> in it, and what the editor's services say there.
//
// 'text' is the query; the catalogue is that of editor_catalogue.hpp. Then any of
//   first: a, b        the completion's first labels, in this order
//   has: a, b          labels that are among it; 'a = text' also says what is inserted
//   lacks: a, b        labels that are not
//   nothing: yes       the completion is empty
//   replaces: text     what the completion replaces
//   detail: a = text   the detail of an item
//   hover: kind; signature; ...; words of the doc     or 'hover: nothing'
//   signature: label; the active parameter            or 'signature: nothing'
//   definition: line:column                           or 'definition: nothing'
//   references: line:column, ...
//   errors: |          each diagnostic as 'line:column code words of the message', or 'errors: none'
// Columns count UTF-16 code units from 1.
#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "case_reader.hpp"
#include "editor_catalogue.hpp"
#include "kql/editor/complete.hpp"
#include "kql/editor/definition.hpp"
#include "kql/editor/diagnose.hpp"
#include "kql/editor/hover.hpp"
#include "kql/editor/position.hpp"
#include "kql/editor/signature_help.hpp"

namespace huntbook::kql_cases {
namespace {

using namespace kql::editor;

constexpr std::string_view marker = "<cursor>";

std::vector<std::string> split(std::string_view list, char separator) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(separator), list.size());
    std::string_view part = list.substr(0, end);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return parts;
}

std::string place_of(std::string_view text, std::size_t offset) {
  const Position position = position_of(text, offset);
  return fmt::format("{}:{}", position.line + 1, position.column + 1);
}

const CompletionItem* find_item(const Completion& completion, std::string_view label) {
  const auto found = std::ranges::find(completion.items, label, &CompletionItem::label);
  return found != completion.items.end() ? &*found : nullptr;
}

void check_completion(const Field& field, const Completion& completion, std::string_view text) {
  if (field.key == "nothing") {
    EXPECT_TRUE(completion.items.empty()) << completion.items.front().label;
    return;
  }
  if (field.key == "replaces") {
    EXPECT_EQ(text.substr(completion.replace.begin, completion.replace.end - completion.replace.begin), field.value);
    return;
  }
  if (field.key == "first") {
    const std::vector<std::string> wanted = split(field.value, ',');
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < std::min(completion.items.size(), wanted.size()); ++i)
      labels.push_back(completion.items[i].label);
    EXPECT_EQ(labels, wanted);
    return;
  }
  for (const std::string& wanted : split(field.value, ',')) {
    const std::size_t equals = std::min(wanted.find(" = "), wanted.size());
    const CompletionItem* item = find_item(completion, wanted.substr(0, equals));
    if (field.key == "lacks") {
      EXPECT_EQ(item, nullptr) << wanted;
      continue;
    }
    ASSERT_NE(item, nullptr) << wanted;
    if (equals < wanted.size()) {
      EXPECT_EQ(field.key == "detail" ? item->detail : item->insert, wanted.substr(equals + 3));
    }
  }
}

void check_hover(const Field& field, const std::optional<Hover>& hover) {
  if (field.value == "nothing") {
    EXPECT_FALSE(hover) << hover->kind << " " << hover->doc;
    return;
  }
  ASSERT_TRUE(hover);
  const std::vector<std::string> parts = split(field.value, ';');
  ASSERT_FALSE(parts.empty());
  EXPECT_EQ(hover->kind, parts.front());
  const std::string all = fmt::format("{}\n{}\n{}", fmt::join(hover->signatures, "\n"), hover->doc, hover->example);
  for (std::size_t i = 1; i < parts.size(); ++i) EXPECT_NE(all.find(parts[i]), std::string::npos) << all;
}

void check_signature(const Field& field, const std::optional<SignatureHelp>& help) {
  if (field.value == "nothing") {
    EXPECT_FALSE(help);
    return;
  }
  ASSERT_TRUE(help);
  const Signature& active = help->signatures.at(help->active_signature);
  std::string parameter;
  if (help->active_parameter < active.parameters.size()) {
    const diag::Span span = active.parameters[help->active_parameter];
    parameter = active.label.substr(span.begin, span.end - span.begin);
  }
  EXPECT_EQ(active.label + "; " + parameter, field.value);
}

void check_errors(const Field& field, const Document& document) {
  const diag::Diagnostics diagnostics = diagnose(document);
  std::string all;
  for (const diag::Diagnostic& each : diagnostics)
    all += fmt::format("{} {} {}\n", place_of(document.text(), each.span.begin), each.code, each.message);
  const std::vector<std::string> wanted = field.value == "none" ? std::vector<std::string>() : split(field.value, '\n');
  ASSERT_EQ(diagnostics.size(), wanted.size()) << all;
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NE(all.find(wanted[i]), std::string::npos) << all;
}

void check(const Field& field, const Document& document, std::size_t offset) {
  const std::string& text = document.text();
  if (field.key == "hover") return check_hover(field, hover(document, offset));
  if (field.key == "signature") return check_signature(field, signature_help(document, offset));
  if (field.key == "errors") return check_errors(field, document);
  if (field.key == "definition") {
    const std::optional<diag::Span> found = definition(document, offset);
    EXPECT_EQ(found ? place_of(text, found->begin) : "nothing", field.value);
    return;
  }
  if (field.key == "references") {
    std::vector<std::string> places;
    for (const diag::Span& use : references(document, offset)) places.push_back(place_of(text, use.begin));
    EXPECT_EQ(fmt::format("{}", fmt::join(places, ", ")), field.value);
    return;
  }
  check_completion(field, complete(document, offset), text);
}

class EditorCases : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(EditorCases, GiveWhatTheySay) {
  const EditorCatalogue catalogue;
  const std::vector<Case> cases = read_cases(GetParam());
  EXPECT_FALSE(cases.empty());
  for (const Case& test : cases) {
    SCOPED_TRACE(GetParam().filename().string() + ":" + std::to_string(test.line) + " " + test.title);
    ASSERT_NE(test.find("text"), nullptr);
    std::string text = *test.find("text");
    std::size_t offset = text.find(marker);
    if (offset == std::string::npos) {
      offset = text.size();
    } else {
      text.erase(offset, marker.size());
    }
    Surroundings surroundings;
    surroundings.catalogue = &catalogue;
    surroundings.parameters.emplace("picked", kql::SessionParameter{ScalarType::String, std::string("x")});
    if (const std::string* prelude = test.find("prelude")) surroundings.prelude = *prelude;
    const Document document(text, surroundings);
    for (const Field& field : test.fields) {
      if (field.key != "text" && field.key != "prelude") check(field, document, offset);
    }
  }
}

std::vector<std::filesystem::path> case_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(HUNTBOOK_KQL_CASES) / "editor"))
    files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

INSTANTIATE_TEST_SUITE_P(Files, EditorCases, testing::ValuesIn(case_files()),
                         [](const auto& parameter) { return parameter.param.stem().string(); });

}  // namespace
}  // namespace huntbook::kql_cases
