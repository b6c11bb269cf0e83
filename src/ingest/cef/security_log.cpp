#include "ingest/cef/security_log.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "ingest/record/epoch_time.hpp"
#include "ingest/record/field_values.hpp"
#include "ingest/record/value_reader.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::array cef_keys = {
    Rename{"_class", "DeviceEventClassID"},
    Rename{"_name", "Activity"},
    Rename{"_product", "DeviceProduct"},
    Rename{"_severity", "LogSeverity"},
    Rename{"_vendor", "DeviceVendor"},
    Rename{"_version", "DeviceVersion"},
    Rename{"act", "DeviceAction"},
    Rename{"app", "ApplicationProtocol"},
    Rename{"c6a1", "DeviceCustomIPv6Address1"},
    Rename{"c6a1Label", "DeviceCustomIPv6Address1Label"},
    Rename{"c6a2", "DeviceCustomIPv6Address2"},
    Rename{"c6a2Label", "DeviceCustomIPv6Address2Label"},
    Rename{"c6a3", "DeviceCustomIPv6Address3"},
    Rename{"c6a3Label", "DeviceCustomIPv6Address3Label"},
    Rename{"c6a4", "DeviceCustomIPv6Address4"},
    Rename{"c6a4Label", "DeviceCustomIPv6Address4Label"},
    Rename{"cat", "DeviceEventCategory"},
    Rename{"cfp1", "DeviceCustomFloatingPoint1"},
    Rename{"cfp1Label", "DeviceCustomFloatingPoint1Label"},
    Rename{"cfp2", "DeviceCustomFloatingPoint2"},
    Rename{"cfp2Label", "DeviceCustomFloatingPoint2Label"},
    Rename{"cfp3", "DeviceCustomFloatingPoint3"},
    Rename{"cfp3Label", "DeviceCustomFloatingPoint3Label"},
    Rename{"cfp4", "DeviceCustomFloatingPoint4"},
    Rename{"cfp4Label", "DeviceCustomFloatingPoint4Label"},
    Rename{"cn1", "FieldDeviceCustomNumber1"},
    Rename{"cn1Label", "DeviceCustomNumber1Label"},
    Rename{"cn2", "FieldDeviceCustomNumber2"},
    Rename{"cn2Label", "DeviceCustomNumber2Label"},
    Rename{"cn3", "FieldDeviceCustomNumber3"},
    Rename{"cn3Label", "DeviceCustomNumber3Label"},
    Rename{"cnt", "EventCount"},
    Rename{"cs1", "DeviceCustomString1"},
    Rename{"cs1Label", "DeviceCustomString1Label"},
    Rename{"cs2", "DeviceCustomString2"},
    Rename{"cs2Label", "DeviceCustomString2Label"},
    Rename{"cs3", "DeviceCustomString3"},
    Rename{"cs3Label", "DeviceCustomString3Label"},
    Rename{"cs4", "DeviceCustomString4"},
    Rename{"cs4Label", "DeviceCustomString4Label"},
    Rename{"cs5", "DeviceCustomString5"},
    Rename{"cs5Label", "DeviceCustomString5Label"},
    Rename{"cs6", "DeviceCustomString6"},
    Rename{"cs6Label", "DeviceCustomString6Label"},
    Rename{"destinationDnsDomain", "DestinationDnsDomain"},
    Rename{"destinationServiceName", "DestinationServiceName"},
    Rename{"destinationTranslatedAddress", "DestinationTranslatedAddress"},
    Rename{"destinationTranslatedPort", "DestinationTranslatedPort"},
    Rename{"deviceAction", "DeviceAction"},
    Rename{"deviceAddress", "DeviceAddress"},
    Rename{"deviceCustomDate1", "DeviceCustomDate1"},
    Rename{"deviceCustomDate1Label", "DeviceCustomDate1Label"},
    Rename{"deviceCustomDate2", "DeviceCustomDate2"},
    Rename{"deviceCustomDate2Label", "DeviceCustomDate2Label"},
    Rename{"deviceDirection", "CommunicationDirection"},
    Rename{"deviceDnsDomain", "DeviceDnsDomain"},
    Rename{"deviceEventCategory", "DeviceEventCategory"},
    Rename{"deviceExternalId", "DeviceExternalID"},
    Rename{"deviceFacility", "DeviceFacility"},
    Rename{"deviceInboundInterface", "DeviceInboundInterface"},
    Rename{"deviceNtDomain", "DeviceNtDomain"},
    Rename{"deviceOutboundInterface", "DeviceOutboundInterface"},
    Rename{"devicePayloadId", "DevicePayloadId"},
    Rename{"deviceProcessName", "ProcessName"},
    Rename{"deviceTranslatedAddress", "DeviceTranslatedAddress"},
    Rename{"dhost", "DestinationHostName"},
    Rename{"dmac", "DestinationMACAddress"},
    Rename{"dntdom", "DestinationNTDomain"},
    Rename{"dpid", "DestinationProcessId"},
    Rename{"dpriv", "DestinationUserPrivileges"},
    Rename{"dproc", "DestinationProcessName"},
    Rename{"dpt", "DestinationPort"},
    Rename{"dst", "DestinationIP"},
    Rename{"dtz", "DeviceTimeZone"},
    Rename{"duid", "DestinationUserID"},
    Rename{"duser", "DestinationUserName"},
    Rename{"dvc", "DeviceAddress"},
    Rename{"dvchost", "DeviceName"},
    Rename{"dvcmac", "DeviceMacAddress"},
    Rename{"dvcpid", "ProcessID"},
    Rename{"externalId", "ExtID"},
    Rename{"fileCreateTime", "FileCreateTime"},
    Rename{"fileHash", "FileHash"},
    Rename{"fileId", "FileID"},
    Rename{"fileModificationTime", "FileModificationTime"},
    Rename{"filePath", "FilePath"},
    Rename{"filePermission", "FilePermission"},
    Rename{"fileType", "FileType"},
    Rename{"flexDate1", "FlexDate1"},
    Rename{"flexDate1Label", "FlexDate1Label"},
    Rename{"flexNumber1", "FlexNumber1"},
    Rename{"flexNumber1Label", "FlexNumber1Label"},
    Rename{"flexNumber2", "FlexNumber2"},
    Rename{"flexNumber2Label", "FlexNumber2Label"},
    Rename{"flexString1", "FlexString1"},
    Rename{"flexString1Label", "FlexString1Label"},
    Rename{"flexString2", "FlexString2"},
    Rename{"flexString2Label", "FlexString2Label"},
    Rename{"fname", "FileName"},
    Rename{"fsize", "FileSize"},
    Rename{"in", "ReceivedBytes"},
    Rename{"msg", "Message"},
    Rename{"oldFileCreateTime", "OldFileCreateTime"},
    Rename{"oldFileHash", "OldFileHash"},
    Rename{"oldFileId", "OldFileID"},
    Rename{"oldFileModificationTime", "OldFileModificationTime"},
    Rename{"oldFileName", "OldFileName"},
    Rename{"oldFilePath", "OldFilePath"},
    Rename{"oldFilePermission", "OldFilePermission"},
    Rename{"oldFileSize", "OldFileSize"},
    Rename{"oldFileType", "OldFileType"},
    Rename{"out", "SentBytes"},
    Rename{"outcome", "EventOutcome"},
    Rename{"proto", "Protocol"},
    Rename{"reason", "Reason"},
    Rename{"request", "RequestURL"},
    Rename{"requestClientApplication", "RequestClientApplication"},
    Rename{"requestContext", "RequestContext"},
    Rename{"requestCookies", "RequestCookies"},
    Rename{"requestMethod", "RequestMethod"},
    Rename{"rt", "ReceiptTime"},
    Rename{"shost", "SourceHostName"},
    Rename{"smac", "SourceMACAddress"},
    Rename{"sntdom", "SourceNTDomain"},
    Rename{"sourceDnsDomain", "SourceDnsDomain"},
    Rename{"sourceServiceName", "SourceServiceName"},
    Rename{"sourceTranslatedAddress", "SourceTranslatedAddress"},
    Rename{"sourceTranslatedPort", "SourceTranslatedPort"},
    Rename{"spid", "SourceProcessId"},
    Rename{"spriv", "SourceUserPrivileges"},
    Rename{"sproc", "SourceProcessName"},
    Rename{"spt", "SourcePort"},
    Rename{"src", "SourceIP"},
    Rename{"suid", "SourceUserID"},
    Rename{"suser", "SourceUserName"},
    Rename{"type", "EventType"},
};

constexpr std::array leef_keys = {
    Rename{"_class", "DeviceEventClassID"},
    Rename{"_name", "Activity"},
    Rename{"_product", "DeviceProduct"},
    Rename{"_severity", "LogSeverity"},
    Rename{"_vendor", "DeviceVendor"},
    Rename{"_version", "DeviceVersion"},
    Rename{"cat", "DeviceEventCategory"},
    Rename{"devTime", "ReceiptTime"},
    Rename{"dst", "DestinationIP"},
    Rename{"dstBytes", "ReceivedBytes"},
    Rename{"dstMAC", "DestinationMACAddress"},
    Rename{"dstPort", "DestinationPort"},
    Rename{"dstPostNAT", "DestinationTranslatedAddress"},
    Rename{"dstPostNATPort", "DestinationTranslatedPort"},
    Rename{"identHostName", "SourceHostName"},
    Rename{"proto", "Protocol"},
    Rename{"resource", "DestinationHostName"},
    Rename{"sev", "LogSeverity"},
    Rename{"src", "SourceIP"},
    Rename{"srcBytes", "SentBytes"},
    Rename{"srcMAC", "SourceMACAddress"},
    Rename{"srcPort", "SourcePort"},
    Rename{"srcPostNAT", "SourceTranslatedAddress"},
    Rename{"srcPostNATPort", "SourceTranslatedPort"},
    Rename{"url", "RequestURL"},
    Rename{"usrName", "SourceUserName"},
};

// The word at the front, taken off.
std::string_view take_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

// What the reader adds to the event's own keys and SecurityLog::put() takes apart.
bool is_of_header(std::string_view name) {
  return name == "_format" || name == "_before" || name == "_time" || name == "_host";
}

}  // namespace

std::optional<WrittenTime> cef_time(std::string_view text, std::optional<Ticks> near) {
  if (const auto epoch = read_epoch(text)) return WrittenTime{*epoch, true};
  if (const auto time = read_datetime(text)) return time;
  std::string_view rest = text;
  const std::string_view month = take_word(rest);
  const std::string_view day = take_word(rest);
  std::string_view year = take_word(rest);
  const bool yearless = year.find(':') != std::string_view::npos;
  const std::string_view clock = yearless ? std::exchange(year, {}) : take_word(rest);
  if (yearless ? !near.has_value() : (year.size() != 4 || clock.empty())) return std::nullopt;
  // As "Mar 11, 2024 08:15:30", which every reader knows.
  const auto in_year = [&](std::string_view digits) {
    auto time = read_datetime(fmt::format("{} {}, {} {}", month, day, digits, clock));
    if (time) time->zoned = time->zoned || rest == "UTC" || rest == "GMT" || rest == "Z";
    return time;
  };
  if (!yearless) return in_year(year);
  std::optional<WrittenTime> nearest;
  const int middle = civil_from_ticks(*near).year;
  for (int tried = middle - 1; tried <= middle + 1; ++tried) {
    const auto time = in_year(fmt::format("{:04}", tried));
    if (time && (!nearest || std::abs(time->ticks - *near) < std::abs(nearest->ticks - *near))) nearest = time;
  }
  return nearest;
}

bool SecurityLog::put(const ParsedRecord& record, BlockTables& tables) {
  DocumentedRows* const rows = tables.documented("CommonSecurityLog");
  if (!record.of_reader || rows == nullptr) return false;
  if (!cef_) {
    cef_.emplace(rows->table(), cef_keys);
    leef_.emplace(rows->table(), leef_keys);
  }
  const bool leef = text_in(record.fields, "_format") == "LEEF";
  const ColumnMapping& mapping = leef ? *leef_ : *cef_;
  additional_.clear();
  put_time(record.fields, tables.times(), *rows);
  for (const Field& field : record.fields) {
    if (field.is_blank() || is_of_header(field.name)) continue;
    const std::string_view column = mapping.renamed(field.name);
    if (!column.empty() && !rows->filled(column)) {
      rows->set(column, field, field.name);
      continue;
    }
    if (field.name == "start" || field.name == "end") continue;  // StartTime and EndTime, see put_time()
    if (!additional_.empty()) additional_.push_back(';');
    if (!field.name.empty()) additional_.append(field.name).push_back('=');
    additional_.append(field.text);
  }
  rows->fill("AdditionalExtensions", additional_);
  rows->fill("SimplifiedDeviceAction", rows->text_of("DeviceAction"));
  rows->fill("OriginalLogSeverity", rows->text_of("LogSeverity"));
  rows->fill("Type", "CommonSecurityLog");
  rows->end_row(record.number);
  return true;
}

void SecurityLog::put_time(Record record, LocalTimes& times, DocumentedRows& rows) {
  const auto header = read_iso_datetime(text_in(record, "_time"));
  const auto near = header ? std::optional(header->ticks) : std::nullopt;
  for (const std::string_view name : {"rt", "devTime", "end", "start"}) {
    const Field* field = find_field(record, name);
    if (field == nullptr || field->is_blank()) continue;
    const auto written = cef_time(field->text, near);
    const auto time = written ? times.moment(*written, name) : std::nullopt;
    if (time) rows.fill_time(time_column, *time);
    if (name != "end" && name != "start") continue;
    if (time) {
      rows.fill_time(name == "end" ? "EndTime" : "StartTime", *time);
    } else {
      rows.extra(name, *field);
    }
  }
  if (header && !rows.filled(time_column)) {
    if (const auto time = times.moment(*header, "SyslogHeader")) rows.fill_time(time_column, *time);
  }
  rows.fill("Computer", text_in(record, "_host"));
  if (const Field* before = find_field(record, "_before"); before != nullptr && !before->is_blank())
    rows.extra("SyslogHeader", *before);
}

Source security_log_source() {
  return {"cef", "events of CEF and LEEF",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<SecurityLog>(); }};
}

}  // namespace huntbook::ingest
