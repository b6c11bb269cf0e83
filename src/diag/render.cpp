#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "diag/diagnostic.hpp"

namespace huntbook::diag {

namespace {

// Cells of the source line that are shown; a longer line is cut on both sides of the caret.
constexpr std::size_t line_width = 100;
constexpr std::size_t width_before_caret = 60;
constexpr std::size_t tab_width = 4;

struct Cell {
  std::string shown;
  std::size_t width;   // columns of the terminal
  std::size_t offset;  // in the text
};

// Two columns for the East Asian and emoji blocks, none for combining marks (Unicode, East Asian Width, roughly).
std::size_t width_of(std::uint32_t code) {
  if (code >= 0x300 && code <= 0x36F) return 0;
  const bool wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
                    (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
                    (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
                    (code >= 0x1F300 && code <= 0x1FAFF) || (code >= 0x20000 && code <= 0x3FFFD);
  return wide ? 2 : 1;
}

Cell cell_at(std::string_view text, std::size_t offset, std::size_t& size) {
  const std::string_view rest = text.substr(offset);
  const CodePoint code_point = decode_utf8(rest);
  size = code_point.size;
  if (rest.front() == '\t') return {std::string(tab_width, ' '), tab_width, offset};
  Cell cell{{}, 0, offset};
  append_visible(cell.shown, rest, code_point);
  const bool escaped = code_point.size != cell.shown.size() || !code_point.valid || code_point.value < 0x20;
  cell.width = escaped ? cell.shown.size() : width_of(code_point.value);
  return cell;
}

bool ends_line(char c) {
  return c == '\n' || c == '\r';
}

// One line of the text around `span`, and the marks below it.
struct Excerpt {
  std::string line;
  std::string marks;
};

Excerpt excerpt(std::string_view text, Span span) {
  std::size_t begin = span.begin;
  // Bytes, not cells: a cell takes at least a quarter of a byte's worth, so this never cuts too much.
  const std::size_t earliest = span.begin - std::min(span.begin, 4 * width_before_caret);
  while (begin > earliest && !ends_line(text[begin - 1])) --begin;
  bool cut_before = begin > 0 && !ends_line(text[begin - 1]);
  while (cut_before && begin < span.begin && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) ++begin;

  std::vector<Cell> cells;
  std::size_t before = 0;
  std::size_t offset = begin;
  std::size_t total = 0;
  while (offset < text.size() && !ends_line(text[offset]) && total < before + line_width) {
    std::size_t size = 1;
    cells.push_back(cell_at(text, offset, size));
    total += cells.back().width;
    if (offset < span.begin) before += cells.back().width;
    offset += size;
  }
  const bool cut_after = offset < text.size() && !ends_line(text[offset]);

  std::size_t first = 0;
  while (before > width_before_caret && first < cells.size()) {
    before -= cells[first].width;
    ++first;
    cut_before = true;
  }
  Excerpt out;
  if (cut_before) {
    out.line += "...";
    out.marks += "   ";
  }
  std::size_t shown = 0;
  std::size_t index = first;
  for (; index < cells.size() && shown < line_width; ++index) {
    const Cell& cell = cells[index];
    out.line += cell.shown;
    shown += cell.width;
    if (cell.offset < span.begin) {
      out.marks.append(cell.width, ' ');
    } else if (cell.offset < std::max(span.end, span.begin + 1)) {
      out.marks.append(cell.width, '^');
    }
  }
  if (cut_after || index < cells.size()) out.line += "...";
  if (out.marks.find('^') == std::string::npos) out.marks += '^';
  return out;
}

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Note:
      return "note";
  }
  return "error";
}

}  // namespace

std::string render(const Diagnostic& diagnostic, std::string_view text) {
  Span span = diagnostic.span;
  span.begin = std::min(span.begin, text.size());
  span.end = std::clamp(span.end, span.begin, text.size());
  const Position position = position_of(text, span.begin);
  const Excerpt shown = excerpt(text, span);
  const std::string number = fmt::format("{}", position.line);
  const std::string gutter(number.size(), ' ');
  std::string out =
      fmt::format("{}[{}]: {}\n", name_of(diagnostic.severity), diagnostic.code, visible_text(diagnostic.message));
  out += fmt::format("{}--> line {}, column {}\n", gutter, position.line, position.column);
  out += fmt::format("{} |\n{} | {}\n{} | {}\n", gutter, number, shown.line, gutter, shown.marks);
  if (!diagnostic.hint.empty()) out += fmt::format("{} = hint: {}\n", gutter, visible_text(diagnostic.hint));
  return out;
}

}  // namespace huntbook::diag
