#include "render/html_table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "render/escape.hpp"

namespace huntbook::render {

namespace {

// Texts up to this width stay on one line, so that names and addresses are not torn apart for a long neighbour's sake.
constexpr std::size_t short_text = 22;

const char* class_of(ScalarType type) {
  if (is_number(type)) return " class=\"hb-number\"";
  if (type == ScalarType::DateTime || type == ScalarType::TimeSpan) return " class=\"hb-time\"";
  return "";
}

// The first bytes of a text, at most `limit`, without cutting a character.
std::string_view head(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  return text.substr(0, limit);
}

// 2024-03-16T03:18:28.836251Z for the eye: a blank for the T, the fraction of a second small.
void append_time(std::string_view text, std::string& out) {
  const std::size_t seconds = text.find_first_of(".Z");
  std::string whole(text.substr(0, seconds));
  if (const std::size_t t = whole.find('T'); t != std::string::npos) whole[t] = ' ';
  append_html(whole, out);
  if (seconds == std::string_view::npos) return;
  out += "<span class=\"hb-minor\">";
  append_html(text.substr(seconds), out);
  out += "</span>";
}

void append_cell(const Column& column, std::size_t row, const HtmlTableOptions& options, std::string& out) {
  const std::string text = format_value(column, row, options.digits);
  out += "<td";
  out += class_of(column.type());
  const bool is_text = *class_of(column.type()) == '\0';
  if (is_text && !text.empty() && display_width(text) <= short_text && text.find('\n') == std::string::npos) {
    out += " class=\"hb-short\"";
  }
  out += '>';
  if (column.type() == ScalarType::DateTime) {
    append_time(text, out);
    out += "</td>";
    return;
  }
  const std::string_view shown = head(text, options.cell_cap);
  append_html(shown, out);
  if (shown.size() < text.size()) {
    out += fmt::format("<span class=\"hb-cut\">… {} more bytes</span>", group_digits(text.size() - shown.size()));
  }
  out += "</td>";
}

}  // namespace

std::string html_table(const Schema& schema, const Batch& rows, const HtmlTableOptions& options) {
  const std::size_t shown = std::min(rows.rows(), options.row_cap);
  const std::uint64_t total = std::max<std::uint64_t>(options.total_rows, rows.rows());
  std::string out = "<div class=\"hb-table\"><table>\n<thead><tr>";
  for (const ColumnInfo& column : schema) {
    out += "<th";
    out += class_of(column.type);
    out += '>';
    append_html(column.name, out);
    out += "</th>";
  }
  out += "</tr></thead>\n<tbody>\n";
  for (std::size_t row = 0; row < shown; ++row) {
    out += "<tr>";
    for (const Column& column : rows.columns) append_cell(column, row, options, out);
    out += "</tr>\n";
  }
  out += "</tbody>\n</table>\n<p class=\"hb-note\">";
  if (shown < total) {
    out += fmt::format("{} of {} rows shown; {} more are not shown here", group_digits(shown), group_digits(total),
                       group_digits(total - shown));
  } else {
    out += total == 0 ? "no rows" : total == 1 ? "1 row" : group_digits(total) + " rows";
  }
  if (!options.note.empty()) {
    out += " · ";
    append_html(options.note, out);
  }
  out += "</p></div>\n";
  return out;
}

}  // namespace huntbook::render
