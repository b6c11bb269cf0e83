#include "render/record_writer.hpp"

namespace huntbook::render {

std::string write_all(RecordWriter& writer, const Schema& schema, const Batch& rows) {
  std::string out;
  writer.begin(schema, out);
  if (rows.rows() > 0) writer.rows(rows, out);
  writer.end(out);
  return out;
}

}  // namespace huntbook::render
