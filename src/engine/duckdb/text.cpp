#include "engine/duckdb/text.hpp"

#include <simdjson.h>

namespace huntbook::engine::duckdb {

namespace {

// Length of the valid sequence at the start of `text`, 0 where there is none (Unicode standard, table 3-7).
std::size_t sequence_length(std::string_view text) {
  auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                       : (lead & 0xF0U) == 0xE0       ? 3
                       : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                      : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t index = 1; index < length; ++index)
    if ((byte(index) & 0xC0U) != 0x80) return 0;
  bool overlong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
  bool surrogate = lead == 0xED && byte(1) > 0x9F;
  bool too_large = lead == 0xF4 && byte(1) > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  return text.empty() || simdjson::validate_utf8(text.data(), text.size());
}

std::string repaired_utf8(std::string_view text) {
  std::string repaired;
  repaired.reserve(text.size() + 8);
  while (!text.empty()) {
    std::size_t length = sequence_length(text);
    if (length == 0) {
      repaired += "\xEF\xBF\xBD";
      length = 1;
    } else {
      repaired.append(text.substr(0, length));
    }
    text.remove_prefix(length);
  }
  return repaired;
}

void assign_text(duckdb_vector vector, std::size_t row, std::string_view text) {
  if (is_valid_utf8(text)) {
    api().assign_valid_text(vector, row, text.data(), text.size());
  } else {
    std::string repaired = repaired_utf8(text);
    api().assign_valid_text(vector, row, repaired.data(), repaired.size());
  }
}

void set_null(duckdb_vector vector, std::size_t row) {
  api().vector_ensure_validity_writable(vector);
  std::uint64_t* validity = api().vector_get_validity(vector);
  validity[row / 64] &= ~(std::uint64_t{1} << (row % 64));
}

}  // namespace huntbook::engine::duckdb
