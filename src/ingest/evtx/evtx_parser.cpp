#include "ingest/evtx/evtx_parser.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ingest/evtx/binary_xml.hpp"
#include "ingest/evtx/chunk.hpp"
#include "ingest/evtx/event_fields.hpp"
#include "ingest/evtx/event_shape.hpp"
#include "ingest/evtx/record_layouts.hpp"
#include "ingest/evtx/value.hpp"
#include "ingest/record/text_store.hpp"

namespace huntbook::ingest {

namespace {

using evtx::Around;
using evtx::EventShape;
using evtx::FieldPlace;
using evtx::Fragment;
using evtx::Value;

// What the values of one chunk may unfold to: a template can name one value many times.
constexpr std::size_t most_unfolded = std::size_t{4} << 20;
// What a field counts for besides its value: a template can name many that are null.
constexpr std::size_t bytes_of_field = 8;
// Shapes kept over chunks; real logs have some hundreds.
constexpr std::size_t most_kept_shapes = 4'096;

std::size_t hash_of(const evtx::XmlTree& tree) {
  std::size_t hash = tree.elements.size();
  const auto mix = [&hash](std::size_t value) { hash = (hash ^ value) * 1'099'511'628'211U; };
  const auto mix_pieces = [&mix](const std::vector<evtx::Piece>& pieces) {
    for (const evtx::Piece& piece : pieces) {
      mix(static_cast<std::size_t>(piece.kind) << 32 | piece.index);
      mix(std::hash<std::string>{}(piece.text));
    }
  };
  for (const evtx::XmlElement& element : tree.elements) {
    mix(std::hash<std::string>{}(element.name));
    for (const evtx::XmlAttribute& attribute : element.attributes) {
      mix(std::hash<std::string>{}(attribute.name));
      mix_pieces(attribute.value);
    }
    mix_pieces(element.content);
  }
  return hash;
}

class EvtxParser final : public RecordParser {
 public:
  EvtxParser() : fields_([this](std::string_view bytes) { return open_nested(bytes); }) {}

  void parse(const Block& block, ParsedBlock& out) override {
    out.source = "windows_events";
    once_.clear();
    layouts_.drop_passing();
    if (kept_.size() > most_kept_shapes) {
      layouts_.clear();
      kept_.clear();
    }
    texts_.emplace(out);
    values_out_ = &out.values;
    out.values.reserve(most_values_);
    const std::string_view bytes(block.bytes.get(), block.size);
    std::size_t chunk_begin = std::string_view::npos;
    for (std::size_t i = 0; i < block.records.size(); ++i) {
      const RawRecord& record = block.records[i];
      const std::size_t begin = record.begin / evtx::chunk_size * evtx::chunk_size;
      if (begin != chunk_begin) {
        chunk_begin = begin;
        chunk_ = bytes.substr(begin, evtx::chunk_size);
        in_chunk_.clear();
        unfolded_ = 0;
        text_left_ = evtx::most_text;
      }
      const std::size_t first = out.values.size();
      const std::size_t at = record.begin - begin;
      parts_.clear();
      kept_parts_ = true;
      carved_ = record.carved;
      const Result<void> done =
          take(at + evtx::record_header_size, at + record.size - evtx::record_trailer_size, Around::Nothing, 0);
      if (!done) {
        out.values.resize(first);
        out.rejected.push_back(reject_record(block, record, (carved_ ? "carved: " : "") + done.error().message));
        continue;
      }
      if (carved_) put_text("true", FieldKind::Bool, out.values.emplace_back());
      const RecordLayout* const layout = layouts_.of(parts_, carved_, kept_parts_);
      out.records.push_back({first, out.values.size() - first, i, 0, layout});
    }
    most_values_ = std::max(most_values_, out.values.size());
  }

 private:
  static void put_text(std::string_view text, FieldKind kind, EncodedValue& to) {
    to.bytes = text;
    to.made = true;
    to.kind = kind;
  }
  // What is in the scratch text.
  Result<void> put_made(FieldKind kind, EncodedValue& to) {
    HUNTBOOK_CHECK(unfold(scratch_.size()));
    put_text(texts_->keep(scratch_), kind, to);
    return {};
  }

  // Counts what the chunk unfolds to, before any of it is kept.
  Result<void> unfold(std::size_t bytes) {
    unfolded_ += bytes;
    if (unfolded_ <= most_unfolded) return {};
    return fail(ErrorKind::User,
                "the records of this chunk unfold to more than " + std::to_string(most_unfolded >> 20) + " MiB");
  }

  // The fields of the fragment at `begin`, and of the elements that stand in its values.
  Result<void> take(std::size_t begin, std::size_t end, Around around, std::size_t depth) {
    if (depth > evtx::deepest_fragment) return fail(ErrorKind::User, "binary XML: fragments nested too deeply");
    std::vector<Value>& values = values_[depth];
    HUNTBOOK_TRY(const Fragment fragment, evtx::read_fragment(chunk_, begin, end, values, carved_));
    HUNTBOOK_TRY(const EventShape* shape, shape_of(fragment, around));
    parts_.push_back(shape);
    kept_parts_ = kept_parts_ && fragment.is_template;
    HUNTBOOK_CHECK(unfold(shape->fields.size() * bytes_of_field));
    std::size_t at = values_out_->size();
    values_out_->resize(at + shape->fields.size());
    for (const FieldPlace& place : shape->fields) {
      HUNTBOOK_CHECK(put_field(place, *shape, values, (*values_out_)[at++]));
    }
    for (const auto& [index, within] : shape->substituted) {
      if (index >= values.size() || values[index].bytes.empty()) continue;
      if (values[index].type != static_cast<std::uint8_t>(evtx::ValueType::BinaryXml)) {
        HUNTBOOK_CHECK(take_bare(values[index]));
        continue;
      }
      const auto inner = static_cast<std::size_t>(values[index].bytes.data() - chunk_.data());
      HUNTBOOK_CHECK(take(inner, inner + values[index].bytes.size(), within, depth + 1));
    }
    return {};
  }

  Result<void> put_field(const FieldPlace& place, const EventShape& shape, const std::vector<Value>& values,
                         EncodedValue& to) {
    if (place.alone != nullptr) {
      const evtx::Piece& piece = *place.alone;
      if (piece.kind == evtx::Piece::Kind::Text) {  // the shape outlives the block
        put_text(piece.text, FieldKind::Text, to);
        return unfold(piece.text.size());
      }
      if (piece.index >= values.size()) {
        put_text({}, FieldKind::Null, to);
        return {};
      }
      const Value& value = values[piece.index];
      if (is_plain(value)) {
        to.bytes = value.bytes;
        to.type = value.type;
        return unfold(value.bytes.size());
      }
    }
    HUNTBOOK_TRY(const FieldKind kind, fields_.value_of(place, shape, values, scratch_));
    return put_made(kind, to);
  }

  // Neither several values nor binary XML of its own.
  static bool is_plain(const Value& value) {
    return (value.type & evtx::array_flag) == 0 &&
           static_cast<evtx::ValueType>(value.type) != evtx::ValueType::BinaryXml;
  }

  // A value where an element should be.
  Result<void> take_bare(const Value& value) {
    scratch_.clear();
    HUNTBOOK_TRY(const FieldKind kind, fields_.value_of(value, scratch_));
    if (kind == FieldKind::Null) return {};
    parts_.push_back(nullptr);
    return put_made(kind, values_out_->emplace_back());
  }

  Result<evtx::Nested> open_nested(std::string_view bytes) {
    const auto begin = static_cast<std::size_t>(bytes.data() - chunk_.data());
    evtx::Nested nested;
    HUNTBOOK_TRY(const Fragment fragment,
                 evtx::read_fragment(chunk_, begin, begin + bytes.size(), nested.values, carved_));
    HUNTBOOK_TRY(nested.shape, shape_of(fragment, Around::Nothing));
    return nested;
  }

  Result<const EventShape*> shape_of(const Fragment& fragment, Around around) {
    if (!fragment.is_template) {
      HUNTBOOK_TRY(evtx::XmlTree tree, evtx::compile(chunk_, fragment, text_left_));
      EventShape& shape = once_.emplace_back();
      shape.tree = std::move(tree);
      shape.around = around;
      find_fields(shape);
      return &shape;
    }
    const auto [place, is_new] =
        in_chunk_.try_emplace(fragment.definition << 2 | static_cast<std::size_t>(around), nullptr);
    if (!is_new && place->second != nullptr) return place->second;
    HUNTBOOK_TRY(evtx::XmlTree tree, evtx::compile(chunk_, fragment, text_left_));
    const std::size_t hash = hash_of(tree);
    const auto [first, last] = kept_.equal_range(hash);
    auto known = std::find_if(
        first, last, [&](const auto& entry) { return entry.second.around == around && entry.second.tree == tree; });
    if (known == last) {
      known = kept_.emplace(std::piecewise_construct, std::forward_as_tuple(hash), std::forward_as_tuple());
      known->second.tree = std::move(tree);
      known->second.around = around;
      find_fields(known->second);
    }
    return place->second = &known->second;
  }

  evtx::EventFields fields_;
  std::unordered_multimap<std::size_t, EventShape> kept_;        // by the hash of what they say
  std::unordered_map<std::size_t, const EventShape*> in_chunk_;  // by the place of their definition, and what is around
  std::deque<EventShape> once_;                                  // of elements in full
  std::string_view chunk_;
  bool carved_ = false;  // the record at hand
  std::size_t unfolded_ = 0;
  std::size_t text_left_ = 0;  // that the chunk may bring in templates and elements
  std::array<std::vector<Value>, evtx::deepest_fragment + 1> values_;  // by depth
  evtx::RecordLayouts layouts_;
  std::vector<evtx::RecordPart> parts_;  // of the record at hand
  bool kept_parts_ = true;               // none of them is an element in full
  std::vector<EncodedValue>* values_out_ = nullptr;
  std::size_t most_values_ = 0;  // of a block so far
  std::string scratch_;
  std::optional<TextStore> texts_;
};

}  // namespace

std::unique_ptr<RecordParser> evtx_parser() {
  return std::make_unique<EvtxParser>();
}

}  // namespace huntbook::ingest
