// Measures of the text of a command line, a path or an account name: the primitives of the clustering features. They
// agree with what msticpy (analysis/eventcluster.py) computes on Python strings: characters are Unicode code points. A
// byte that is not part of valid UTF-8 counts as U+FFFD.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huntbook::cluster {

// Kinds of delimiter of a command line; every white-space character is one kind.
inline constexpr std::string_view delimiter_kinds = " -\\/.,\"'|&:;%$()";

// The number of code points.
std::size_t code_point_count(std::string_view text);
// The sum of the code points.
std::uint64_t code_point_sum(std::string_view text);
// The number of delimiters: white space (Unicode's, as in Python's \s) and - \ / . , " ' | & : ; % $ ( ).
std::size_t delimiter_count(std::string_view text);
// Appends the delimiters of `text`, as they are, to `out`.
void append_delimiters(std::string_view text, std::string& out);
// Appends one byte per delimiter of `text` to `out`: its kind, a character of `delimiter_kinds`. This is the structure
// of a command line.
void append_structure(std::string_view text, std::string& out);
// The number of pieces between single blanks; 1 for the empty text (Python's split(" ")).
std::size_t token_count(std::string_view text);
// CRC-32 (ISO 3309, as in zlib) of the bytes.
std::uint32_t crc32(std::string_view bytes);
// Appends the text with ASCII letters in lower case.
void append_lower(std::string_view text, std::string& out);
// A logon id is written in hexadecimal with 0x (Windows) or in decimal (auditd, Defender).
std::optional<std::int64_t> logon_id_of(std::string_view text);
// True for the session of the system itself: 0x3e7 (Windows), -1 or 4294967295 (auditd: none).
bool is_system_session(std::int64_t logon_id);

}  // namespace huntbook::cluster
