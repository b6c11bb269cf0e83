// Outputs of cells and captured bundles as HTML of a report.
#pragma once

#include <string>

#include "notebook/document.hpp"

namespace huntbook::report {

// A MIME bundle: the picture, with the table folded under it; else the table; else plain text. Markup that is not ours
// is not taken over: a picture is shown as an image, a table as its plain text.
std::string view_bundle(const notebook::JsonValue& bundle);

// One output of a code cell: display_data, execute_result, stream, error.
std::string view_output(const notebook::JsonValue& output);

// Base64 of any bytes (RFC 4648).
std::string base64(std::string_view bytes);

}  // namespace huntbook::report
