#include "query/explain.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/each_batch.hpp"
#include "query/temporary_relations.hpp"

namespace huntbook::query {

namespace {

const Schema& schema_of_explain() {
  static const Schema schema = {
      {"Query", ScalarType::Long}, {"Part", ScalarType::String}, {"Text", ScalarType::String}};
  return schema;
}

class Lines {
 public:
  explicit Lines(std::int64_t query) : query_(query) {}

  void add(std::string_view part, std::string_view text) {
    batch_.columns[0].push_long(query_);
    batch_.columns[1].push_text(part);
    batch_.columns[2].push_text(text);
  }
  void add_lines(std::string_view part, std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      if (end > 0) add(part, text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }
  const Batch& batch() const { return batch_; }

 private:
  std::int64_t query_;
  Batch batch_ = make_batch(schema_of_explain());
};

Result<void> add_engine_plan(engine::Connection& connection, const kql::SqlStep& step, Lines& lines) {
  HUNTBOOK_TRY(const auto stream,
               connection.query("EXPLAIN " + step.sql, {{"key", ScalarType::String}, {"value", ScalarType::String}},
                                step.functions));
  return engine::each_batch(*stream, [&lines](const Batch& batch) -> Result<void> {
    for (std::size_t row = 0; row < batch.rows(); ++row) lines.add_lines("engine", batch.columns[1].text_at(row));
    return {};
  });
}

Result<void> add_sql(engine::Connection& connection, const kql::SqlStep& step, Explain what, Lines& lines) {
  lines.add("sql", step.sql);
  return what == Explain::EnginePlan ? add_engine_plan(connection, step, lines) : Result<void>{};
}

}  // namespace

Result<void> explain(engine::Connection& connection, const std::vector<kql::CompiledQuery>& queries, Explain what,
                     ResultSink& sink) {
  ResultInfo info;
  info.schema = schema_of_explain();
  info.ordered = true;
  HUNTBOOK_CHECK(sink.begin(info));
  std::int64_t number = 0;
  for (const kql::CompiledQuery& query : queries) {
    Lines lines(++number);
    lines.add_lines("plan", query.plan);
    TemporaryRelations temporary(connection);
    for (const kql::PluginStep& step : query.steps) {
      if (step.input) HUNTBOOK_CHECK(add_sql(connection, *step.input, what, lines));
      lines.add("plugin " + step.plugin, step.payload);
      // Without rows, so that the engine can plan what reads them.
      if (what == Explain::EnginePlan) {
        HUNTBOOK_CHECK(connection.register_relation(step.output, step.columns, {}));
        temporary.add(step.output);
      }
    }
    HUNTBOOK_CHECK(add_sql(connection, query.result, what, lines));
    HUNTBOOK_CHECK(sink.batch(lines.batch()));
  }
  return sink.end();
}

}  // namespace huntbook::query
