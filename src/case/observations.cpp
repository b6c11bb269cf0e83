// Observations: what the analyst keeps of the investigation. Their order is that of their first addition.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "case/documented_tables.hpp"
#include "case/own_table_access.hpp"
#include "case/store.hpp"

namespace huntbook::casefile {

namespace {

struct Ordered {
  std::int64_t ordinal;
  Observation observation;
};

std::string json_of(const std::vector<std::string>& tags) {
  return nlohmann::json(tags).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> tags_of(std::string_view json) {
  nlohmann::json parsed = nlohmann::json::parse(json, nullptr, false);
  std::vector<std::string> tags;
  if (parsed.is_array())
    for (const auto& tag : parsed)
      if (tag.is_string()) tags.push_back(tag.get<std::string>());
  return tags;
}

Result<std::vector<Ordered>> read_observations(engine::Connection& connection) {
  std::vector<Ordered> list;
  Schema schema = find_documented("Observations")->columns;
  schema.push_back({"ordinal", ScalarType::Long});
  HUNTBOOK_CHECK(each_row(
      connection,
      fmt::format("SELECT {}, ordinal FROM observation ORDER BY ordinal", fmt::join(own_sources("Observations"), ", ")),
      schema, [&](const Batch& batch, std::size_t row) {
        auto text = [&](std::size_t column) { return std::string(batch.columns[column].text_at(row)); };
        list.push_back({batch.columns[8].long_at(row),
                        {text(0), text(1), text(2), tags_of(batch.columns[3].text_at(row)), text(4), text(5), text(6),
                         batch.columns[7].long_at(row)}});
      }));
  return list;
}

Result<void> insert_observation(engine::Connection& connection, const Ordered& row) {
  Schema schema = find_documented("Observations")->columns;
  schema.push_back({"ordinal", ScalarType::Long});
  Batch batch = make_batch(schema);
  const Observation& observation = row.observation;
  batch.columns[0].push_text(observation.caption);
  batch.columns[1].push_text(observation.description);
  batch.columns[2].push_text(observation.link);
  batch.columns[3].push_text(json_of(observation.tags));
  batch.columns[4].push_text(observation.severity);
  batch.columns[5].push_text(observation.query);
  if (observation.captured.empty()) {
    batch.columns[6].push_null();
  } else {
    batch.columns[6].push_text(observation.captured);
  }
  batch.columns[7].push_long(observation.added_at);
  batch.columns[8].push_long(row.ordinal);
  std::vector<std::string> columns = own_sources("Observations");
  columns.emplace_back("ordinal");
  return insert_rows(connection, "observation", columns, std::move(batch));
}

}  // namespace

Result<std::vector<Observation>> CaseFile::observations() {
  HUNTBOOK_TRY(auto list, read_observations(*state_->connection));
  std::vector<Observation> observations;
  for (Ordered& row : list) observations.push_back(std::move(row.observation));
  return observations;
}

Result<void> CaseFile::observe(Observation observation) {
  HUNTBOOK_CHECK(require_writing(state_->access));
  if (observation.caption.empty()) return fail(ErrorKind::User, "an observation needs a caption");
  engine::Connection& connection = *state_->connection;
  HUNTBOOK_TRY(auto list, read_observations(connection));
  std::int64_t ordinal = list.empty() ? 1 : list.back().ordinal + 1;
  for (const Ordered& row : list)
    if (row.observation.caption == observation.caption) ordinal = row.ordinal;
  return in_transaction(connection, [&]() -> Result<void> {
    HUNTBOOK_CHECK(connection.execute(fmt::format("DELETE FROM observation WHERE ordinal = {}", ordinal)));
    return insert_observation(connection, {ordinal, std::move(observation)});
  });
}

Result<bool> CaseFile::drop_observation(std::string_view caption) {
  HUNTBOOK_CHECK(require_writing(state_->access));
  HUNTBOOK_TRY(auto list, read_observations(*state_->connection));
  auto found = std::ranges::find_if(list, [&](const Ordered& row) { return row.observation.caption == caption; });
  if (found == list.end()) return false;
  HUNTBOOK_CHECK(
      state_->connection->execute(fmt::format("DELETE FROM observation WHERE ordinal = {}", found->ordinal)));
  return true;
}

}  // namespace huntbook::casefile
