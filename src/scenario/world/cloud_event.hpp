// What the cloud services keep: operations of Office 365, sign-ins, alerts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "scenario/world/label.hpp"
#include "scenario/world/organisation.hpp"

namespace huntbook::scenario {

// Where a person's programs come from.
struct Client {
  std::string address;
  std::string_view country;  // ISO 3166, two letters
  std::string_view city;
  std::string_view user_agent;
  std::string_view browser;
  std::string_view system;
};

enum class Workload : std::uint8_t { SharePoint, OneDrive, Exchange, Directory };

struct OfficeOperation {
  Ticks time = 0;
  std::string id;         // GUID
  std::string_view name;  // "FileDownloaded"
  Workload workload = Workload::SharePoint;
  int record_type = 0;  // Office 365 Management API, "AuditLogRecordType"
  const Person* person = nullptr;
  Client client;
  std::string site;  // of a file: "Finance"
  std::string folder;
  std::string file;
  std::vector<std::pair<std::string_view, std::string>> parameters;  // of a command to Exchange
  bool success = true;
  const Label* label = nullptr;
};

struct SignIn {
  Ticks time = 0;
  std::string id;  // GUID
  const Person* person = nullptr;
  Client client;
  std::string_view application;
  std::string_view application_id;
  int error = 0;  // of Entra: 0 success, 50126 wrong password, 50053 locked
  const Label* label = nullptr;
};

struct Alert {
  Ticks time = 0;  // when it was raised
  Ticks begin = 0;
  Ticks end = 0;
  std::string id;  // GUID
  std::string_view name;
  std::string_view type;
  std::string_view severity;
  std::string_view product;
  std::string_view provider;
  std::string description;
  std::string_view tactics;
  std::string_view technique;
  std::string host;  // these may be empty
  std::string account;
  std::vector<std::string> addresses;
  std::string process;
  std::string command_line;
  const Label* label = nullptr;
};

}  // namespace huntbook::scenario
