// Functions over arrays in dynamic values (Kusto docs, "Dynamic/array functions"). Elements are moved as JSON text;
// what is no array gives null.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/json_text.hpp"
#include "base/time.hpp"
#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/json_slices.hpp"

namespace huntbook::engine::duckdb {

namespace {

using MaybeText = std::optional<std::string_view>;
using Elements = std::vector<std::string_view>;
using Texts = std::span<const MaybeText>;

constexpr std::size_t most_elements = 1'048'576;  // Kusto docs, range(): limit of the result

std::optional<std::int64_t> length(std::string_view array) {
  auto elements = json_elements(array);
  return elements ? std::optional(static_cast<std::int64_t>(elements->size())) : std::nullopt;
}

// Null arguments count as nothing; anything else that is no array makes the result null.
bool concat(JsonResult& out, Texts arrays) {
  Elements all;
  bool any = false;
  for (MaybeText array : arrays) {
    if (!array) continue;
    auto elements = json_elements(*array);
    if (!elements) return false;
    any = true;
    all.insert(all.end(), elements->begin(), elements->end());
  }
  if (any) append_json_array(out.buffer(), all);
  return any;
}

bool reverse(JsonResult& out, std::string_view array) {
  auto elements = json_elements(array);
  if (!elements) return false;
  std::ranges::reverse(*elements);
  append_json_array(out.buffer(), *elements);
  return true;
}

// An array of distinct values with the elements of its arrays in their place, one level deep, in ascending order of
// their JSON text: what make_set gives. At most `limit` elements.
bool flat_set(JsonResult& out, std::string_view set, std::int64_t limit) {
  std::optional<Elements> elements;
  // Most sets hold no array: '[' stands at the start alone, or within texts.
  if (set.find('[', 1) != std::string_view::npos) elements = json_elements(set);
  const auto is_array = [](std::string_view element) { return json_kind(element) == JsonKind::Array; };
  if (!elements || std::ranges::none_of(*elements, is_array)) {
    out.assign(set);
    return true;
  }
  Elements flat;
  for (std::string_view element : *elements) {
    std::optional<Elements> inner = is_array(element) ? json_elements(element) : std::nullopt;
    if (!inner) {
      flat.push_back(element);
      continue;
    }
    for (std::string_view value : *inner) {
      if (json_kind(value) != JsonKind::Null) flat.push_back(value);
    }
  }
  std::ranges::sort(flat);
  flat.erase(std::ranges::unique(flat).begin(), flat.end());
  flat.resize(std::min(flat.size(), static_cast<std::size_t>(std::max<std::int64_t>(limit, 0))));
  append_json_array(out.buffer(), flat);
  return true;
}

// Both ends belong to the slice; negative ones count from the end.
bool slice(JsonResult& out, std::string_view array, std::int64_t start, std::int64_t end) {
  auto elements = json_elements(array);
  if (!elements) return false;
  auto size = static_cast<std::int64_t>(elements->size());
  auto from_end = [&](std::int64_t index) { return index < 0 ? std::max(index, -size - 1) + size : index; };
  std::int64_t first = std::max<std::int64_t>(from_end(start), 0);
  std::int64_t last = std::min(from_end(end), size - 1);
  if (first > last) {
    append_json_array(out.buffer(), {});
  } else {
    append_json_array(out.buffer(), std::span(*elements).subspan(static_cast<std::size_t>(first),
                                                                 static_cast<std::size_t>(last - first + 1)));
  }
  return true;
}

bool split(JsonResult& out, std::string_view array, std::string_view indices) {
  auto elements = json_elements(array);
  if (!elements) return false;
  auto size = static_cast<std::int64_t>(elements->size());
  std::vector<std::int64_t> cuts;
  auto list = json_elements(indices);
  if (!list) list = Elements{indices};
  for (std::string_view text : *list) {
    auto index = json_integer(text);
    if (!index) return false;
    cuts.push_back(std::clamp<std::int64_t>(*index < 0 ? std::max(*index, -size) + size : *index, 0, size));
  }
  cuts.push_back(size);
  std::string& text = out.buffer();
  text.push_back('[');
  std::int64_t begin = 0;
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    if (i != 0) text.push_back(',');
    std::int64_t end = std::max(cuts[i], begin);
    append_json_array(out.buffer(), std::span(*elements).subspan(static_cast<std::size_t>(begin),
                                                                 static_cast<std::size_t>(end - begin)));
    begin = end;
  }
  text.push_back(']');
  return true;
}

std::optional<std::int64_t> index_of(MaybeText array, MaybeText value, std::int64_t start, std::int64_t count,
                                     std::int64_t occurrence) {
  if (!array || occurrence < 0 || count < -1) return std::nullopt;
  auto elements = json_elements(*array);
  if (!elements) return std::nullopt;
  auto size = static_cast<std::int64_t>(elements->size());
  std::int64_t begin = start < 0 ? std::max<std::int64_t>(std::max(start, -size) + size, 0) : start;
  std::int64_t end = count < 0 || count > size - begin ? size : begin + count;
  std::int64_t seen = 0;
  for (std::int64_t i = begin; i < end; ++i)
    if (json_equal((*elements)[static_cast<std::size_t>(i)], value.value_or("null")) &&
        ++seen == std::max<std::int64_t>(occurrence, 1))
      return i;
  return -1;
}

bool rotate(JsonResult& out, std::string_view array, std::int64_t count) {
  auto elements = json_elements(array);
  if (!elements) return false;
  if (!elements->empty()) {
    auto size = static_cast<std::int64_t>(elements->size());
    std::int64_t left = (count % size + size) % size;
    std::ranges::rotate(*elements, elements->begin() + left);
  }
  append_json_array(out.buffer(), *elements);
  return true;
}

bool shift(JsonResult& out, MaybeText array, std::int64_t count, MaybeText filling) {
  if (!array) return false;
  auto elements = json_elements(*array);
  if (!elements) return false;
  auto size = static_cast<std::int64_t>(elements->size());
  std::int64_t left = std::clamp(count, -size, size);
  // Arrays of strings are filled with empty ones, all others with nulls.
  const bool strings =
      std::ranges::all_of(*elements, [](std::string_view element) { return element.starts_with('"'); });
  Elements shifted(elements->size(), filling.value_or(strings ? "\"\"" : "null"));
  for (std::int64_t i = 0; i < size; ++i)
    if (std::int64_t from = i + left; from >= 0 && from < size)
      shifted[static_cast<std::size_t>(i)] = (*elements)[static_cast<std::size_t>(from)];
  append_json_array(out.buffer(), shifted);
  return true;
}

// Numbers before strings before all else, as documented for arrays of mixed types.
int sort_class(std::string_view value) {
  switch (json_kind(value)) {
    case JsonKind::Integer:
    case JsonKind::Real:
      return 0;
    case JsonKind::String:
      return 1;
    default:
      return 2;
  }
}

bool is_less(std::string_view a, std::string_view b) {
  int x = sort_class(a), y = sort_class(b);
  if (x != y) return x < y;
  if (x == 0) return compare_json_numbers(a, b).value_or(0) < 0;
  if (x == 1) return json_unescaped(a) < json_unescaped(b);
  return a < b;
}

// Sorts places of elements.
void sort_places(std::vector<std::size_t>& places, const Elements& elements, bool descending, bool nulls_last) {
  auto middle = std::ranges::stable_partition(
      places, [&](std::size_t i) { return (json_kind(elements[i]) == JsonKind::Null) != nulls_last; });
  auto begin = nulls_last ? places.begin() : middle.begin();
  auto end = nulls_last ? middle.begin() : places.end();
  std::stable_sort(begin, end, [&](std::size_t a, std::size_t b) {
    return descending ? is_less(elements[b], elements[a]) : is_less(elements[a], elements[b]);
  });
}

std::vector<std::size_t> sorted_places(const Elements& elements, bool descending, bool nulls_last) {
  std::vector<std::size_t> places(elements.size());
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
  sort_places(places, elements, descending, nulls_last);
  return places;
}

void append_in_order(std::string& out, const Elements& elements, const std::vector<std::size_t>& places) {
  Elements ordered;
  ordered.reserve(places.size());
  for (std::size_t place : places) ordered.push_back(elements[place]);
  append_json_array(out, ordered);
}

bool sort(JsonResult& out, std::string_view array, bool descending, bool nulls_last) {
  auto elements = json_elements(array);
  if (!elements) return false;
  append_in_order(out.buffer(), *elements, sorted_places(*elements, descending, nulls_last));
  return true;
}

// The order, then the arrays: the first is sorted, the others follow it where they are as long.
bool sort_together(JsonResult& out, Texts order_and_arrays) {
  const std::string_view order = order_and_arrays[0].value_or("asc last");
  auto first = order_and_arrays[1] ? json_elements(*order_and_arrays[1]) : std::nullopt;
  if (!first) return false;
  const std::vector<std::size_t> places = sorted_places(*first, order.starts_with("desc"), order.ends_with("last"));
  std::string& text = out.buffer();
  text.push_back('[');
  append_in_order(text, *first, places);
  for (std::size_t i = 2; i < order_and_arrays.size(); ++i) {
    text.push_back(',');
    auto elements = order_and_arrays[i] ? json_elements(*order_and_arrays[i]) : std::nullopt;
    if (elements && elements->size() == places.size()) {
      append_in_order(text, *elements, places);
    } else {
      text += "null";
    }
  }
  text.push_back(']');
  return true;
}

std::optional<double> sum(std::string_view array) {
  auto elements = json_elements(array);
  if (!elements) return std::nullopt;
  double total = 0;
  for (std::string_view element : *elements) {
    auto number = json_number(element);
    if (!number) return std::nullopt;
    total += *number;
  }
  return total;
}

// Each element of the condition chooses from the arrays at its place, or takes the scalar.
bool choose(JsonResult& out, MaybeText condition, MaybeText when_true, MaybeText when_false) {
  auto conditions = condition ? json_elements(*condition) : std::nullopt;
  if (!conditions) return false;
  auto yes = when_true ? json_elements(*when_true) : std::nullopt;
  auto no = when_false ? json_elements(*when_false) : std::nullopt;
  auto at = [](const std::optional<Elements>& array, MaybeText scalar, std::size_t i) {
    if (!array) return scalar.value_or("null");
    return i < array->size() ? (*array)[i] : std::string_view("null");
  };
  Elements result;
  for (std::size_t i = 0; i < conditions->size(); ++i) {
    std::string_view test = (*conditions)[i];
    auto number = json_number(test);
    if (test == "true" || (number && *number != 0)) {
      result.push_back(at(yes, when_true, i));
    } else if (test == "false" || number) {
      result.push_back(at(no, when_false, i));
    } else {
      result.push_back("null");
    }
  }
  append_json_array(out.buffer(), result);
  return true;
}

bool zip(JsonResult& out, Texts arrays) {
  std::vector<Elements> columns;
  std::size_t rows = 0;
  for (MaybeText array : arrays) {
    auto elements = array ? json_elements(*array) : std::nullopt;
    if (!elements) return false;
    rows = std::max(rows, elements->size());
    columns.push_back(std::move(*elements));
  }
  std::string& text = out.buffer();
  text.push_back('[');
  Elements row;
  for (std::size_t i = 0; i < rows; ++i) {
    if (i != 0) text.push_back(',');
    row.clear();
    for (const Elements& column : columns) row.push_back(i < column.size() ? column[i] : "null");
    append_json_array(out.buffer(), row);
  }
  text.push_back(']');
  return true;
}

bool repeat(JsonResult& out, MaybeText value, std::optional<std::int64_t> count) {
  if (!count || *count < 0) return false;
  Elements elements(std::min(static_cast<std::size_t>(*count), most_elements), value.value_or("null"));
  append_json_array(out.buffer(), elements);
  return true;
}

// The elements joined; strings without quotes, null as nothing.
bool join(TextResult& out, std::string_view array, std::string_view delimiter) {
  auto elements = json_elements(array);
  if (!elements) return true;
  for (std::size_t i = 0; i < elements->size(); ++i) {
    if (i != 0) out.append(delimiter);
    std::string_view element = (*elements)[i];
    JsonKind kind = json_kind(element);
    if (kind == JsonKind::String) {
      out.append(json_unescaped(element));
    } else if (kind != JsonKind::Null) {
      out.append(element);
    }
  }
  return true;
}

// start, start + step, ... up to stop, at most a million elements.
template <class Number, class Write>
bool write_range(JsonResult& out, Number start, Number stop, Number step, Write write) {
  std::string& text = out.buffer();
  text.push_back('[');
  Number value = start;
  for (std::size_t i = 0; i < most_elements && step != 0 && (step > 0 ? value <= stop : value >= stop); ++i) {
    if (i != 0) text.push_back(',');
    write(text, value);
    if constexpr (std::is_same_v<Number, std::int64_t>) {
      if (__builtin_add_overflow(value, step, &value)) break;
    } else {
      value = start + static_cast<double>(i + 1) * step;
    }
  }
  text.push_back(']');
  return true;
}
bool range_long(JsonResult& out, std::int64_t start, std::int64_t stop, std::int64_t step) {
  return write_range(out, start, stop, step, [](std::string& text, auto value) { text += std::to_string(value); });
}
bool range_real(JsonResult& out, double start, double stop, double step) {
  return write_range(out, start, stop, step, [](std::string& text, auto value) { append_json_real(text, value); });
}
// All seven digits of the fraction, as tostring() and dynamic values have them.
std::string long_datetime(Ticks ticks) {
  std::string text = format_datetime(ticks);
  if (text.ends_with('Z')) text.pop_back();
  std::size_t point = text.find('.');
  if (point == std::string::npos) {
    point = text.size();
    text.push_back('.');
  }
  text.append(point + 8 - text.size(), '0');
  return text + "Z";
}
bool range_datetime(JsonResult& out, std::int64_t start, std::int64_t stop, std::int64_t step) {
  return write_range(out, start, std::min(stop, max_datetime), step,
                     [](std::string& text, auto value) { append_json_string(text, long_datetime(value)); });
}
bool range_timespan(JsonResult& out, std::int64_t start, std::int64_t stop, std::int64_t step) {
  return write_range(out, start, stop, step,
                     [](std::string& text, auto value) { append_json_string(text, format_timespan(value)); });
}

}  // namespace

void add_array_functions(ScalarFunctions& table) {
  table.add<&length>("hb_array_length");
  table.add<&concat>("hb_array_concat");
  table.add<&reverse>("hb_array_reverse");
  table.add<&slice>("hb_array_slice");
  table.add<&split>("hb_array_split");
  table.add<&index_of>("hb_array_index_of");
  table.add<&rotate>("hb_array_rotate");
  table.add<&shift>("hb_array_shift");
  table.add<&sort>("hb_array_sort");
  table.add<&sort_together>("hb_array_sort_together");
  table.add<&sum>("hb_array_sum");
  table.add<&choose>("hb_array_iff");
  table.add<&zip>("hb_array_zip");
  table.add<&repeat>("hb_array_repeat");
  table.add<&join>("hb_array_join");
  table.add<&flat_set>("hb_flat_set");
  table.add<&range_long>("hb_range");
  table.add<&range_real>("hb_range");
  table.add<&range_datetime>("hb_range_datetime");
  table.add<&range_timespan>("hb_range_timespan");
}

}  // namespace huntbook::engine::duckdb
