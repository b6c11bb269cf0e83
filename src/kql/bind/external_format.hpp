// Formats of externaldata by their names and by the names of files (Kusto docs, "Data formats supported for
// ingestion").
#pragma once

#include <optional>
#include <string_view>

#include "kql/bind/context.hpp"
#include "kql/plan/external.hpp"

namespace huntbook::kql::bind {

// The format that 'format=' names, case ignored; nothing, with the error reported, where there is none or none that can
// be read.
std::optional<ExternalFormat> external_format_named(Context& context, std::string_view name, diag::Span span);

// The format that a path or URL ends in, before .gz and .zip and a URL's query; csv where it says nothing. Nothing,
// with the error reported, for a format that can't be read.
std::optional<ExternalFormat> external_format_of_place(Context& context, std::string_view place, diag::Span span);

}  // namespace huntbook::kql::bind
