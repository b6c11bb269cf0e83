// Writers of results, row by row: batches in, text out. They hold no more than a few thousand rows.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/column.hpp"
#include "render/value.hpp"

namespace huntbook::render {

// Appends one result after the other to a text that the caller writes out and empties as it likes.
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  virtual void begin(const Schema& schema, std::string& out) = 0;
  virtual void rows(const Batch& batch, std::string& out) = 0;
  virtual void end(std::string& out) = 0;
};

// {"columns":[{"name":"x","type":"long"},...],"rows":[[...],...]} and a line feed.
std::unique_ptr<RecordWriter> make_json_writer(RealDigits digits = RealDigits::RoundTrip);

// One object a row: {"x":1,"y":"a"}.
std::unique_ptr<RecordWriter> make_ndjson_writer(RealDigits digits = RealDigits::RoundTrip);

// RFC 4180 with a header, line feeds between records. `guard_formulas` puts an apostrophe before string cells that a
// spreadsheet would compute (those that begin with = + - @, tab or carriage return).
std::unique_ptr<RecordWriter> make_csv_writer(bool guard_formulas, RealDigits digits = RealDigits::RoundTrip);

struct TextTableOptions {
  std::size_t cell_width = 0;    // columns at which a cell is clipped; 0: never
  std::size_t screen_width = 0;  // columns of the terminal that a person reads on; 0: none, all columns are shown
  RealDigits digits = RealDigits::RoundTrip;
};
// Aligned columns for a terminal or a text file; control characters are shown as \x1b. Column widths come from the
// first thousand rows. Where these are wider than the screen, columns without a value in any of them are left out and
// a last line says how many; one that has a value further down comes in there, under a new header.
std::unique_ptr<RecordWriter> make_text_writer(const TextTableOptions& options);

// A whole result through a writer.
std::string write_all(RecordWriter& writer, const Schema& schema, const Batch& rows);

}  // namespace huntbook::render
