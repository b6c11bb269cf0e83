// Promise: in a query of 200 lines, each of the editor's services (diagnostics, completion, hovering, signature help,
// definition, formatting) answers in under 10 ms from the text alone, so that it can follow every key.
//
// The text is made here: lets, functions, joins and long operators, with a mistake here and there. Each service is
// asked at places all over it; the figure is the median over the places of the time that parsing, binding and answering
// take together, and the slowest of them beside it.
#include <algorithm>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/measure.hpp"
#include "kql/editor/complete.hpp"
#include "kql/editor/definition.hpp"
#include "kql/editor/diagnose.hpp"
#include "kql/editor/hover.hpp"
#include "kql/editor/signature_help.hpp"
#include "kql/syntax/format.hpp"
#include "query/run.hpp"

namespace {

using namespace huntbook;
using namespace huntbook::kql::editor;

constexpr double promised_ms = 10;
constexpr int lets = 24;  // of eight lines each
constexpr std::size_t places = 60;

std::string make_query() {
  std::string text = "// Logons that follow one another\n";
  for (int i = 0; i < lets; ++i) {
    const std::string source = i == 0 ? "SecurityEvent" : fmt::format("Step{}", i - 1);
    if (i % 4 == 3) {
      text += fmt::format(
          "let Rare{0} = (T:(Account:string, TimeGenerated:datetime, Seen:long), least:long = {0}) {{\n    T\n    | "
          "where "
          "Seen < least // rare ones only\n    | extend Day = startofday(TimeGenerated), Name = tolower(Account)\n    "
          "| "
          "summarize Days = dcount(Day), Seen = sum(Seen) by Name\n    | project Account = Name, Seen, Days\n    | top "
          "100 "
          "by Seen asc\n}};\n",
          i);
    }
    text += fmt::format(
        "let Step{0} = {1}\n    | where TimeGenerated > ago({2}d) and Account !has \"system\" and Account !in~ "
        "(\"guest\", "
        "'krbtgt')\n    | extend Hour{0} = bin(TimeGenerated, 1h), Short{0} = iff(strlen(Account) > 20, "
        "substring(Account, "
        "0, 20), Account)\n    | join kind=leftouter (SecurityEvent | where EventID == 4624 | summarize Total{0} = "
        "count() "
        "by Account) on Account\n    | extend Seen = toint(Total{0}) + {0}, Parts{0} = split(Short{0}, '\\\\')\n    | "
        "where isnotempty(Parts{0}[0]) or Hour{0} between (ago(2d) .. now())\n    | project-away Account1;\n",
        i, source, i + 1);
  }
  text += fmt::format("Step{}\n| summarize count(), max(Seen) by Account, bin(TimeGenerated, 1h)\n", lets - 1);
  text += "| where count_ > 5 and Acount startswith 'a'\n| sort by max_Seen desc\n| take 50\n";
  return text;
}

void measure(std::string_view what, const std::function<void(std::size_t)>& service, std::size_t size) {
  std::vector<double> times;
  for (std::size_t i = 0; i < places; ++i) {
    const std::clock_t begin = std::clock();
    service(size * i / places);
    times.push_back(static_cast<double>(std::clock() - begin) * 1000 / CLOCKS_PER_SEC);
  }
  const double slowest = *std::ranges::max_element(times);
  bench::promise(fmt::format("{}, median", what), bench::median(std::move(times)), promised_ms, "ms");
  bench::figure(fmt::format("{}, slowest", what), slowest, "ms");
}

}  // namespace

int main() {
  auto case_file = casefile::CaseFile::in_memory({});
  if (!case_file) {
    fmt::print(stderr, "{}\n", case_file.error().message);
    return 1;
  }
  const query::CaseCatalogue catalogue(**case_file);
  const std::string text = make_query();
  bench::figure("lines", static_cast<double>(std::ranges::count(text, '\n')), "");
  Surroundings surroundings;
  surroundings.catalogue = &catalogue;
  std::size_t answers = 0;  // so that nothing is left out
  const auto size = text.size();
  measure("parsing and binding", [&](std::size_t) { answers += Document(text, surroundings).text().size(); }, size);
  measure("diagnostics", [&](std::size_t) { answers += diagnose(Document(text, surroundings)).size(); }, size);
  measure(
      "completion", [&](std::size_t at) { answers += complete(Document(text, surroundings), at).items.size(); }, size);
  measure(
      "completion, cut off at the cursor",
      [&](std::size_t at) { answers += complete(Document(text.substr(0, at), surroundings), at).items.size(); }, size);
  measure(
      "hovering", [&](std::size_t at) { answers += hover(Document(text, surroundings), at).has_value() ? 1 : 0; },
      size);
  measure(
      "signature help",
      [&](std::size_t at) { answers += signature_help(Document(text, surroundings), at).has_value() ? 1 : 0; }, size);
  measure(
      "definition",
      [&](std::size_t at) { answers += definition(Document(text, surroundings), at).has_value() ? 1 : 0; }, size);
  measure("references", [&](std::size_t at) { answers += references(Document(text, surroundings), at).size(); }, size);
  measure("formatting", [&](std::size_t) { answers += kql::syntax::format(text).text.size(); }, size);
  return answers == 0 ? 1 : bench::verdict();
}
