// Fills a record's values into the fields of its shape.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ingest/evtx/binary_xml.hpp"
#include "ingest/evtx/event_shape.hpp"
#include "ingest/record/field.hpp"

namespace huntbook::ingest::evtx {

// Values that are binary XML themselves are followed down to here.
inline constexpr std::size_t deepest_fragment = 8;

// The most bytes that the value of one field may unfold to: a template can name a record's value many times.
inline constexpr std::size_t longest_field = std::size_t{4} << 20;

// The shape of a fragment, and its values, for one that stands in a value. The shape lives as long as the fields.
struct Nested {
  const EventShape* shape = nullptr;
  std::vector<Value> values;
};
using OpenNested = std::function<Result<Nested>(std::string_view bytes)>;

class EventFields {
 public:
  // `open_nested` reads a fragment within the chunk.
  explicit EventFields(OpenNested open_nested) : open_nested_(std::move(open_nested)) {}

  // The value of a field: its text into `out` (emptied first). Null where nothing of it is there.
  Result<FieldKind> value_of(const FieldPlace& place, const EventShape& shape, const std::vector<Value>& values,
                             std::string& out);
  // A single value: appends its text.
  Result<FieldKind> value_of(const Value& value, std::string& out) { return append_one(value, out, 0); }

 private:
  Result<FieldKind> append(const FieldPlace::Source& source, const XmlTree& tree, const std::vector<Value>& values,
                           std::string& out, std::size_t depth);
  Result<FieldKind> append_pieces(const std::vector<Piece>& pieces, const std::vector<Value>& values, std::string& out,
                                  std::size_t depth);
  Result<FieldKind> append_one(const Value& value, std::string& out, std::size_t depth);
  Result<void> append_object(const XmlElement& element, const XmlTree& tree, const std::vector<Value>& values,
                             std::string& out, std::size_t depth);

  OpenNested open_nested_;
};

}  // namespace huntbook::ingest::evtx
