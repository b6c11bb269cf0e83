// ingestionMapping of externaldata: which part of a record goes to which column (Kusto docs, "Data mappings", "CSV
// Mapping", "JSON Mapping", "Parquet Mapping", "W3CLOGFILE Mapping").
#pragma once

#include <string_view>
#include <vector>

#include "kql/bind/context.hpp"
#include "kql/plan/external.hpp"

namespace huntbook::kql::bind {

// Sets the sources of the request's columns, which are those of `columns`; one that the mapping does not name gets no
// value. `delimited`: records have cells, not names. `unix_units`: "seconds", ... where a column's value is to be read
// as a count since 1970. False, with the error reported, where the mapping is none.
bool apply_mapping(Context& context, std::string_view mapping, diag::Span span,
                   const std::vector<plan::Column>& columns, bool delimited, ExternalRequest& request,
                   std::vector<std::string_view>& unix_units);

}  // namespace huntbook::kql::bind
