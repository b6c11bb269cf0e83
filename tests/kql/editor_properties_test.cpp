// What holds for every query of tests/kql: formatting is idempotent and leaves the tokens alone, and the editor's
// services answer at every place of every beginning of a text, wherever it is cut off.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "case_reader.hpp"
#include "editor_catalogue.hpp"
#include "kql/editor/complete.hpp"
#include "kql/editor/definition.hpp"
#include "kql/editor/diagnose.hpp"
#include "kql/editor/hover.hpp"
#include "kql/editor/signature_help.hpp"
#include "kql/syntax/dump.hpp"
#include "kql/syntax/format.hpp"

namespace huntbook::kql_cases {
namespace {

std::vector<std::string> all_queries() {
  std::set<std::string> queries;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(HUNTBOOK_KQL_CASES)) {
    if (entry.path().extension() != ".test") continue;
    for (const Case& test : read_cases(entry.path())) {
      if (const std::string* kql = test.find("kql")) queries.insert(*kql);
    }
  }
  return {queries.begin(), queries.end()};
}

std::vector<std::string> tokens_of(const std::string& text) {
  std::vector<std::string> tokens;
  for (const kql::Token& token : kql::tokenize(text).tokens)
    tokens.push_back(text.substr(token.span.begin, token.span.end - token.span.begin));
  return tokens;
}

TEST(Format, IsIdempotentAndKeepsTheTokens) {
  std::size_t formatted = 0;
  for (const std::string& query : all_queries()) {
    SCOPED_TRACE(query);
    const kql::syntax::Formatted once = kql::syntax::format(query);
    if (!once.diagnostics.empty()) {
      EXPECT_EQ(once.text, query);
      continue;
    }
    ++formatted;
    EXPECT_EQ(kql::syntax::format(once.text).text, once.text);
    EXPECT_EQ(tokens_of(once.text), tokens_of(query));
    EXPECT_EQ(dump(kql::syntax::parse(once.text)), dump(kql::syntax::parse(query)));
  }
  EXPECT_GT(formatted, 500U);
}

// Each query begins with its tokens far apart, one a line, or without line ends: the result is the same.
TEST(Format, DependsOnTheTokensAlone) {
  for (const std::string& query : all_queries()) {
    if (query.find("//") != std::string::npos || query.find('#') != std::string::npos) continue;
    // Operators that the formatter leaves as they are written.
    if (query.find("make-graph") != std::string::npos || query.find("scan ") != std::string::npos) continue;
    const kql::syntax::Formatted formatted = kql::syntax::format(query);
    if (!formatted.diagnostics.empty()) continue;
    std::string spread;
    for (const char c : query) spread += c == '|' ? std::string("\n |") : std::string(1, c);
    const kql::syntax::Formatted again = kql::syntax::format(spread);
    // A '|' in a text literal makes another query.
    if (!again.diagnostics.empty() || tokens_of(spread) != tokens_of(query)) continue;
    EXPECT_EQ(again.text, formatted.text);
  }
}

class Services {
 public:
  void ask(const std::string& text, std::size_t offset) {
    using namespace kql::editor;
    Surroundings surroundings;
    surroundings.catalogue = &catalogue_;
    const auto begin = std::chrono::steady_clock::now();
    const Document document(text, surroundings);
    const Completion completion = complete(document, offset);
    EXPECT_LE(completion.replace.begin, completion.replace.end);
    EXPECT_LE(completion.replace.end, text.size());
    EXPECT_LE(completion.replace.begin, offset);
    static_cast<void>(hover(document, offset));
    static_cast<void>(signature_help(document, offset));
    if (const auto found = definition(document, offset)) {
      EXPECT_LE(found->end, text.size());
    }
    for (const diag::Span& use : references(document, offset)) EXPECT_LE(use.end, text.size());
    for (const diag::Diagnostic& each : diagnose(document)) EXPECT_LE(each.span.begin, text.size());
    const auto took = std::chrono::steady_clock::now() - begin;
    slowest_ = std::max(slowest_, std::chrono::duration<double, std::milli>(took).count());
  }
  double slowest() const { return slowest_; }

 private:
  EditorCatalogue catalogue_;
  double slowest_ = 0;
};

TEST(EditorServices, AnswerAtEveryPlaceOfEveryBeginning) {
  Services services;
  std::size_t number = 0;
  for (const std::string& query : all_queries()) {
    SCOPED_TRACE(query);
    // Every place of a sample; of the others, and of long ones, a place here and there.
    const bool every_place = ++number % 20 == 0 && query.size() < 2000;
    const std::size_t step = every_place ? 1 : query.size() / 6 + 1;
    for (std::size_t offset = 0; offset <= query.size(); offset += step) {
      services.ask(query.substr(0, offset), offset);  // cut off at the cursor
      services.ask(query, offset);
    }
  }
  EXPECT_LT(services.slowest(), 2000);
}

TEST(EditorServices, AnswerInHostileTexts) {
  Services services;
  for (const std::string& text :
       {std::string(20000, '('), std::string(20000, '|'), std::string("Logons | where ") + std::string(5000, '['),
        std::string("\xff\xfe let \xc3"), std::string("Logons | extend a = \"\xf0\x9f\x98"), std::string(3000, '$'),
        std::string("let f = (x:long) { f(x) }; f("), std::string("let x = x; x | where x == x"),
        std::string(".set T <| Logons | where "), std::string("."), std::string(".show "), std::string("$left.")}) {
    for (const std::size_t offset : {std::size_t{0}, text.size() / 2, text.size()}) services.ask(text, offset);
  }
  std::string lets;
  for (int i = 0; i < 300; ++i) lets += "let a" + std::to_string(i) + " = Logons | where Account has 'a';\n";
  services.ask(lets + "a1 | where ", lets.size() + 11);
  std::string doubling = "let f0 = (x:long) { x };\n";
  for (int i = 1; i < 40; ++i) {
    const std::string before = std::to_string(i - 1);
    doubling += "let f" + std::to_string(i) + " = (x:long) { f" + before + "(x) + f" + before + "(x) };\n";
  }
  services.ask(doubling + "print f39(", doubling.size() + 10);
  EXPECT_LT(services.slowest(), 20000);
}

}  // namespace
}  // namespace huntbook::kql_cases
