#include "case/kept_table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "case/documented_tables.hpp"
#include "case/own_table_access.hpp"
#include "case/store.hpp"
#include "case/table_growth.hpp"
#include "case/widening.hpp"

namespace huntbook::casefile {

namespace {

// Kusto's limit on the names of entities (docs, "Entity names").
constexpr std::size_t longest_name = 1024;

Result<void> check_name(std::string_view name) {
  const bool printable = std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (name.empty() || name.size() > longest_name || !printable)
    return fail(ErrorKind::User, fmt::format("a table's name has 1 to {} printable bytes", longest_name));
  if (find_documented(name) != nullptr)
    return fail(ErrorKind::User,
                fmt::format("{} is a documented table; it holds evidence and no results of queries", name),
                "name another table");
  return {};
}

}  // namespace

struct KeptTable::State {
  CaseFile::State* case_state;
  std::unique_ptr<engine::Connection> connection;
  TableEntry entry;
  std::string replaced;  // engine table of the result before; empty: none
  std::uint64_t rows = 0;
  bool open = false;  // the transaction runs
};

KeptTable::KeptTable(std::unique_ptr<State> state) : state_(std::move(state)) {}

KeptTable::~KeptTable() {
  // Where the rollback fails too, the engine rolls back when the connection ends.
  if (state_->open) static_cast<void>(state_->connection->rollback());
  state_->case_state->appending = false;
}

Result<void> KeptTable::append(const Schema& schema, std::vector<Batch> batches) {
  for (const Batch& batch : batches) state_->rows += batch.rows();
  const std::int64_t spare_id = std::max(next_id(state_->case_state->catalogue), state_->entry.id + 1);
  std::vector<std::string> notes;  // of widened columns, which the one schema of a result has not
  return append_to_table(*state_->connection, state_->entry, schema, std::move(batches), spare_id, notes);
}

Result<std::uint64_t> KeptTable::commit() {
  if (!state_->open) return fail(ErrorKind::Internal, "this table has been kept already");
  engine::Connection& connection = *state_->connection;
  if (!state_->replaced.empty()) HUNTBOOK_CHECK(connection.execute("DROP TABLE " + state_->replaced));
  HUNTBOOK_CHECK(write_entry(connection, state_->entry));
  HUNTBOOK_CHECK(connection.commit());
  state_->open = false;
  CaseFile::State& case_state = *state_->case_state;
  std::string name = state_->entry.name;
  case_state.catalogue.insert_or_assign(std::move(name), std::move(state_->entry));
  case_state.tables = list_tables(case_state.catalogue);
  return state_->rows;
}

Result<std::unique_ptr<KeptTable>> CaseFile::keep_table(std::string_view name, std::string_view query) {
  HUNTBOOK_CHECK(require_writing(state_->access));
  if (state_->appending) return fail(ErrorKind::Internal, "the case takes in another table or file");
  HUNTBOOK_CHECK(check_name(name));
  auto state = std::make_unique<KeptTable::State>();
  state->case_state = state_.get();
  state->entry = new_entry(next_id(state_->catalogue), name);
  state->entry.kept = KeptResult{std::string(query), now_ticks()};
  if (auto known = state_->catalogue.find(name); known != state_->catalogue.end()) {
    if (!known->second.kept)
      return fail(ErrorKind::User, fmt::format("the table {} holds evidence; no result of a query goes there", name),
                  "name another table");
    state->replaced = known->second.relation();
    state->entry.former_ids = {known->second.id};
  }
  HUNTBOOK_TRY(state->connection, state_->engine->connect());
  HUNTBOOK_CHECK(prepare_widening(*state->connection));
  HUNTBOOK_CHECK(state->connection->begin());
  state->open = true;
  state_->appending = true;
  std::unique_ptr<KeptTable> table(new KeptTable(std::move(state)));
  HUNTBOOK_CHECK(create_table(*table->state_->connection, table->state_->entry));
  return table;
}

Result<bool> CaseFile::drop_table(std::string_view name) {
  HUNTBOOK_CHECK(require_writing(state_->access));
  auto known = state_->catalogue.find(name);
  const bool evidence = known != state_->catalogue.end() ? !known->second.kept : find_documented(name) != nullptr;
  if (evidence)
    return fail(ErrorKind::User, fmt::format("{} is a table of evidence and stays", name),
                "only a table that .set made can be dropped");
  if (known == state_->catalogue.end()) return false;
  engine::Connection& connection = *state_->connection;
  const auto drop = [&]() -> Result<void> {
    HUNTBOOK_CHECK(connection.execute("DROP TABLE " + known->second.relation()));
    return erase_entry(connection, known->second);
  };
  HUNTBOOK_CHECK(in_transaction(connection, drop));
  state_->catalogue.erase(known);
  state_->tables = list_tables(state_->catalogue);
  return true;
}

}  // namespace huntbook::casefile
