#include "ingest/pipeline/ledger_note.hpp"

#include <fmt/format.h>

#include "ingest/tables/assumed_zone.hpp"

namespace huntbook::ingest {

namespace {

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

std::string ledger_note(const RunResult& result, const KnownTypesByTable& known) {
  std::string note;
  const auto add = [&note](const std::string& remark) {
    if (!note.empty()) note += "; ";
    note += remark;
  };
  if (!result.damage.empty()) add(result.damage);
  for (const std::string& remark : result.remarks) add(remark);
  if (result.records_read == 0) add("no records");
  if (result.repaired > 0) {
    add(counted(result.repaired, "record") + " with text that is no UTF-8, replaced by U+FFFD");
  }
  if (result.zones.derived > 0) {
    add(fmt::format("{} without a zone taken as {}, which two stamps of receipt agree on",
                    counted(result.zones.derived, "time"), AssumedZone(result.zones.offset).name()));
  }
  if (result.zones.assumed > 0) add(counted(result.zones.assumed, "time") + " without a zone taken as UTC");
  if (result.zones.shown_twice() > 0) {
    add(fmt::format(
        "{} that the clock showed twice: {} taken as the first passage, {} as the second by the log's order",
        counted(result.zones.shown_twice(), "time"), result.zones.first_of_two, result.zones.second_of_two));
  }
  if (result.zones.skipped > 0) {
    add(counted(result.zones.skipped, "time") + " that the clock skipped, moved forward by the length of the skip");
  }
  if (result.times.impossible > 0) {
    add(counted(result.times.impossible, "time") +
        " before 1980 or more than a year ahead of now, which first and last event leave out");
  }
  for (const auto& [column, count] : result.strays) {
    add(fmt::format("{}: {} of another type kept in _Extra", column, counted(count, "value")));
  }
  const auto add_types = [&add](const KnownTypesByTable& widened) {
    for (const auto& [table, columns] : widened) {
      for (const auto& [column, type] : columns) {
        add(fmt::format("{}.{} holds values of several types, stored as {}", table, column, name_of(type)));
      }
    }
  };
  add_types(known);
  add_types(result.widened);
  return note;
}

}  // namespace huntbook::ingest
