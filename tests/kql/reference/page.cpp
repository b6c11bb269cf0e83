#include "page.hpp"

#include <algorithm>

#include "kql/syntax/tree.hpp"
#include "kusto_names.hpp"

namespace huntbook::kql_cases {
namespace {

constexpr std::string_view origin =
    "<!-- Written by `make docs` from the records in src/kql; change those, not this page. -->\n";

struct Folder {
  std::string_view name;
  std::string_view title;
  std::string_view text;
};
constexpr Folder folders[] = {
    {"sources", "Sources", "What a query begins with, where that is not the name of a table."},
    {"operators", "Tabular operators", "What stands behind a bar: rows in, rows out."},
    {"statements", "Statements", "What stands before a query, with a `;` behind it."},
    {"comparisons", "Scalar operators", "Signs and words between values: arithmetic, comparison, text, logic."},
    {"functions", "Functions", "What is computed of values, row by row; window functions look at other rows too."},
    {"aggregates", "Aggregates", "What `summarize`, `make-series` and `top-nested` compute of a group of rows."},
    {"plugins", "Plugins", "What `evaluate` runs."},
};

std::string cell(std::string_view text) {
  std::string result;
  for (char c : text) {
    if (c == '|') result += '\\';
    result += c;
  }
  return result;
}

std::string code(std::string_view text) {
  return "`" + cell(text) + "`";
}

std::string folder_of(const Entry& entry) {
  const std::string path = page_path(entry.kind, entry.name);
  return path.substr(0, path.find('/'));
}

// Aliases have no page; an index shows them behind the name.
std::string index_line(const Entry& entry) {
  const std::string path = page_path(entry.kind, entry.name);
  std::string line = "| [" + code(entry.name) + "](" + path.substr(path.find('/') + 1) + ".md)";
  for (const std::string& alias : entry.aliases) line += ", " + code(alias);
  return line + " | " + cell(entry.doc) + " |\n";
}

}  // namespace

std::string broken_lines(const std::string& query) {
  if (query.size() <= 90) return query;
  const kql::syntax::SyntaxTree tree = kql::syntax::parse(query);
  std::string text;
  int depth = 0;
  for (const kql::Token& token : tree.tokens) {
    const std::string word = query.substr(token.span.begin, token.span.end - token.span.begin);
    std::string trivia = query.substr(token.trivia.begin, token.trivia.end - token.trivia.begin);
    const bool sign = token.kind == kql::TokenKind::Punctuation;
    if (trivia.find('\n') == std::string::npos) {
      if (sign && word == "|" && depth == 0) trivia = "\n";
      if (!text.empty() && text.back() == ';' && depth == 0 && !word.empty()) trivia = "\n";
    }
    if (sign && (word == "(" || word == "[" || word == "{")) ++depth;
    if (sign && (word == ")" || word == "]" || word == "}")) --depth;
    text += trivia + word;
  }
  return text;
}

std::string entry_page(const Entry& entry, const std::string& query, const std::string& output) {
  std::string page(origin);
  page += "# " + entry.name + "\n\n" + entry.doc + "\n\n```text\n";
  for (const std::string& line : entry.syntax) page += line + "\n";
  page += "```\n";
  if (!entry.parameters.empty()) {
    page += "\n| parameter | " + std::string(entry.result.empty() ? "meaning" : "takes") + " |\n|---|---|\n";
    for (const auto& [name, text] : entry.parameters) page += "| " + code(name) + " | " + cell(text) + " |\n";
  }
  if (!entry.result.empty()) page += "\n" + entry.result + (entry.result.ends_with('\n') ? "" : "\n");
  if (!entry.aliases.empty()) {
    page += "\nAlso written:";
    for (const std::string& alias : entry.aliases) page += (alias == entry.aliases[0] ? " `" : ", `") + alias + "`";
    page += ".\n";
  }
  if (!entry.notes.empty()) page += "\n" + entry.notes + "\n";
  page += "\n## Example\n\n```kql\n" + query + "\n```\n\n```text\n" + output + "```\n";
  if (const std::string address = kusto_page(entry); !address.empty()) {
    page += "\nThe documented behaviour: [" + address.substr(address.rfind('/') + 1) + "](" + address + ").\n";
  } else if (entry.kind == NameKind::Plugin) {
    page += "\nA plugin of Huntbook's own; Kusto has none of this name.\n";
  }
  return page;
}

std::string folder_index(const std::string& folder, const std::vector<Entry>& entries) {
  const auto* found = std::ranges::find(folders, folder, &Folder::name);
  std::string page(origin);
  page += "# " + std::string(found->title) + "\n\n" + std::string(found->text) + "\n";
  std::vector<std::string> families;
  for (const Entry& entry : entries) {
    if (folder_of(entry) == folder && std::ranges::find(families, entry.family) == families.end())
      families.push_back(entry.family);
  }
  for (const std::string& family : families) {
    if (families.size() > 1) page += "\n## " + family + "\n";
    page += "\n| name | |\n|---|---|\n";
    for (const Entry& entry : entries)
      if (folder_of(entry) == folder && entry.family == family) page += index_line(entry);
  }
  return page;
}

std::string main_index(const std::vector<Entry>& entries) {
  std::string page(origin);
  page +=
      "# KQL in Huntbook\n\nA page for each operator and function, with an example and what the program prints for it. "
      "The meaning is Kusto's, as documented; where Huntbook differs, the page says how.\n\n| | pages | "
      "|\n|---|---|---|\n";
  for (const Folder& folder : folders) {
    const auto count =
        std::ranges::count_if(entries, [&](const Entry& entry) { return folder_of(entry) == folder.name; });
    page += "| [" + std::string(folder.title) + "](" + std::string(folder.name) + "/README.md) | " +
            std::to_string(count) + " | " + std::string(folder.text) + " |\n";
  }
  return page +
         "\nHow much of the language is there: [completeness](completeness.md). How close it comes to the "
         "documentation's "
         "own examples: [conformance](../kql-conformance.md).\n\nThe examples run on a case without evidence, with the "
         "clock at 2024-05-06T07:08:09Z. They are run again, and these pages compared, with the tests.\n";
}

std::string completeness_page(const std::vector<Entry>& entries) {
  struct Row {
    std::size_t all = 0, supported = 0, unknown = 0;
  };
  std::vector<std::pair<std::string, Row>> rows;
  std::vector<std::pair<std::string, std::vector<std::string>>> refused;  // reason, names
  const auto slot = [](auto& list, const std::string& key) -> auto& {
    auto found = std::ranges::find(list, key, [](const auto& item) { return item.first; });
    if (found != list.end()) return found->second;
    list.push_back({key, {}});
    return list.back().second;
  };
  for (const KustoName& name : kusto_names()) {
    const Standing standing = standing_of(name);
    Row& row = slot(rows, name.kind);
    ++row.all;
    row.supported += standing.kind == Standing::Kind::Supported ? 1 : 0;
    row.unknown += standing.kind == Standing::Kind::Unknown ? 1 : 0;
    if (standing.kind == Standing::Kind::Refused)
      slot(refused, standing.reason).push_back(name.name + (name.kind == "function" ? "()" : ""));
  }
  std::string page(origin);
  page +=
      "# How complete Huntbook's KQL is\n\nAgainst the names that Kusto's language service and documentation list "
      "(tests/kql/reference/catalogue.tsv; old spellings count as names of their own). A name is there, or it is "
      "refused "
      "by name with the reason; nothing is taken and then ignored.\n\n| | in the catalogue | there | refused |\n"
      "|---|---|---|---|\n";
  Row sum;
  for (const auto& [kind, row] : rows) {
    page += "| " + kind + "s | " + std::to_string(row.all) + " | " + std::to_string(row.supported) + " | " +
            std::to_string(row.all - row.supported - row.unknown) + " |\n";
    sum.all += row.all;
    sum.supported += row.supported;
    sum.unknown += row.unknown;
  }
  page += "| all | " + std::to_string(sum.all) + " | " + std::to_string(sum.supported) + " | " +
          std::to_string(sum.all - sum.supported - sum.unknown) + " |\n";
  page +=
      "\nThat a name is there says little about how it behaves: what the documentation's examples and published "
      "queries "
      "give is measured in [kql-conformance.md](../kql-conformance.md). Every name has a [page](README.md) with an "
      "example, and cases in tests/kql that say what comes out.\n\n## Refused\n\n| reason | names |\n|---|---|\n";
  for (auto& [reason, names] : refused) {
    page += "| " + cell(reason) + " |";
    for (std::size_t i = 0; i < names.size(); ++i) page += (i == 0 ? " " : ", ") + code(names[i]);
    page += " |\n";
  }
  std::string own;
  for (const Entry& entry : entries) {
    const bool known =
        std::ranges::any_of(kusto_names(), [&](const KustoName& name) { return name.name == entry.name; });
    if (known || entry.kind == NameKind::ValueOperator) continue;
    own += (own.empty() ? "[" : ", [") + code(entry.name) + "](" + page_path(entry.kind, entry.name) + ".md)";
  }
  if (!own.empty()) page += "\n## Beyond the catalogue\n\n" + own + "\n";
  return page;
}

}  // namespace huntbook::kql_cases
