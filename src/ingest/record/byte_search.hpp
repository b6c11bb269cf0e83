// Searches in bytes that every byte of the evidence passes through, 16 at a step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace huntbook::ingest {

// The first `a` or `b` from `at` on; the text's size when there is none.
std::size_t find_either(std::string_view text, std::size_t at, char a, char b);

// How many bytes of the text are `byte`.
std::uint64_t count_byte(std::string_view text, char byte);

}  // namespace huntbook::ingest
