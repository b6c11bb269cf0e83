#include <algorithm>

#include "base/utf8.hpp"
#include "diag/diagnostic.hpp"

namespace huntbook::diag {

Position position_of(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  Position position;
  std::size_t line_begin = 0;
  for (std::size_t i = 0; i < offset; ++i) {
    const bool carriage_return = text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
    if (text[i] != '\n' && !carriage_return) continue;
    ++position.line;
    line_begin = i + 1;
  }
  for (std::string_view rest = text.substr(line_begin, offset - line_begin); !rest.empty();) {
    rest.remove_prefix(std::min(decode_utf8(rest).size, rest.size()));
    ++position.column;
  }
  return position;
}

}  // namespace huntbook::diag
