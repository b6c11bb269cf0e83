// The rows of externaldata's files in temporary tables of the engine, where they may spill: each request of a text is
// read once, whatever number of its queries and probes refer to it.
#pragma once

#include <string_view>

#include "engine/engine.hpp"
#include "kql/plan/external.hpp"
#include "query/external_data.hpp"

namespace huntbook::query {

struct RunOutcome;

class ExternalRows {
 public:
  // `text` is what the spans of locations point into.
  ExternalRows(engine::Connection& connection, ExternalData* data, std::string_view text)
      : connection_(connection), data_(data), text_(text) {}
  ExternalRows(const ExternalRows&) = delete;
  ExternalRows& operator=(const ExternalRows&) = delete;
  ~ExternalRows();

  // Reads what is not there yet. False where that failed; `outcome` says why.
  bool load(const kql::ExternalRelations& relations, RunOutcome& outcome);

 private:
  Result<void> load_location(const kql::ExternalRequest& request, const kql::ExternalLocation& location,
                             const std::string& table);
  diag::Span place_of(const kql::ExternalLocation& location) const;

  engine::Connection& connection_;
  ExternalData* data_;
  std::string_view text_;
  std::vector<std::string> loaded_;  // names of tables, in the order of the requests
};

}  // namespace huntbook::query
