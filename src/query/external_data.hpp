// Who reads the files of externaldata for a query: which may be read, and their records as texts.
#pragma once

#include <functional>
#include <optional>

#include "base/column.hpp"
#include "base/result.hpp"
#include "diag/diagnostic.hpp"
#include "kql/plan/external.hpp"

namespace huntbook::query {

class ExternalData {
 public:
  virtual ~ExternalData() = default;

  // What speaks against reading a file: that it lies outside of what may be read, that the network is off. Nothing is
  // read or sent to find out.
  virtual std::optional<diag::Diagnostic> refusal(const kql::ExternalLocation& location) = 0;

  // Hands on the records of one of the request's files as batches of texts, one column for each of the request's, none
  // larger than a row group. Errors of kind User: the file is gone or is not of its format.
  using TakeBatch = std::function<Result<void>(Batch)>;
  virtual Result<void> read(const kql::ExternalRequest& request, const kql::ExternalLocation& location,
                            const TakeBatch& take) = 0;
};

}  // namespace huntbook::query
