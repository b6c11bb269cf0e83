// Kernels of KQL's functions on URLs (Kusto docs, "parse_url()", "url_encode()", ...).
#pragma once

#include <string_view>

#include "engine/duckdb/scalar_function.hpp"

namespace huntbook::engine::duckdb {

// The parts of a URL (RFC 3986, appendix B) as a bag: Scheme, Host, Port, Path, Username, Password, Query Parameters,
// Fragment; all are there, empty where the URL lacks them. Nothing is decoded. Null for the empty text.
bool parse_url(JsonResult& out, std::string_view url);
// {"Query Parameters": {...}} of "a=1&b=2". The last of several values of a name counts.
bool parse_urlquery(JsonResult& out, std::string_view query);

// Percent-encodes all but letters, digits and -_.!*(); a blank becomes '+', in a component "%20".
bool url_encode(TextResult& out, std::string_view url);
bool url_encode_component(TextResult& out, std::string_view url);
// Undoes url_encode: %XX, %uXXXX and '+'. What is no escape stays as it is.
bool url_decode(TextResult& out, std::string_view url);

}  // namespace huntbook::engine::duckdb
