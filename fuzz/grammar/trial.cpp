#include "grammar/trial.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "case/kept_table.hpp"
#include "kql/compile.hpp"
#include "query/run.hpp"
#include "render/value.hpp"

namespace huntbook::fuzz {

namespace {

constexpr std::chrono::seconds time_limit{20};

// A result kept for a table.
class Keep final : public query::ResultSink {
 public:
  explicit Keep(casefile::KeptTable& table) : table_(table) {}
  Result<void> begin(const query::ResultInfo& info) override {
    schema_ = info.schema;
    return table_.append(schema_, {});
  }
  Result<void> batch(const Batch& batch) override { return table_.append(schema_, {batch}); }
  Result<void> end() override { return {}; }

 private:
  casefile::KeptTable& table_;
  Schema schema_;
};

class KeepTexts final : public query::ResultSink {
 public:
  explicit KeepTexts(std::vector<std::string>& rows) : rows_(rows) {}
  Result<void> begin(const query::ResultInfo& /*info*/) override { return {}; }
  Result<void> batch(const Batch& batch) override {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      std::string line;
      for (const Column& column : batch.columns) {
        line += render::format_value(column, row);
        line += '\x1f';
      }
      rows_.push_back(std::move(line));
    }
    return {};
  }
  Result<void> end() override { return {}; }

 private:
  std::vector<std::string>& rows_;
};

// Made-up queries may well take too much time or memory, or ask for a place where there is no GeoIP database; whatever
// else ends one while it runs is a defect.
std::string finding_of(const Error& error) {
  const bool surroundings = error.kind == ErrorKind::Environment || error.message.contains("time limit") ||
                            error.message.contains("HUNTBOOK_GEOIP");
  return surroundings ? std::string() : fmt::format("it compiled and then failed: {}", error.message);
}

}  // namespace

Result<Trial> Trial::open(unsigned seed) {
  HUNTBOOK_TRY(auto file, casefile::CaseFile::in_memory({.memory_limit = 512 << 20, .threads = 1, .command = {}}));
  HUNTBOOK_TRY(auto connection, file->connect());
  Trial trial(std::move(file), std::move(connection));
  for (const auto& [name, table] : trial.tables_.tables()) {
    if (table.relation.empty()) continue;
    HUNTBOOK_TRY(const auto kept, trial.file_->keep_table(name, "made-up rows"));
    Keep sink(*kept);
    const query::RunOutcome outcome = query::run(*trial.file_, *trial.connection_, rows_of(table, seed), {}, sink);
    if (outcome.error) return std::unexpected(*outcome.error);
    if (!outcome.ok()) return fail(ErrorKind::Internal, outcome.diagnostics.front().message);
    HUNTBOOK_CHECK(kept->commit());
  }
  // What a query says of a table without rows is the same here: it is none of the case's.
  const std::string nothing = rows_of(trial.tables_.tables().at("Nothing"), seed) + " | take 0";
  HUNTBOOK_TRY(const auto kept, trial.file_->keep_table("Nothing", "no rows"));
  Keep sink(*kept);
  if (const auto outcome = query::run(*trial.file_, *trial.connection_, nothing, {}, sink); outcome.error)
    return std::unexpected(*outcome.error);
  HUNTBOOK_CHECK(kept->commit());
  return trial;
}

Trial::Outcome Trial::run(std::string_view query) {
  Outcome outcome;
  KeepTexts sink(outcome.rows);
  query::RunOptions options;
  options.now = 638'400'000'000'000'000;
  options.time_limit = time_limit;
  const query::RunOutcome ran = query::run(*file_, *connection_, query, options, sink);
  for (const diag::Diagnostic& diagnostic : ran.diagnostics)
    if (diagnostic.code == "HB000") outcome.finding = "the compiler failed: " + diagnostic.message;
  outcome.valid = ran.ok();
  if (ran.error) outcome.finding = finding_of(*ran.error);
  return outcome;
}

std::string Trial::three_parts(std::string_view table, std::string_view predicate) {
  const Outcome all = run(table);
  std::vector<std::string> parts;
  for (const std::string& condition :
       {std::string(predicate), fmt::format("not({})", predicate), fmt::format("isnull({})", predicate)}) {
    const Outcome part = run(fmt::format("{} | where {}", table, condition));
    if (!part.finding.empty()) return part.finding;
    if (!part.valid) return {};
    parts.insert(parts.end(), part.rows.begin(), part.rows.end());
  }
  std::vector<std::string> whole = all.rows;
  std::ranges::sort(whole);
  std::ranges::sort(parts);
  if (parts == whole) return {};
  return fmt::format("where p, not(p) and isnull(p) give {} rows of {}", parts.size(), whole.size());
}

std::string Trial::same_shape(std::string_view query, std::string_view with_other_text) const {
  kql::CompileOptions options;
  options.catalogue = &tables_;
  options.now = 638'400'000'000'000'000;
  const kql::Compilation one = kql::compile(query, options);
  const kql::Compilation other = kql::compile(with_other_text, options);
  if (one.has_errors() || other.has_errors() || one.probe || other.probe) return {};
  if (one.queries.size() != other.queries.size()) return "another number of queries";
  for (std::size_t i = 0; i < one.queries.size(); ++i) {
    const std::string first = without_texts(one.queries[i].result.sql);
    const std::string second = without_texts(other.queries[i].result.sql);
    if (first != second) return fmt::format("the SQL has another shape:\n{}\n{}", first, second);
  }
  return {};
}

std::string without_texts(std::string_view sql) {
  std::string out;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    const char quote = sql[at];
    if (quote != '\'' && quote != '"') {
      out += quote;
      continue;
    }
    const std::size_t begin = at++;
    for (; at < sql.size(); ++at) {
      if (sql[at] != quote) continue;
      if (at + 1 == sql.size() || sql[at + 1] != quote) break;
      ++at;
    }
    out += quote == '\'' ? "'?'" : std::string(sql.substr(begin, at + 1 - begin));
  }
  return out;
}

}  // namespace huntbook::fuzz
