// The report of an investigation: one HTML file that needs nothing else. No script; its content security policy lets
// nothing be loaded and nothing run, so that hostile evidence stays text whatever a browser does with it.
#pragma once

#include <string>
#include <vector>

#include "case/case_file.hpp"
#include "notebook/document.hpp"

namespace huntbook::report {

struct ReportInput {
  std::string case_name;
  std::vector<casefile::EvidenceRecord> evidence;
  std::vector<casefile::Observation> observations;  // in the order in which they are shown
  const notebook::Document* notebook = nullptr;     // executed; null: none
};

// Title page with the evidence, the observations, then the notebook's sections. The same input gives the same bytes.
std::string make_report(const ReportInput& input);

}  // namespace huntbook::report
