// A query's result as a table of the case (the command .set T <| query): one transaction. Dropped without commit(),
// nothing changes.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/column.hpp"
#include "base/result.hpp"
#include "case/case_file.hpp"

namespace huntbook::casefile {

class KeptTable {
 public:
  ~KeptTable();
  KeptTable(const KeptTable&) = delete;
  KeptTable& operator=(const KeptTable&) = delete;

  // Appends rows; the first call, with or without rows, gives the table its columns. Columns named _File and _Record
  // stay the hidden ones, so that kept rows lead to their evidence. Call it with append_rows at a time for speed.
  Result<void> append(const Schema& schema, std::vector<Batch> batches);
  // Replaces what the name stood for; the number of rows.
  Result<std::uint64_t> commit();

 private:
  friend class CaseFile;
  struct State;
  explicit KeptTable(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace huntbook::casefile
