#include "ingest/winxml/winxml_parser.hpp"

#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "ingest/record/text_store.hpp"
#include "ingest/record/utf8.hpp"
#include "ingest/winxml/event_document.hpp"
#include "ingest/winxml/event_scanner.hpp"

namespace huntbook::ingest {

namespace {

class WinxmlParser final : public RecordParser {
 public:
  void parse(const Block& block, ParsedBlock& out) override {
    out.source = "windows_events";
    TextStore texts(out);
    for (std::size_t i = 0; i < block.records.size(); ++i) {
      const RawRecord& raw = block.records[i];
      const std::size_t first = out.fields.size();
      data_.clear();
      bool repaired = false;
      if (const Result<void> done = take(block.text(raw), texts, out, repaired); !done) {
        out.fields.resize(first);
        out.rejected.push_back(reject_record(block, raw, done.error().message));
        continue;
      }
      if (repaired) ++out.repaired;
      out.fields.insert(out.fields.end(), data_.begin(), data_.end());
      out.records.push_back({first, out.fields.size() - first, i, data_.size()});
    }
  }

 private:
  Result<void> take(std::string_view text, TextStore& texts, ParsedBlock& out, bool& repaired) {
    const EventText event = event_text(text);
    if (!event.is_event) return fail(ErrorKind::User, "text that is no event");
    std::string sound;
    if (find_invalid_utf8(text) != std::string_view::npos) {
      sound = repaired_utf8(text);
      text = sound;
      repaired = true;
    }
    HUNTBOOK_TRY(EventDocument document, EventDocument::parse(event.prefix, text));
    if (document.root() != "Event" || !document.has_part("System"))
      return fail(ErrorKind::User, "an event without its System part");
    return document.fields(
        [&](evtx::FieldPlace::Part part, std::string_view name, FieldKind kind, std::string_view value) {
          if (part == evtx::FieldPlace::Part::Data) {
            data_.push_back({texts.keep(name), texts.keep(value), kind, false});
          } else if (kind != FieldKind::Null) {
            out.fields.push_back({texts.keep(name), texts.keep(value), kind, false});
          }
        });
  }

  std::vector<Field> data_;
};

}  // namespace

std::unique_ptr<RecordParser> winxml_parser() {
  return std::make_unique<WinxmlParser>();
}

}  // namespace huntbook::ingest
