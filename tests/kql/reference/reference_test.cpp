// The pages of docs/kql/ are what the records say and what the program prints for their examples. With
// HUNTBOOK_REFILL=1 (make docs) they are written anew: review the difference before you commit it.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "../run_query.hpp"
#include "kusto_names.hpp"
#include "notebook/external_files.hpp"
#include "notebook/format_sink.hpp"
#include "page.hpp"
#include "query/run.hpp"

namespace huntbook::kql_cases {
namespace {

using Pages = std::map<std::string, std::string>;  // path below docs/kql, text

// Rows whose order the query does not define stand in the order of their texts, so that a page does not change by
// itself.
class SortingSink final : public query::ResultSink {
 public:
  SortingSink(query::ResultSink& inner, std::string& text) : inner_(inner), text_(text) {}

  Result<void> begin(const query::ResultInfo& info) override {
    ordered_ = info.ordered;
    begin_ = text_.size();
    return inner_.begin(info);
  }
  Result<void> batch(const Batch& batch) override { return inner_.batch(batch); }
  Result<void> end() override {
    HUNTBOOK_CHECK(inner_.end());
    if (!ordered_) sort_rows();
    return {};
  }

 private:
  // Behind the line under the header.
  void sort_rows() {
    const std::size_t rule = text_.find("\n─", begin_);
    const std::size_t rows = rule == std::string::npos ? rule : text_.find('\n', rule + 1);
    if (rows == std::string::npos) return;
    std::istringstream stream(text_.substr(rows + 1));
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    std::ranges::sort(lines);
    text_.resize(rows + 1);
    for (const std::string& line : lines) text_ += line + "\n";
  }

  query::ResultSink& inner_;
  std::string& text_;
  bool ordered_ = false;
  std::size_t begin_ = 0;
};

// What the program prints; where it fails, the message.
std::string printed(EmptyCase& empty_case, const std::string& query) {
  std::string text;
  const auto writer = notebook::make_format_sink(
      {},
      [&](std::string_view bytes) -> Result<void> {
        text += bytes;
        return {};
      },
      nullptr);
  SortingSink sink(*writer, text);
  query::RunOptions options;
  options.now = parse_datetime("2024-05-06T07:08:09Z").value();
  notebook::ExternalFiles files(*empty_case.file, {.exports = {}, .writes = {}, .reads = {"tests/kql/files"}}, nullptr);
  options.external = &files;
  const query::RunOutcome outcome = query::run(*empty_case.file, *empty_case.connection, query, options, sink);
  for (const diag::Diagnostic& diagnostic : outcome.diagnostics)
    if (diagnostic.severity == diag::Severity::Error) return "error " + diagnostic.code + ": " + diagnostic.message;
  if (outcome.error) return "error: " + outcome.error->message;
  // No blanks at the ends of lines, which editors take away, and no empty lines at the end.
  std::string trimmed;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    trimmed += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    begin = end + 1;
  }
  while (trimmed.ends_with("\n\n")) trimmed.pop_back();
  return trimmed;
}

Pages make_pages() {
  Result<EmptyCase> empty_case = open_empty_case();
  EXPECT_TRUE(empty_case);
  Pages pages;
  const std::vector<Entry> entries = all_entries();
  for (const Entry& entry : entries) {
    SCOPED_TRACE(entry.name);
    const std::string query = broken_lines(entry.example);
    const std::string output = printed(*empty_case, query);
    EXPECT_FALSE(output.starts_with("error")) << output << "\n" << query;
    const std::string path = page_path(entry.kind, entry.name);
    EXPECT_TRUE(pages.emplace(path + ".md", entry_page(entry, query, output)).second) << path << " twice";
    const std::string folder = path.substr(0, path.find('/'));
    pages.try_emplace(folder + "/README.md", folder_index(folder, entries));
  }
  pages.emplace("README.md", main_index(entries));
  pages.emplace("completeness.md", completeness_page(entries));
  return pages;
}

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Reference, PagesAreWhatTheRecordsSay) {
  const std::filesystem::path folder = HUNTBOOK_KQL_PAGES;
  const Pages pages = make_pages();
  const bool refill = std::getenv("HUNTBOOK_REFILL") != nullptr;
  for (const auto& [path, text] : pages) {
    if (refill) {
      std::filesystem::create_directories((folder / path).parent_path());
      std::ofstream(folder / path, std::ios::binary) << text;
    } else {
      EXPECT_TRUE(read(folder / path) == text) << "docs/kql/" << path << " is stale; run 'make docs'";
    }
  }
  if (!std::filesystem::exists(folder)) return;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    const std::string path = std::filesystem::relative(file, folder).generic_string();
    if (pages.contains(path)) continue;
    if (refill) {
      std::filesystem::remove(file);
    } else {
      ADD_FAILURE() << "docs/kql/" << path << " belongs to no record; run 'make docs'";
    }
  }
}

TEST(Reference, EveryRecordSaysWhatItIs) {
  for (const Entry& entry : all_entries()) {
    SCOPED_TRACE(entry.name);
    EXPECT_GE(entry.doc.size(), 12U);
    EXPECT_TRUE(entry.doc.ends_with('.')) << entry.doc;
    EXPECT_FALSE(entry.syntax.empty());
    EXPECT_FALSE(entry.family.empty());
  }
}

TEST(Reference, EveryNameOfTheCatalogueIsThereOrRefusedWithAReason) {
  for (const KustoName& name : kusto_names()) {
    EXPECT_NE(standing_of(name).kind, Standing::Kind::Unknown) << "the " << name.kind << " " << name.name;
  }
}

TEST(Reference, LongExamplesAreBrokenWhereAReaderWouldBreakThem) {
  EXPECT_EQ(broken_lines("print 1 | where true"), "print 1 | where true");
  const std::string list = "[\"a|b;\", \"" + std::string(80, 'x') + "\"]";
  EXPECT_EQ(broken_lines("let L = 1; datatable(s: string)" + list + " | mv-apply s on (where s has \"a\" | take L)"),
            "let L = 1;\ndatatable(s: string)" + list + "\n| mv-apply s on (where s has \"a\" | take L)");
}

}  // namespace
}  // namespace huntbook::kql_cases
