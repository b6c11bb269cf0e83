// URLs as texts: file: URLs as paths, and URLs as they may be shown.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace huntbook::net {

// "file:///a%20b" -> "/a b" (RFC 8089). Errors of kind User: another machine's file, a malformed escape.
Result<std::string> path_of_file_url(std::string_view url);

// The URL with what may be a secret left out: user and password, and the values of its query (signatures, keys).
std::string shown_url(std::string_view url);

}  // namespace huntbook::net
