// Kernels that take structured texts apart: file paths, versions, CSV records, command lines.
#pragma once

#include <string_view>

#include "engine/duckdb/scalar_function.hpp"

namespace huntbook::engine::duckdb {

// A bag of Scheme, RootPath, DirectoryPath, DirectoryName, Filename, Extension and AlternateDataStreamName; both kinds
// of slashes, shares and \\?\ paths (Kusto docs, "parse_path()"). Null for the empty text.
bool parse_path(JsonResult& out, std::string_view path);

// One to four numbers of up to eight digits as one whole number, eight digits each; null for any other text (Kusto
// docs, "parse_version()").
bool parse_version(JsonResult& out, std::string_view version);

// The fields of the first record; quotes as in RFC 4180.
bool parse_csv(JsonResult& out, std::string_view text);

// The arguments as Windows' CommandLineToArgvW gives them: the first one ends at its quote or a blank, whatever
// backslashes it has; in the others backslashes before a quote count, and of three quotes in a row one is text
// (Microsoft, "CommandLineToArgvW function"). An empty array for the empty text.
bool parse_command_line(JsonResult& out, std::string_view command_line);

}  // namespace huntbook::engine::duckdb
