// The unified audit log of Office 365 as the compliance portal exports it: CSV with one column of JSON, AuditData
// (Office 365 Management Activity API schema).
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "scenario/world/cloud_event.hpp"
#include "scenario/writers/evidence_file.hpp"

namespace huntbook::scenario {

class OfficeCsv {
 public:
  static Result<OfficeCsv> create(const std::filesystem::path& path);
  void add(const OfficeOperation& operation);
  bool failed() const { return file_.failed(); }
  Result<void> close() { return file_.close(); }

 private:
  explicit OfficeCsv(EvidenceFile file) : file_(std::move(file)) {}
  EvidenceFile file_;
  std::string data_;
};

}  // namespace huntbook::scenario
