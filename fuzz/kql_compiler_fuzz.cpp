// The whole compiler on any text, over a few tables: it ends with SQL or with diagnostics that can be shown, and never
// with a defect of its own (HB000). A query that asks for its data first is told that there is none.
#include <cstddef>
#include <cstdint>
#include <string>

#include "grammar/small_tables.hpp"
#include "kql/compile.hpp"
#include "require.hpp"

namespace {

namespace kql = huntbook::kql;

constexpr int most_probes = 4;

kql::Facts no_rows(const kql::CompiledQuery& probe) {
  kql::Facts facts;
  facts.push_back(huntbook::make_batch(probe.result.columns));
  return facts;
}

}  // namespace

using huntbook::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const huntbook::fuzz::SmallTables tables;
  const std::string text(reinterpret_cast<const char*>(data), size);
  kql::CompileOptions options;
  options.catalogue = &tables;
  options.now = 638'400'000'000'000'000;
  options.query_time = {638'000'000'000'000'000, 639'000'000'000'000'000};
  kql::Compilation compilation = kql::compile(text, options);
  for (int probes = 0; compilation.probe && probes < most_probes; ++probes) {
    options.facts.push_back(no_rows(*compilation.probe));
    compilation = kql::compile(text, options);
  }
  require(compilation.queries.empty() || !compilation.has_errors(), "a query with errors has no SQL");
  std::size_t shown = 0;
  for (const huntbook::diag::Diagnostic& diagnostic : compilation.diagnostics) {
    require(diagnostic.code != "HB000", diagnostic.message.c_str());
    require(diagnostic.span.begin <= diagnostic.span.end && diagnostic.span.end <= size, "a place lies in the text");
    if (++shown > 20) continue;
    for (const char c : huntbook::diag::render(diagnostic, text))
      require(c == '\n' || static_cast<unsigned char>(c) >= 0x20, "what is shown holds no control characters");
  }
  for (const kql::CompiledQuery& query : compilation.queries) require(!query.result.sql.empty(), "a query has SQL");
  return 0;
}
