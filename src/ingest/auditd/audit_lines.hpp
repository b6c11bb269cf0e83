// Where audit records come from: the lines of a log, or the rows of an export that has a line in each.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ingest/record/block.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

struct AuditLine {
  std::string_view text;     // valid until the next one
  std::uint64_t offset = 0;  // of its first byte in the file, or of the row's
  std::uint64_t number = 0;  // of the line, or of the row's first one
  std::string fault = {};    // why there is no whole line; empty: there is
};

class AuditLines {
 public:
  virtual ~AuditLines() = default;
  // Nothing at the end.
  virtual Result<std::optional<AuditLine>> next() = 0;
  virtual const std::string& damage() const = 0;
  // What else is to be said about the file.
  virtual std::vector<std::string> remarks() const { return {}; }
};

std::unique_ptr<AuditLines> lines_of_log(ByteSource& source);

// Rows as `blocks` gives them and `parser` reads them; the audit record is in `RawData`, and the host that it is of in
// `Computer`, which counts where the record names no node.
std::unique_ptr<AuditLines> lines_of_export(std::unique_ptr<BlockSource> blocks, std::unique_ptr<RecordParser> parser);

}  // namespace huntbook::ingest
