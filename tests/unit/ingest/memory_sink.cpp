#include "memory_sink.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "base/time.hpp"
#include "case/documented_tables.hpp"
#include "ingest/tables/own_table.hpp"

namespace huntbook::ingest::testing {

Result<std::size_t> TextInput::read(char* to, std::size_t size) {
  const std::size_t count = std::min({size, piece_, text_.size() - at_});
  std::memcpy(to, text_.data() + at_, count);
  at_ += count;
  return count;
}

namespace {

std::string text_of(const Column& column, std::size_t row) {
  if (column.is_null(row)) return {};
  switch (column.type()) {
    case ScalarType::Bool:
      return column.bool_at(row) ? "true" : "false";
    case ScalarType::Int:
      return std::to_string(column.int_at(row));
    case ScalarType::Long:
      return std::to_string(column.long_at(row));
    case ScalarType::Real:
      return std::to_string(column.real_at(row));
    case ScalarType::DateTime:
      return format_datetime(column.long_at(row));
    case ScalarType::TimeSpan:
      return format_timespan(column.long_at(row));
    default:
      return std::string(column.text_at(row));
  }
}

Schema strings(std::initializer_list<const char*> names) {
  Schema schema;
  for (const char* name : names) schema.push_back({name, ScalarType::String});
  return schema;
}

Schema with(Schema schema, std::initializer_list<ColumnInfo> more) {
  schema.insert(schema.end(), more.begin(), more.end());
  return schema;
}

}  // namespace

Result<void> MemorySink::append(std::string_view table, const Schema& schema, std::vector<Batch> batches) {
  ++appends;
  Table& stored = tables[std::string(table)];
  for (const ColumnInfo& column : schema) {
    const auto [type, is_new] = stored.types.emplace(column.name, name_of(column.type));
    if (is_new) stored.columns.push_back(column.name);
    if (!is_new && type->second != name_of(column.type)) type->second += " then " + std::string(name_of(column.type));
  }
  for (const Batch& batch : batches) {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      auto& values = stored.rows.emplace_back();
      for (std::size_t i = 0; i < schema.size(); ++i) {
        if (batch.columns[i].size() != batch.rows()) throw std::logic_error("ragged batch: " + schema[i].name);
        if (std::string text = text_of(batch.columns[i], row); !text.empty()) values[schema[i].name] = std::move(text);
      }
    }
  }
  return {};
}

Result<void> MemorySink::reject(Rejection rejection) {
  rejections.push_back(std::move(rejection));
  return {};
}

const DocumentedTables& some_documented_tables() {
  static const std::map<std::string, Schema, std::less<>> schemas = [] {
    std::map<std::string, Schema, std::less<>> made;
    made.emplace("SecurityEvent", with(strings({"TenantId",
                                                "Account",
                                                "AccountType",
                                                "Activity",
                                                "Channel",
                                                "CommandLine",
                                                "Computer",
                                                "EventSourceName",
                                                "IpAddress",
                                                "Level",
                                                "LogonTypeName",
                                                "NewProcessId",
                                                "NewProcessName",
                                                "ParentProcessName",
                                                "Process",
                                                "ProcessId",
                                                "ProcessName",
                                                "SubjectAccount",
                                                "SubjectDomainName",
                                                "SubjectLogonId",
                                                "SubjectUserName",
                                                "SubjectUserSid",
                                                "TargetAccount",
                                                "TargetDomainName",
                                                "TargetLogonId",
                                                "TargetUserName",
                                                "TargetUserSid",
                                                "TokenElevationType",
                                                "Type",
                                                "EventRecordId",
                                                "SourceComputerId",
                                                "Status",
                                                "WorkstationName",
                                                "LogonProcessName",
                                                "AuthenticationPackageName"}),
                                       {{"EventID", ScalarType::Int},
                                        {"LogonType", ScalarType::Int},
                                        {"Task", ScalarType::Int},
                                        {"TimeGenerated", ScalarType::DateTime}}));
    made.emplace("WindowsEvent",
                 with(strings({"Channel", "Computer", "EventLevelName", "EventRecordId", "Provider", "Type"}),
                      {{"EventData", ScalarType::Dynamic},
                       {"EventID", ScalarType::Int},
                       {"EventLevel", ScalarType::Int},
                       {"Task", ScalarType::Int},
                       {"TimeGenerated", ScalarType::DateTime}}));
    made.emplace("SecurityAlert", with(strings({"AlertName", "AlertSeverity", "CompromisedEntity", "Description",
                                                "DisplayName", "Entities", "ProductName", "ProviderName", "Status",
                                                "SystemAlertId", "TenantId", "Type", "VendorName"}),
                                       {{"IsIncident", ScalarType::Bool},
                                        {"StartTime", ScalarType::DateTime},
                                        {"EndTime", ScalarType::DateTime},
                                        {"ExtendedProperties", ScalarType::Dynamic},
                                        {"TimeGenerated", ScalarType::DateTime}}));
    for (const char* name : {"LinuxAudit", "LoginRecords", "OsqueryResults", "Syslog"})
      made.emplace(name, casefile::find_documented(name)->columns);
    return made;
  }();
  static const DocumentedTables tables(
      {"LinuxAudit", "LoginRecords", "OsqueryResults", "SecurityAlert", "SecurityEvent", "Syslog", "WindowsEvent"},
      [](std::string_view name) { return schemas.find(name)->second; });
  return tables;
}

const DocumentedTables& all_documented_tables() {
  static const DocumentedTables tables(
      [] {
        std::vector<std::string> names;
        for (const auto& schema : casefile::embedded_schemas()) names.emplace_back(schema.table);
        return names;
      }(),
      [](std::string_view name) { return casefile::find_documented(name)->columns; });
  return tables;
}

TestRun run_source(std::string text, std::string name) {
  TestOptions options;
  options.table = table_name_from(name);
  options.name = std::move(name);
  options.all_tables = true;
  return run_text(std::move(text), options);
}

TestRun run_text(std::string text, const TestOptions& options) {
  const std::string head = text.substr(0, detection_bytes);
  const auto detected =
      detect({head, head.size() == text.size(), options.name, options.modified, options.carve}, options.forced);
  if (!detected) throw std::runtime_error(detected.error().message);
  Routing routing{options.all_tables ? all_documented_tables() : some_documented_tables(), options.table, options.fixed,
                  options.zone, options.known};
  if (!detected->table.empty() && !options.fixed) routing.table = detected->table;
  TestRun run;
  run.format = detected->format;
  TextInput input(std::move(text));
  auto result = run_file(input, *detected, routing, run.sink, options.run);
  if (!result) throw std::runtime_error(result.error().message);
  run.result = std::move(*result);
  return run;
}

std::string shared_data() {
  const char* given = std::getenv("HUNTBOOK_SHARED");
  const std::filesystem::path folder = given != nullptr ? given : "../shared";
  const std::filesystem::path data = folder / "data";
  return std::filesystem::is_directory(data) ? data.string() : std::string{};
}

}  // namespace huntbook::ingest::testing
