// Events of CEF and LEEF to CommonSecurityLog, by Microsoft's table of CEF keys and columns ("CEF and CommonSecurityLog
// field mapping").
#pragma once

#include <optional>
#include <string>

#include "base/written_time.hpp"
#include "ingest/tables/column_mapping.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class SecurityLog final : public Normaliser {
 public:
  // Only readers of the two formats name this source.
  bool knows(Record) const override { return false; }
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  static void put_time(Record record, LocalTimes& times, DocumentedRows& rows);

  std::optional<ColumnMapping> cef_;
  std::optional<ColumnMapping> leef_;
  std::string additional_;
};

Source security_log_source();

// A time as CEF has it: milliseconds since 1970, or "Mar 11 2024 08:15:30" with a fraction and a zone or without;
// ISO 8601 too. "Mar 11 08:15:30" is of the year that brings it nearest to `near`, and no time without that.
std::optional<WrittenTime> cef_time(std::string_view text, std::optional<Ticks> near = {});

}  // namespace huntbook::ingest
