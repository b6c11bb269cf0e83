// The columns of SecurityEvent that Azure Monitor computes: Account, Activity, LogonTypeName, Process and their like.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ingest/tables/documented_table.hpp"

namespace huntbook::ingest {

class SecurityEventCompletion {
 public:
  // `table`: SecurityEvent.
  explicit SecurityEventCompletion(const DocumentedTable& table);

  // Fills those columns of the open row that the event has not filled, from those that it has.
  void complete(DocumentedRows& rows);

 private:
  using Slot = std::optional<std::size_t>;

  const std::string& activity(std::int32_t event_id);

  Slot account_;
  Slot account_domain_;
  Slot account_name_;
  Slot account_type_;
  Slot activity_;
  Slot event_id_;
  Slot logon_type_;
  Slot logon_type_name_;
  Slot new_process_name_;
  Slot process_;
  Slot process_name_;
  Slot subject_account_;
  Slot subject_domain_;
  Slot subject_user_;
  Slot target_account_;
  Slot target_domain_;
  Slot target_user_;
  Slot type_;
  std::unordered_map<std::int32_t, std::string> activities_;
  std::string subject_text_;
  std::string target_text_;
  std::string account_text_;
};

}  // namespace huntbook::ingest
