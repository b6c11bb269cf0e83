#include "ingest/evtx/record_layouts.hpp"

#include <algorithm>
#include <atomic>

#include "ingest/evtx/value.hpp"

namespace huntbook::ingest::evtx {

namespace {

// What a value is called that stands where an element should be.
constexpr const char* bare_name = "Data";
// What a carved record is known by, in _Extra.
constexpr const char* carved_name = "Carved";

FieldKind append_text(std::string& out, std::uint8_t type, std::string_view bytes) {
  return append_value(out, static_cast<ValueType>(type), bytes);
}

RecordLayout make_layout(std::span<const RecordPart> parts, bool carved) {
  static std::atomic<std::uint64_t> last_id = 0;
  RecordLayout layout{++last_id, {}, append_text};
  for (const RecordPart part : parts) {
    if (part == nullptr) {
      layout.fields.push_back({bare_name, true});
      continue;
    }
    for (const FieldPlace& place : part->fields)
      layout.fields.push_back({place.name, place.part == FieldPlace::Part::Data});
  }
  if (carved) layout.fields.push_back({carved_name, false});
  return layout;
}

std::size_t hash_of(std::span<const RecordPart> parts, bool carved) {
  std::size_t hash = carved ? 1 : 0;
  for (const RecordPart part : parts) hash = (hash ^ reinterpret_cast<std::uintptr_t>(part)) * 1'099'511'628'211U;
  return hash;
}

}  // namespace

const RecordLayout* RecordLayouts::of(std::span<const RecordPart> parts, bool carved, bool kept) {
  if (!kept) return &passing_.emplace_back(make_layout(parts, carved));
  const auto fits = [&](const Known& known) {
    return known.carved == carved && std::ranges::equal(known.parts, parts);
  };
  if (last_ != nullptr && fits(*last_)) return &last_->layout;
  const std::size_t hash = hash_of(parts, carved);
  const auto [first, end] = known_.equal_range(hash);
  auto found = std::find_if(first, end, [&](const auto& entry) { return fits(entry.second); });
  if (found == end)
    found = known_.emplace(hash, Known{{parts.begin(), parts.end()}, carved, make_layout(parts, carved)});
  last_ = &found->second;
  return &last_->layout;
}

void RecordLayouts::clear() {
  last_ = nullptr;
  known_.clear();
}

}  // namespace huntbook::ingest::evtx
