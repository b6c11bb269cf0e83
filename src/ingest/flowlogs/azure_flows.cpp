#include "ingest/flowlogs/azure_flows.hpp"

#include <array>

#include "base/ascii.hpp"
#include "ingest/azure/resource_id.hpp"
#include "ingest/record/field_values.hpp"

namespace huntbook::ingest {

namespace {

// Encryption as traffic analytics words it.
struct Encryption {
  std::string_view code;
  std::string_view text;
};
constexpr std::array encryptions = {
    Encryption{"X", "Encrypted"},
    Encryption{"NX", "Unencrypted"},
    Encryption{"NX_HW_NOT_SUPPORTED", "Unsupported hardware"},
    Encryption{"NX_SW_NOT_READY", "Software not ready"},
    Encryption{"NX_NOT_ACCEPTED", "Drop due to no encryption"},
    Encryption{"NX_NOT_SUPPORTED", "Discovery not supported"},
    Encryption{"NX_LOCAL_DST", "Destination on same host"},
    Encryption{"NX_FALLBACK", "Fall back to no encryption"},
};

std::string_view encryption_text(std::string_view code) {
  for (const Encryption& known : encryptions) {
    if (known.code == code) return known.text;
  }
  return code;
}

std::string group_of(std::string_view resource_id) {
  const ResourceId parts = parse_resource_id(resource_id);
  if (parts.name.empty()) return std::string(resource_id);
  return ascii_lower(std::string(parts.subscription) + "/" + std::string(parts.group) + "/" + std::string(parts.name));
}

std::string_view rule_type(std::string_view rule) {
  if (rule.empty()) return {};
  return rule.starts_with("DefaultRule_") ? "Default" : "User Defined";
}

std::string_view letter(const char& c) {
  return {&c, 1};
}

// A flow that begins, is denied or comes from a log without states counts once; what continues or ends it does not.
bool counts(const FlowTuple& flow) {
  return flow.state != 'C' && flow.state != 'E';
}

// What is no flow stays as it stands.
void keep_tuple(const Field& tuple, Ticks written, DocumentedRows& rows) {
  if (written != 0) rows.fill_time(time_column, written);
  rows.extra("flowTuple", tuple);
}

void put_counted(std::string_view in_allowed, std::string_view out_allowed, std::string_view in_denied,
                 std::string_view out_denied, const FlowTuple& flow, DocumentedRows& rows) {
  const std::int64_t one = counts(flow) ? 1 : 0;
  const bool in = flow.direction == 'I';
  rows.fill_number(in_allowed, in && flow.allowed ? one : 0);
  rows.fill_number(out_allowed, !in && flow.allowed ? one : 0);
  rows.fill_number(in_denied, in && !flow.allowed ? one : 0);
  rows.fill_number(out_denied, !in && !flow.allowed ? one : 0);
}

}  // namespace

bool AzureFlows::knows(Record record) const {
  return has_field(record, "time") && has_field(record, "category") &&
         (has_field(record, "flowRecords") || (has_field(record, "properties") && has_field(record, "macAddress")) ||
          (has_field(record, "properties") && has_field(record, "systemId")));
}

bool AzureFlows::put(const ParsedRecord& record, BlockTables& tables) {
  const std::string category = text_in(record.fields, "category");
  const bool nsg = category == "NetworkSecurityGroupFlowEvent";
  if (!nsg && category != "FlowLogFlowEvent") return false;
  members_.forget();
  Common common;
  common.record = &record;
  common.written = time_in(record.fields, "time").value_or(0);
  common.mac = text_in(record.fields, "macAddress");
  return nsg ? put_nsg(record, common, tables) : put_vnet(record, common, tables);
}

Record AzureFlows::list_in(Record object, std::string_view name) {
  const Field* list = find_field(object, name);
  return list != nullptr ? members_.elements_of(*list) : Record();
}

bool AzureFlows::put_nsg(const ParsedRecord& record, Common& common, BlockTables& tables) {
  DocumentedRows* const rows = tables.documented("AzureNetworkAnalytics_CL");
  const Field* properties = find_field(record.fields, "properties");
  if (rows == nullptr || properties == nullptr) return false;
  common.resource = text_in(record.fields, "resourceId");
  common.group = group_of(common.resource);
  bool made = false;
  const Record list = list_in(members_.of(*properties), "flows");
  const std::size_t mark = members_.mark();
  for (const Field& rule : list) {
    members_.forget_since(mark);
    const Record of_rule = members_.of(rule);
    common.rule = text_in(of_rule, "rule");
    for (const Field& one : list_in(of_rule, "flows")) {
      const Record of_interface = members_.of(one);
      if (std::string mac = text_in(of_interface, "mac"); !mac.empty()) common.mac = std::move(mac);
      for (const Field& tuple : tuples_of(of_interface)) {
        put_nsg_flow(tuple, common, *rows);
        made = true;
      }
    }
  }
  return made;
}

bool AzureFlows::put_vnet(const ParsedRecord& record, Common& common, BlockTables& tables) {
  DocumentedRows* const rows = tables.documented("NTANetAnalytics");
  const Field* records = find_field(record.fields, "flowRecords");
  if (rows == nullptr || records == nullptr) return false;
  common.resource = text_in(record.fields, "flowLogResourceID");
  common.target = text_in(record.fields, "targetResourceID");
  bool made = false;
  for (const Field& acl : list_in(members_.of(*records), "flows")) {
    const Record of_acl = members_.of(acl);
    common.group = text_in(of_acl, "aclID");
    const Record list = list_in(of_acl, "flowGroups");
    const std::size_t mark = members_.mark();
    for (const Field& rule : list) {
      members_.forget_since(mark);
      const Record of_rule = members_.of(rule);
      common.rule = text_in(of_rule, "rule");
      for (const Field& tuple : tuples_of(of_rule)) {
        put_vnet_flow(tuple, common, *rows);
        made = true;
      }
    }
  }
  return made;
}

void AzureFlows::put_nsg_flow(const Field& tuple, const Common& common, DocumentedRows& rows) {
  const auto flow = read_nsg_tuple(tuple.text);
  rows.fill("SubType_s", "FlowLog");
  rows.fill("FASchemaVersion_s", "2");
  rows.fill("NSGList_s", common.group);
  rows.fill("NSGRule_s", common.rule);
  rows.fill("NSGRuleType_s", rule_type(common.rule));
  rows.fill("MACAddress_s", common.mac);
  rows.fill("_ResourceId", common.resource);
  rows.fill("Type", "AzureNetworkAnalytics_CL");
  if (!flow) {
    keep_tuple(tuple, common.written, rows);
    return rows.end_row(common.record->number);
  }
  const bool in = flow->direction == 'I';
  rows.fill_time(time_column, flow->time);
  if (counts(*flow)) rows.fill_time("FlowStartTime_t", flow->time);
  if (flow->state == 'E') rows.fill_time("FlowEndTime_t", flow->time);
  rows.fill("SrcIP_s", flow->source);
  rows.fill("DestIP_s", flow->destination);
  rows.fill("VMIP_s", in ? flow->destination : flow->source);
  rows.fill_number("DestPort_d", flow->destination_port);
  rows.fill("L4Protocol_s", flow->protocol);
  rows.fill("FlowDirection_s", letter(flow->direction));
  rows.fill("FlowStatus_s", flow->allowed ? "A" : "D");
  put_counted("AllowedInFlows_d", "AllowedOutFlows_d", "DeniedInFlows_d", "DeniedOutFlows_d", *flow, rows);
  rows.fill_number("CompletedFlows_d", flow->state == 'E' ? 1 : 0);
  if (flow->counted) {
    rows.fill_number("InboundPackets_d", in ? flow->packets_out : flow->packets_back);
    rows.fill_number("InboundBytes_d", in ? flow->bytes_out : flow->bytes_back);
    rows.fill_number("OutboundPackets_d", in ? flow->packets_back : flow->packets_out);
    rows.fill_number("OutboundBytes_d", in ? flow->bytes_back : flow->bytes_out);
  }
  rows.extra("SrcPort", Field{{}, std::to_string(flow->source_port), FieldKind::Number, false});
  if (flow->state != 0) rows.extra("FlowState", Field{{}, letter(flow->state), FieldKind::Text, false});
  rows.end_row(common.record->number);
}

void AzureFlows::put_vnet_flow(const Field& tuple, const Common& common, DocumentedRows& rows) {
  const auto flow = read_vnet_tuple(tuple.text);
  rows.fill("SubType", "FlowLog");
  rows.fill("FaSchemaVersion", "3");
  rows.fill("AclGroup", common.group);
  rows.fill("AclRule", common.rule);
  rows.fill("MacAddress", common.mac);
  rows.fill("FlowLogResourceId", common.resource);
  rows.fill("TargetResourceId", common.target);
  rows.fill("Type", "NTANetAnalytics");
  if (!flow) {
    keep_tuple(tuple, common.written, rows);
    return rows.end_row(common.record->number);
  }
  rows.fill_time(time_column, flow->time);
  if (counts(*flow)) rows.fill_time("FlowStartTime", flow->time);
  if (flow->state == 'E') rows.fill_time("FlowEndTime", flow->time);
  rows.fill("SrcIp", flow->source);
  rows.fill("DestIp", flow->destination);
  rows.fill("SrcPorts", std::to_string(flow->source_port));
  rows.fill_number("DestPort", flow->destination_port);
  rows.fill("L4Protocol", flow->protocol == "6" ? "T" : flow->protocol == "17" ? "U" : flow->protocol);
  rows.fill("FlowDirection", letter(flow->direction));
  rows.fill("FlowStatus", flow->allowed ? "A" : "D");
  rows.fill("FlowEncryption", encryption_text(flow->encryption));
  put_counted("AllowedInFlows", "AllowedOutFlows", "DeniedInFlows", "DeniedOutFlows", *flow, rows);
  rows.fill_number("CompletedFlows", flow->state == 'E' ? 1 : 0);
  if (flow->counted) {
    rows.fill_number("PacketsSrcToDest", flow->packets_out);
    rows.fill_number("BytesSrcToDest", flow->bytes_out);
    rows.fill_number("PacketsDestToSrc", flow->packets_back);
    rows.fill_number("BytesDestToSrc", flow->bytes_back);
  }
  rows.extra("FlowState", Field{{}, letter(flow->state), FieldKind::Text, false});
  rows.end_row(common.record->number);
}

Source azure_flows_source() {
  return {"azure_flows", "flow logs of Azure networks",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<AzureFlows>(); }};
}

}  // namespace huntbook::ingest
