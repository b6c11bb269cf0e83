// Temporary relations of one query on a connection.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/engine.hpp"

namespace huntbook::query {

// Drops the relations that plugins gave out, when the query is over.
class TemporaryRelations {
 public:
  explicit TemporaryRelations(engine::Connection& connection) : connection_(connection) {}
  TemporaryRelations(const TemporaryRelations&) = delete;
  TemporaryRelations& operator=(const TemporaryRelations&) = delete;
  ~TemporaryRelations() {
    // A relation that cannot be dropped goes with its connection.
    for (const std::string& name : names_) (void)connection_.drop_relation(name);
  }
  void add(std::string name) { names_.push_back(std::move(name)); }

 private:
  engine::Connection& connection_;
  std::vector<std::string> names_;
};

}  // namespace huntbook::query
