// Kernels of KQL's string operators: has, contains, startswith, in~, has_any, ... (Kusto docs, "String operators").
#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/ascii.hpp"
#include "engine/duckdb/functions/json_read.hpp"
#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/functions/text_search.hpp"

namespace huntbook::engine::duckdb {
namespace {

// The needle is mostly one constant for all rows: where its cell is bit by bit the one of the row before, the needle
// prepared for that is taken without a look at its text.
template <Letters letters, TermEdges edges>
void find_rows(std::span<const InputVector> inputs, OutputVector& output, std::size_t rows) {
  thread_local Remembered<Needle> needles;
  const auto* texts = static_cast<const TextCell*>(inputs[0].data);
  const auto* keys = static_cast<const TextCell*>(inputs[1].data);
  const Needle* needle = nullptr;
  const TextCell* key = nullptr;
  for (std::size_t row = 0; row < rows; ++row) {
    if (!inputs[0].valid(row) || !inputs[1].valid(row)) {
      output.put_null(row);
      continue;
    }
    if (key == nullptr || std::memcmp(key, keys + row, sizeof(TextCell)) != 0) {
      key = keys + row;
      needle = &needles.get(key->view(), [](std::string_view text) { return Needle(text, letters, edges); });
    }
    output.put(row, needle->is_in(texts[row].view()));
  }
}

template <Letters letters, TermEdges edges>
void add_find(ScalarFunctions& table, std::string_view name) {
  table.add_loop(name, {CellType::Bool, {CellType::Text, CellType::Text}, false, &find_rows<letters, edges>});
}

bool equal(std::string_view left, std::string_view right) {
  return equal_ignoring_case(left, right);
}

bool starts_folded(std::string_view text, std::string_view start) {
  return equal_ignoring_case(text.substr(0, start.size()), start);
}

bool ends_folded(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && equal_ignoring_case(text.substr(text.size() - end.size()), end);
}

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
using TextSet = std::unordered_set<std::string, TextHash, std::equal_to<>>;

// The values of an array as a set, with their lengths as a cheap first question.
class ValueSet {
 public:
  ValueSet(std::string_view array, Letters letters) : folded_(letters == Letters::Folded) {
    for (std::string& value : texts_of_array(array)) add(std::move(value));
  }
  void add(std::string value) {
    lengths_ |= length_bit(value.size());
    values_.insert(folded_ ? ascii_lower(value) : std::move(value));
  }
  bool contains(std::string_view text) const {
    if ((lengths_ & length_bit(text.size())) == 0) return false;
    if (!folded_) return values_.contains(text);
    thread_local std::string buffer;
    buffer.assign(text);
    for (char& c : buffer) c = ascii_lower(c);
    return values_.contains(std::string_view(buffer));
  }
  bool empty() const { return values_.empty(); }

 private:
  static std::uint64_t length_bit(std::size_t length) { return std::uint64_t{1} << std::min<std::size_t>(length, 63); }

  TextSet values_;
  std::uint64_t lengths_ = 0;
  bool folded_;
};

template <Letters letters>
bool in_array(std::string_view text, std::string_view array) {
  thread_local Remembered<ValueSet> sets;
  return sets.get(array, [](std::string_view key) { return ValueSet(key, letters); }).contains(text);
}

// Needles of has_any and has_all. A few are searched one after the other; of many, those that are single terms are
// looked up in a set while the text is cut into terms once.
class NeedleList {
 public:
  explicit NeedleList(std::string_view array) : terms_("[]", Letters::Folded) {
    for (const std::string& text : texts_of_array(array)) needles_.emplace_back(text, Letters::Folded, TermEdges::Both);
    for (const Needle& needle : needles_) {
      if (needles_.size() > few && needle.is_term()) {
        terms_.add(needle.text());
      } else {
        searched_.push_back(&needle);
      }
    }
  }
  NeedleList(NeedleList&&) = default;

  bool any_in(std::string_view text) const {
    for (const Needle* needle : searched_)
      if (needle->is_in(text)) return true;
    return !terms_.empty() && any_term_in(text);
  }
  bool all_in(std::string_view text) const { return index_where(text, false) < 0; }
  std::int64_t first_in(std::string_view text) const { return index_where(text, true); }

 private:
  static constexpr std::size_t few = 6;

  std::int64_t index_where(std::string_view text, bool found) const {
    for (std::size_t i = 0; i < needles_.size(); ++i)
      if (needles_[i].is_in(text) == found) return static_cast<std::int64_t>(i);
    return -1;
  }
  bool any_term_in(std::string_view text) const {
    std::size_t at = 0;
    while (at < text.size()) {
      std::size_t start = at;
      while (at < text.size() && alphanumeric_at(text, at)) at += step(text[at]);
      if (at > start && terms_.contains(text.substr(start, at - start))) return true;
      if (at < text.size()) at += step(text[at]);
    }
    return false;
  }
  static std::size_t step(char lead) {
    auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
  }

  std::vector<Needle> needles_;
  std::vector<const Needle*> searched_;
  ValueSet terms_;
};

const NeedleList& needle_list(std::string_view array) {
  thread_local Remembered<NeedleList> lists;
  return lists.get(array, [](std::string_view key) { return NeedleList(key); });
}

bool has_any(std::string_view text, std::string_view array) {
  return needle_list(array).any_in(text);
}
bool has_all(std::string_view text, std::string_view array) {
  return needle_list(array).all_in(text);
}
std::int64_t has_any_index(std::string_view text, std::string_view array) {
  return needle_list(array).first_in(text);
}

// Whether an array holds a dynamic value: equal JSON, numbers by value.
bool dynamic_in_array(std::string_view value, std::string_view array) {
  std::string wanted(value);
  std::optional<double> number;
  if (auto document = parse_dynamic(value)) {
    wanted = simdjson::minify(*document);
    if (double real = 0; document->get(real) == simdjson::SUCCESS) number = real;
  }
  auto document = parse_dynamic(array);
  simdjson::dom::array elements;
  if (!document || document->get(elements) != simdjson::SUCCESS) return false;
  for (simdjson::dom::element element : elements) {
    if (double real = 0; number && element.get(real) == simdjson::SUCCESS && real == *number) return true;
    if (simdjson::minify(element) == wanted) return true;
  }
  return false;
}

}  // namespace

void add_string_operator_functions(ScalarFunctions& table) {
  using enum Letters;
  using enum TermEdges;
  add_find<Folded, Both>(table, "hb_has");
  add_find<Exact, Both>(table, "hb_has_cs");
  add_find<Folded, Start>(table, "hb_hasprefix");
  add_find<Exact, Start>(table, "hb_hasprefix_cs");
  add_find<Folded, End>(table, "hb_hassuffix");
  add_find<Exact, End>(table, "hb_hassuffix_cs");
  add_find<Folded, None>(table, "hb_contains");
  add_find<Exact, None>(table, "hb_contains_cs");
  table.add<&equal>("hb_equal_folded");
  table.add<&starts_folded>("hb_starts_folded");
  table.add<&ends_folded>("hb_ends_folded");
  table.add<&in_array<Exact>>("hb_in_array");
  table.add<&in_array<Folded>>("hb_in_array_folded");
  table.add<&dynamic_in_array>("hb_dynamic_in_array");
  table.add<&has_any>("hb_has_any");
  table.add<&has_all>("hb_has_all");
  table.add<&has_any_index>("hb_has_any_index");
}

}  // namespace huntbook::engine::duckdb
