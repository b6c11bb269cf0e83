// What a file is: by its content first, by its name where content leaves a choice.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ingest/format/format.hpp"

namespace huntbook::ingest {

// First bytes that detection looks at.
inline constexpr std::size_t detection_bytes = std::size_t{256} << 10;

bool is_format_name(std::string_view name);
// Those that --format takes, as "evtx, json, ...".
std::string format_names();

// `forced`: a format's name, or empty. The error says why the file is no evidence.
Result<Detected> detect(const FileHead& head, std::string_view forced);

}  // namespace huntbook::ingest
