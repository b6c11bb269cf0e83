// What a file is: by its content first, by its name where content leaves a choice.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "ingest/format/format.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

// First bytes that detection looks at.
inline constexpr std::size_t detection_bytes = std::size_t{256} << 10;

bool is_format_name(std::string_view name);
// Those that --format takes, as "evtx, json, ...".
std::string format_names();

// `forced`: a format's name, or empty. The error says why the file is no evidence.
Result<Detected> detect(const FileHead& head, std::string_view forced);

// What is known of a file before it is looked into.
struct FileFacts {
  std::string_view path;
  std::optional<Ticks> modified;
  bool carve = false;
};

// How a file is read, or why it is not.
struct Recognised {
  std::optional<Detected> how;
  std::string reason;  // where it is not read
  bool known = false;  // it is no log, as its first bytes show
};

// detect() for the text of a file, of which nothing has been read yet. Errors: those of the source that are no fault of
// the file.
Result<Recognised> recognise(PeekSource& text, const FileFacts& facts, std::string_view forced);

}  // namespace huntbook::ingest
