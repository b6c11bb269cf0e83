#include "ingest/aws/vpc_flows.hpp"

#include "ingest/aws/vpc_fields.hpp"
#include "ingest/record/epoch_time.hpp"
#include "ingest/record/field_values.hpp"

namespace huntbook::ingest {

bool VpcFlows::knows(Record record) const {
  return (has_field(record, "srcaddr") && has_field(record, "dstaddr") && has_field(record, "protocol")) ||
         (has_field(record, "interface-id") && (has_field(record, "log-status") || has_field(record, "start")));
}

bool VpcFlows::put(const ParsedRecord& record, BlockTables& tables) {
  DocumentedRows* const rows = tables.documented("AWSVPCFlow");
  if (rows == nullptr) return false;
  if (!mapping_) mapping_.emplace(rows->table(), vpc_fields());
  for (const Field& field : record.fields) {
    if (field.is_blank()) continue;
    if (field.name == "start" || field.name == "end") {
      if (const auto time = read_epoch(field.text)) {
        if (field.name == "start") rows->fill_time(time_column, *time);
        rows->fill_time(field.name == "start" ? "Start" : "End", *time);
        continue;
      }
    }
    mapping_->put(field, *rows);
  }
  // A log with the end alone, or with neither and the time that CloudWatch took it in.
  if (const Field* end = find_field(record.fields, "end")) {
    if (const auto time = read_epoch(end->text)) rows->fill_time(time_column, *time);
  }
  if (const auto taken = time_in(record.fields, "timestamp")) rows->fill_time(time_column, *taken);
  rows->fill("Type", "AWSVPCFlow");
  rows->end_row(record.number);
  return true;
}

Source vpc_flows_source() {
  return {"aws_vpc_flows", "flow logs of AWS VPCs",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<VpcFlows>(); }};
}

}  // namespace huntbook::ingest
