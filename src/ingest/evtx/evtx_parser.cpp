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
// Shapes kept over chunks; real logs have some hundreds.
constexpr std::size_t most_kept_shapes = 4'096;
// What a carved record is known by, in _Extra.
constexpr std::string_view carved_field = "Carved";

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
    if (kept_.size() > most_kept_shapes) kept_.clear();
    texts_.emplace(out);
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
      }
      const std::size_t first = out.fields.size();
      const std::size_t at = record.begin - begin;
      data_.clear();
      carved_ = record.carved;
      const Result<void> done =
          take(at + evtx::record_header_size, at + record.size - evtx::record_trailer_size, Around::Nothing, out, 0);
      if (!done) {
        out.fields.resize(first);
        out.rejected.push_back(reject_record(block, record, (carved_ ? "carved: " : "") + done.error().message));
        continue;
      }
      if (carved_) out.fields.push_back({carved_field, "true", FieldKind::Bool, false});
      out.fields.insert(out.fields.end(), data_.begin(), data_.end());
      out.records.push_back({first, out.fields.size() - first, i, data_.size()});
    }
  }

 private:
  // The fields of the fragment at `begin`, and of the elements that stand in its values.
  Result<void> take(std::size_t begin, std::size_t end, Around around, ParsedBlock& out, std::size_t depth) {
    if (depth > evtx::deepest_fragment) return fail(ErrorKind::User, "binary XML: fragments nested too deeply");
    std::vector<Value>& values = values_[depth];
    HUNTBOOK_TRY(const Fragment fragment, evtx::read_fragment(chunk_, begin, end, values, carved_));
    HUNTBOOK_TRY(const EventShape* shape, shape_of(fragment, around));
    for (const FieldPlace& place : shape->fields) {
      HUNTBOOK_TRY(const Field field, field_of(place, *shape, values));
      unfolded_ += field.text.size();
      if (unfolded_ > most_unfolded) {
        return fail(ErrorKind::User,
                    "the records of this chunk unfold to more than " + std::to_string(most_unfolded >> 20) + " MiB");
      }
      if (place.part == FieldPlace::Part::Data) {
        data_.push_back(field);
      } else if (field.kind != FieldKind::Null) {
        out.fields.push_back(field);
      }
    }
    for (const auto& [index, within] : shape->substituted) {
      if (index >= values.size() || values[index].bytes.empty()) continue;
      if (values[index].type != static_cast<std::uint8_t>(evtx::ValueType::BinaryXml)) {
        HUNTBOOK_CHECK(take_bare(values[index]));
        continue;
      }
      const auto at = static_cast<std::size_t>(values[index].bytes.data() - chunk_.data());
      HUNTBOOK_CHECK(take(at, at + values[index].bytes.size(), within, out, depth + 1));
    }
    return {};
  }

  Result<Field> field_of(const FieldPlace& place, const EventShape& shape, const std::vector<Value>& values) {
    if (place.alone != nullptr) {
      const evtx::Piece& piece = *place.alone;
      // The shape outlives the fields.
      if (piece.kind == evtx::Piece::Kind::Text) return Field{place.name, piece.text, FieldKind::Text, false};
      if (piece.index >= values.size()) return Field{place.name, {}, FieldKind::Null, false};
      const Value& value = values[piece.index];
      const auto type = static_cast<evtx::ValueType>(value.type);
      if ((value.type & evtx::array_flag) == 0 && type != evtx::ValueType::BinaryXml) {
        std::string& texts = texts_->room_for(evtx::longest_text(value.bytes.size()));
        const std::size_t begin = texts.size();
        const FieldKind kind = evtx::append_value(texts, type, value.bytes);
        return Field{place.name, std::string_view(texts).substr(begin), kind, false};
      }
    }
    HUNTBOOK_TRY(const FieldKind kind, fields_.value_of(place, shape, values, scratch_));
    return Field{place.name, texts_->keep(scratch_), kind, false};
  }

  // A value where an element should be.
  Result<void> take_bare(const Value& value) {
    scratch_.clear();
    HUNTBOOK_TRY(const FieldKind kind, fields_.value_of(value, scratch_));
    unfolded_ += scratch_.size();
    if (kind != FieldKind::Null) data_.push_back({"Data", texts_->keep(scratch_), kind, false});
    return {};
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
      HUNTBOOK_TRY(evtx::XmlTree tree, evtx::compile(chunk_, fragment));
      EventShape& shape = once_.emplace_back();
      shape.tree = std::move(tree);
      shape.around = around;
      find_fields(shape);
      return &shape;
    }
    const auto [place, is_new] =
        in_chunk_.try_emplace(fragment.definition << 2 | static_cast<std::size_t>(around), nullptr);
    if (!is_new && place->second != nullptr) return place->second;
    HUNTBOOK_TRY(evtx::XmlTree tree, evtx::compile(chunk_, fragment));
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
  std::array<std::vector<Value>, evtx::deepest_fragment + 1> values_;  // by depth
  std::vector<Field> data_;
  std::string scratch_;
  std::optional<TextStore> texts_;
};

}  // namespace

std::unique_ptr<RecordParser> evtx_parser() {
  return std::make_unique<EvtxParser>();
}

}  // namespace huntbook::ingest
