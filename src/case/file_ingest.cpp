// The ingest of one file as one transaction.
#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include <fmt/format.h>

#include "base/run_limits.hpp"
#include "case/duplicates.hpp"
#include "case/ledger.hpp"
#include "case/own_table_access.hpp"
#include "case/store.hpp"
#include "case/table_growth.hpp"
#include "case/widening.hpp"

namespace huntbook::casefile {

struct FileIngest::State {
  CaseFile::State* case_state;
  std::unique_ptr<engine::Connection> connection;
  std::int64_t id = 0;
  Catalogue changed;  // entries as they will be after the commit
  std::vector<EvidenceError> errors;
  std::vector<std::string> notes;
  bool open = false;  // the transaction runs
};

namespace {

// Ends what a connection runs once a stop is asked for: where many logs overlap, looking for duplicates takes minutes.
class StopsStatements {
 public:
  StopsStatements(engine::Connection& connection, const std::atomic<bool>* stop) : stop_(stop) {
    if (stop == nullptr) return;
    thread_ = std::jthread([&connection, stop](const std::stop_token& done) {
      std::mutex mutex;
      std::unique_lock lock(mutex);
      std::condition_variable_any woken;
      while (!woken.wait_for(lock, done, look_at_limits_every, [&done] { return done.stop_requested(); }))
        if (*stop) connection.interrupt();
    });
  }

  bool asked() const { return stop_ != nullptr && *stop_; }

 private:
  const std::atomic<bool>* stop_;
  std::jthread thread_;
};

}  // namespace

FileIngest::FileIngest(std::unique_ptr<State> state) : state_(std::move(state)) {}

FileIngest::~FileIngest() {
  if (state_->open) (void)state_->connection->rollback();
  state_->case_state->appending = false;
}

std::int64_t FileIngest::evidence_id() const {
  return state_->id;
}

Result<void> FileIngest::append(std::string_view table, const Schema& schema, std::vector<Batch> batches) {
  if (is_own_table(table))
    return fail(ErrorKind::User, fmt::format("the table {} is the case's own; no evidence goes there", table),
                "name another table");
  const std::int64_t fresh_id = std::max(next_id(state_->case_state->catalogue), next_id(state_->changed));
  auto entry = state_->changed.find(table);
  if (entry == state_->changed.end()) {
    const Catalogue& stored = state_->case_state->catalogue;
    if (auto known = stored.find(table); known != stored.end()) {
      if (known->second.kept)
        return fail(ErrorKind::User,
                    fmt::format("the table {} holds the result of a query; no evidence goes there", table),
                    fmt::format("name another table, or drop this one: .drop table {}", table));
      entry = state_->changed.emplace(std::string(table), known->second).first;
      entry->second.former_ids.clear();
      entry->second.rows_in_transaction = 0;
    } else {
      entry = state_->changed.emplace(std::string(table), new_entry(fresh_id, table)).first;
      HUNTBOOK_CHECK(create_table(*state_->connection, entry->second));
    }
  }
  return append_to_table(*state_->connection, entry->second, schema, std::move(batches), fresh_id + 1, state_->notes);
}

Result<void> FileIngest::reject(EvidenceError error) {
  error.evidence_id = state_->id;
  state_->errors.push_back(std::move(error));
  if (state_->errors.size() < 10'000) return {};
  HUNTBOOK_CHECK(insert_errors(*state_->connection, state_->errors));
  state_->errors.clear();
  return {};
}

Result<EvidenceRecord> FileIngest::commit(EvidenceRecord record, const std::atomic<bool>* stop) {
  if (!state_->open) return fail(ErrorKind::Internal, "the ingest of this file has ended");
  record.id = state_->id;
  engine::Connection& connection = *state_->connection;
  HUNTBOOK_CHECK(insert_errors(connection, state_->errors));
  const StopsStatements stops(connection, stop);
  for (auto& [name, entry] : state_->changed) {
    HUNTBOOK_CHECK(write_entry(connection, entry));
    const auto found_or_error = drop_duplicates(connection, entry, state_->id);
    if (stops.asked()) return fail(ErrorKind::Cancelled, "stopped on request");
    HUNTBOOK_TRY(const Duplicates found, found_or_error);
    record.records_duplicate += found.dropped;
    if (found.differing > 0)
      state_->notes.push_back(
          fmt::format("{}: {} event{} that another file tells of too, with other values: both are kept", name,
                      found.differing, found.differing == 1 ? "" : "s"));
  }
  for (const std::string& note : state_->notes) record.note += (record.note.empty() ? "" : "; ") + note;
  HUNTBOOK_CHECK(insert_evidence(connection, record));
  HUNTBOOK_CHECK(connection.commit());
  state_->open = false;
  CaseFile::State& case_state = *state_->case_state;
  for (auto& [name, entry] : state_->changed) case_state.catalogue.insert_or_assign(name, std::move(entry));
  case_state.tables = list_tables(case_state.catalogue);
  return record;
}

Result<std::unique_ptr<FileIngest>> CaseFile::begin_file() {
  HUNTBOOK_CHECK(require_writing(state_->access));
  if (state_->appending) return fail(ErrorKind::Internal, "the case takes in another table or file");
  auto state = std::make_unique<FileIngest::State>();
  state->case_state = state_.get();
  HUNTBOOK_TRY(state->connection, state_->engine->connect());
  HUNTBOOK_CHECK(prepare_widening(*state->connection));
  HUNTBOOK_CHECK(state->connection->begin());
  state->open = true;
  HUNTBOOK_TRY(std::int64_t last, read_number(*state->connection, "SELECT max(c1) FROM evidence"));
  state->id = last + 1;
  state_->appending = true;
  return std::unique_ptr<FileIngest>(new FileIngest(std::move(state)));
}

}  // namespace huntbook::casefile
