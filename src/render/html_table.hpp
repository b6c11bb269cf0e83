// A result as a static HTML table: everything escaped, no script, no style of its own (classes hb-*), so that it can
// stand in a notebook, in nbviewer and in a report.
#pragma once

#include <cstdint>
#include <string>

#include "base/column.hpp"
#include "render/value.hpp"

namespace huntbook::render {

struct HtmlTableOptions {
  std::size_t row_cap = 100;     // rows shown
  std::size_t cell_cap = 600;    // characters (UTF-8 bytes at a character's end) of a cell shown
  std::uint64_t total_rows = 0;  // of the whole result; 0: as many as `rows` holds
  std::string note{};            // plain text for the caption, such as the query time
  RealDigits digits = RealDigits::Twelve;
};

// <div class="hb-table"><table>...</table><p class="hb-note">..</p></div>. Says how many rows and characters are not
// shown.
std::string html_table(const Schema& schema, const Batch& rows, const HtmlTableOptions& options);

}  // namespace huntbook::render
