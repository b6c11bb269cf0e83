// Queries that the grammar makes out of a fuzzer's bytes, compiled and run on small tables: none ends in a defect, a
// predicate splits a table in three, and a hostile text in a literal leaves the SQL its shape.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

#include "grammar/query_maker.hpp"
#include "grammar/trial.hpp"

namespace {

namespace fuzz = huntbook::fuzz;

void require_none(const std::string& finding, const std::string& query) {
  if (finding.empty()) return;
  std::fprintf(stderr, "%s\nquery: %s\n", finding.c_str(), query.c_str());
  std::abort();
}

fuzz::Trial& trial() {
  static auto* opened = [] {
    auto made = fuzz::Trial::open(1);
    if (!made) {
      std::fprintf(stderr, "%s\n", made.error().message.c_str());
      std::abort();
    }
    return new fuzz::Trial(std::move(*made));
  }();
  return *opened;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::SmallTables tables;
  const std::span bytes(data, size);
  fuzz::Choices choices(bytes);
  const std::string query = fuzz::QueryMaker(tables, choices).query();
  require_none(trial().run(query).finding, query);
  fuzz::Choices again(bytes), other(bytes), third(bytes);
  const auto split = fuzz::QueryMaker(tables, third).filtered();
  require_none(trial().three_parts(split.table, split.predicate), split.table + " | where " + split.predicate);
  const std::string plain = fuzz::QueryMaker(tables, again, "plain text").query();
  const std::string hostile = fuzz::QueryMaker(tables, other, "'); DROP TABLE x; --\" $1 \\' \n?").query();
  require_none(trial().same_shape(plain, hostile), hostile);
  return 0;
}
