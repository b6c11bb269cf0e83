// Alerts in the columns of Sentinel's SecurityAlert, one JSON object a line; Entities and ExtendedProperties are JSON
// within text, as the table has them.
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "scenario/world/cloud_event.hpp"
#include "scenario/writers/evidence_file.hpp"

namespace huntbook::scenario {

class AlertLog {
 public:
  static Result<AlertLog> create(const std::filesystem::path& path);
  void add(const Alert& alert);
  bool failed() const { return file_.failed(); }
  Result<void> close() { return file_.close(); }

 private:
  explicit AlertLog(EvidenceFile file) : file_(std::move(file)) {}
  EvidenceFile file_;
};

}  // namespace huntbook::scenario
