#include "query/reduce_step.hpp"

#include <functional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/mining/log_patterns.hpp"
#include "engine/each_batch.hpp"

namespace huntbook::query {

namespace {

using mining::LogPatterns;
using Visit = std::function<Result<void>(const Batch& batch, std::size_t row)>;

Result<void> each_row(engine::Connection& connection, const std::string& sql, const Schema& columns,
                      const std::set<std::string>& functions, const Visit& visit) {
  HUNTBOOK_TRY(std::unique_ptr<engine::ResultStream> stream, connection.query(sql, columns, functions));
  return engine::each_batch(*stream, [&visit](const Batch& batch) -> Result<void> {
    for (std::size_t row = 0; row < batch.rows(); ++row) HUNTBOOK_CHECK(visit(batch, row));
    return {};
  });
}

Batch clusters(const LogPatterns& lines, const Schema& schema) {
  Batch batch = make_batch(schema);
  auto add = [&](std::string_view pattern, std::uint64_t count, std::string_view representative) {
    batch.columns[0].push_text(pattern);
    batch.columns[1].push_long(static_cast<std::int64_t>(count));
    batch.columns[2].push_text(representative);
    batch.columns[3].push_long(static_cast<std::int64_t>(batch.columns[3].size()));
  };
  for (const LogPatterns::Pattern& pattern : lines.patterns()) add(pattern.text, pattern.count, pattern.representative);
  if (lines.others() > 0) add("others", lines.others(), "");
  return batch;
}

}  // namespace

Result<void> run_reduce(engine::Connection& connection, const kql::PluginStep& step) {
  LogPatterns::Options options;
  bool keeps_rows = false;
  try {
    const auto payload = nlohmann::json::parse(step.payload);
    options.threshold = payload.at("threshold").get<double>();
    options.separators = payload.at("characters").get<std::string>();
    keeps_rows = payload.at("source").get<bool>();
  } catch (const nlohmann::json::exception& error) {
    return fail(ErrorKind::Internal, fmt::format("a payload that can't be read: {}", error.what()));
  }
  LogPatterns lines(std::move(options));
  const Schema& columns = step.input->columns;
  const std::size_t text = columns.size() - 1;
  HUNTBOOK_TRY(std::unique_ptr<engine::RelationWriter> rows, connection.write_relation(columns));
  {
    HUNTBOOK_TRY(std::unique_ptr<engine::ResultStream> stream,
                 connection.query(step.input->sql, columns, step.input->functions));
    HUNTBOOK_CHECK(engine::each_batch(*stream, [&](const Batch& batch) {
      for (std::size_t row = 0; row < batch.rows(); ++row) lines.count_hashed(batch.columns[text].text_at(row));
      return rows->append(batch);
    }));
  }
  const std::string kept = step.output + "_rows";
  HUNTBOOK_CHECK(connection.register_relation(kept, std::move(rows)));
  const std::string sql = fmt::format("SELECT c{} FROM {}", text, kept);
  const Schema only_text{columns.back()};
  HUNTBOOK_CHECK(each_row(connection, sql, only_text, {}, [&](const Batch& batch, std::size_t row) {
    return lines.count_words(batch.columns.front().text_at(row));
  }));
  HUNTBOOK_CHECK(each_row(connection, sql, only_text, {}, [&](const Batch& batch, std::size_t row) {
    return lines.count_patterns(batch.columns.front().text_at(row));
  }));
  HUNTBOOK_TRY(std::unique_ptr<engine::RelationWriter> result, connection.write_relation(step.columns));
  if (!keeps_rows) {
    HUNTBOOK_CHECK(result->append(clusters(lines, step.columns)));
  } else {
    Batch out = make_batch(step.columns);
    auto add = [&](const Batch& batch, std::size_t row) -> Result<void> {
      for (std::size_t i = 0; i < text; ++i) out.columns[i].push_from(batch.columns[i], row);
      std::string pattern = lines.pattern_of(batch.columns[text].text_at(row));
      out.columns[text].push_text(pattern.empty() ? "others" : pattern);
      out.columns[text + 1].push_long(0);
      if (row + 1 < batch.rows()) return {};
      return result->append(std::exchange(out, make_batch(step.columns)));
    };
    HUNTBOOK_CHECK(each_row(connection, fmt::format("SELECT * FROM {}", kept), columns, {}, add));
  }
  HUNTBOOK_CHECK(connection.drop_relation(kept));
  return connection.register_relation(step.output, std::move(result));
}

}  // namespace huntbook::query
