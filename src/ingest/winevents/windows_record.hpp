// Windows events, from the event log itself or in the form that some tool gave them. The channel decides the table:
// Security goes to SecurityEvent, every other one to WindowsEvent.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"
#include "ingest/record/field.hpp"
#include "ingest/tables/normaliser.hpp"
#include "ingest/winevents/event_form.hpp"
#include "ingest/winevents/event_log_plan.hpp"
#include "ingest/winevents/security_event.hpp"
#include "ingest/winevents/system_fields.hpp"

namespace huntbook::ingest {

struct EventRoles {
  std::array<const Field*, static_cast<std::size_t>(EventFieldRole::Count)> of{};
  const Field* operator[](EventFieldRole role) const { return of[static_cast<std::size_t>(role)]; }
};

// Puts Windows events into SecurityEvent and WindowsEvent. A reader of event logs hands over the System part under the
// names of the flat form, then the event's own data.
class WindowsEvents final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;
  bool put_encoded(const EncodedRecord& record, BlockTables& tables) override;

 private:
  // What is known of one layout: where its channel stands, and its plans for the two tables.
  struct LayoutPlans {
    std::optional<std::size_t> channel;
    std::optional<EventLogPlan> security;
    std::optional<EventLogPlan> windows;
  };
  LayoutPlans& plans_of(const RecordLayout& layout);
  SecurityEventCompletion& completion(const DocumentedTable& table);

  bool take(Record system, std::optional<Record> event_data, std::uint64_t record_number, BlockTables& tables);
  void look_at(Record record);
  void write(Record record, std::optional<Record> event_data, std::uint64_t record_number, DocumentedRows& rows,
             bool security, BlockTables& tables);

  FieldKeeper keeper_;
  EventForm form_;
  std::string event_data_;
  struct Known {
    std::string name;
    const SystemField* system = nullptr;  // null: none of the System part
  };
  std::vector<Known> known_;  // by place in the record
  EventRoles roles_;
  std::unordered_map<std::uint64_t, LayoutPlans> plans_;  // by the layout's id
  std::optional<SecurityEventCompletion> completion_;
  std::string channel_;
};

Source windows_events_source();

}  // namespace huntbook::ingest
