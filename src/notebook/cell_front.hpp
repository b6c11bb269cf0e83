// Makes a cell's outputs, in nbformat form, out of what a session yields.
#pragma once

#include <string_view>
#include <vector>

#include "notebook/capture.hpp"
#include "notebook/document.hpp"
#include "notebook/front.hpp"

namespace huntbook::notebook {

class CellFront final : public Front {
 public:
  // `source`: the cell's text, which messages point into.
  explicit CellFront(std::string_view source) : source_(source) {}

  Result<void> begin(const query::ResultInfo& info) override;
  Result<void> batch(const Batch& batch) override;
  // A chart that cannot be drawn is an error; the table is among the outputs all the same.
  Result<void> end() override;
  void diagnostic(const diag::Diagnostic& diagnostic) override;
  void error(const Error& error) override;
  void note(std::string_view text) override;

  std::vector<JsonValue> take_outputs() { return std::move(outputs_); }

 private:
  std::string_view source_;
  Capture capture_;
  std::vector<JsonValue> outputs_;
};

}  // namespace huntbook::notebook
