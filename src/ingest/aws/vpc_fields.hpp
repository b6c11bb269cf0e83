// The fields of AWS VPC flow logs (Amazon VPC user guide, "Available fields") and their columns in AWSVPCFlow.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "ingest/tables/column_mapping.hpp"

namespace huntbook::ingest {

// Every field that has a column.
std::span<const Rename> vpc_fields();
// Whether a field is called that, with or without a column.
bool is_vpc_field(std::string_view name);
// Those of a log without a header, in their order (version 2).
std::span<const std::string_view> default_vpc_fields();

}  // namespace huntbook::ingest
