#include "query/external_rows.hpp"

#include <fmt/format.h>

#include "query/run.hpp"

namespace huntbook::query {

ExternalRows::~ExternalRows() {
  // A table that cannot be dropped goes with its connection.
  for (const std::string& table : loaded_)
    (void)connection_.execute(fmt::format("DROP TABLE IF EXISTS temp.{}", table));
}

// The place of a text that stood in an earlier cell is nowhere in this one.
diag::Span ExternalRows::place_of(const kql::ExternalLocation& location) const {
  return location.span.end <= text_.size() ? location.span : diag::Span{};
}

Result<void> ExternalRows::load_location(const kql::ExternalRequest& request, const kql::ExternalLocation& location,
                                         const std::string& table) {
  std::vector<std::string> columns;
  columns.reserve(request.columns.size());
  for (std::size_t i = 0; i < request.columns.size(); ++i) columns.push_back(fmt::format("c{}", i));
  return data_->read(request, location, [&](Batch batch) -> Result<void> {
    std::vector<Batch> batches;
    batches.push_back(std::move(batch));
    return connection_.insert(table, columns, std::move(batches));
  });
}

bool ExternalRows::load(const kql::ExternalRelations& relations, RunOutcome& outcome) {
  const auto& requests = relations.requests();
  // Nothing is read while a file of the query is out of reach.
  for (std::size_t i = loaded_.size(); i < requests.size(); ++i) {
    for (const kql::ExternalLocation& location : requests[i].locations) {
      std::optional<diag::Diagnostic> refusal =
          data_ != nullptr ? data_->refusal(location)
                           : std::optional(diag::Diagnostic{
                                 diag::Severity::Error, "HB011", {}, "Files can't be read by queries here.", ""});
      if (!refusal) continue;
      refusal->span = place_of(location);
      outcome.diagnostics.push_back(std::move(*refusal));
    }
  }
  if (!outcome.ok()) return false;
  for (std::size_t i = loaded_.size(); i < requests.size(); ++i) {
    const std::string table = relations.name_at(i);
    std::string columns;
    for (std::size_t column = 0; column < requests[i].columns.size(); ++column)
      columns += fmt::format("{}c{} VARCHAR", column == 0 ? "" : ", ", column);
    if (auto made = connection_.execute(fmt::format("CREATE TEMPORARY TABLE {} ({})", table, columns)); !made) {
      outcome.error = std::move(made).error();
      return false;
    }
    loaded_.push_back(table);
    for (const kql::ExternalLocation& location : requests[i].locations) {
      Result<void> done = load_location(requests[i], location, table);
      if (done) continue;
      if (done.error().kind == ErrorKind::User) {
        outcome.diagnostics.push_back({diag::Severity::Error, "HB012", place_of(location),
                                       std::move(done.error().message), std::move(done.error().hint)});
      } else {
        outcome.error = std::move(done).error();
      }
      return false;
    }
  }
  return true;
}

}  // namespace huntbook::query
