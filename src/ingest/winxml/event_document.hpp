// One Event element, or a part of one, as XML text: parsed into the tree that binary XML is compiled into, so that an
// event has the same fields in both.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ingest/evtx/event_shape.hpp"
#include "ingest/record/field.hpp"

namespace huntbook::ingest {

// A longer text is refused; no event's is a tenth of it.
inline constexpr std::size_t longest_event = std::size_t{4} << 20;

class EventDocument {
 public:
  // Parses `prefix` and `text`. No entity but XML's own five is resolved, nothing outside of the text is looked at.
  // Errors (kind User): it is no XML, too long, nested too deeply, or of too many parts.
  static Result<EventDocument> parse(std::string_view prefix, std::string_view text);

  // Of the element that everything stands in.
  std::string_view root() const;
  bool has_part(std::string_view name) const;
  // Goes down to the first element of one of these names, where the root is a wrapper around it.
  bool unwrap(std::string_view name);

  // Gives each field, System's and the event's own.
  using Take =
      std::function<void(evtx::FieldPlace::Part part, std::string_view name, FieldKind kind, std::string_view text)>;
  Result<void> fields(const Take& take);

 private:
  evtx::XmlTree tree_;
};

// The event's own data as a JSON object, out of XML text with an EventData or UserData element (as exports of Log
// Analytics hold it); nothing where there is none.
std::optional<std::string> event_data_object(std::string_view xml);

}  // namespace huntbook::ingest
