#include "ingest/text/text_format.hpp"

#include "ingest/record/line_scanner.hpp"
#include "ingest/text/text_parser.hpp"

namespace huntbook::ingest {

Format text_format() {
  return {"text", "any text, line by line", [](const FileHead&) { return std::optional<Detected>(); }, nullptr,
          [](const FileHead&) -> Result<Detected> {
            return Detected{"text", {}, scanned_blocks(line_scanner), text_parser};
          }};
}

}  // namespace huntbook::ingest
