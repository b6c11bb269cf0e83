// Kernels of the functions that go over a series element by element (Kusto docs, series_add() and its like,
// series_fill_const() and its like). Integers stay integers where the operation allows it.
#include <algorithm>
#include <cmath>
#include <optional>
#include <ranges>
#include <string_view>
#include <vector>

#include "base/json_text.hpp"
#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/functions/series_read.hpp"
#include "engine/duckdb/json_slices.hpp"

namespace huntbook::engine::duckdb {

namespace {

using MaybeText = std::optional<std::string_view>;
using Elements = std::vector<std::string_view>;

bool is_missing(const SeriesElement& element) {
  return std::holds_alternative<std::monostate>(element);
}

void write_element(JsonWriter& writer, const SeriesElement& element) {
  if (const auto* integer = std::get_if<std::int64_t>(&element)) {
    writer.integer(*integer);
  } else if (const auto* real = std::get_if<double>(&element)) {
    writer.real(*real);
  } else {
    writer.null();
  }
}

// --- arithmetic ------------------------------------------------------------------------------------------------------

struct Add {
  static bool integer(std::int64_t l, std::int64_t r, std::int64_t& out) { return !__builtin_add_overflow(l, r, &out); }
  static double real(double l, double r) { return l + r; }
};
struct Subtract {
  static bool integer(std::int64_t l, std::int64_t r, std::int64_t& out) { return !__builtin_sub_overflow(l, r, &out); }
  static double real(double l, double r) { return l - r; }
};
struct Multiply {
  static bool integer(std::int64_t l, std::int64_t r, std::int64_t& out) { return !__builtin_mul_overflow(l, r, &out); }
  static double real(double l, double r) { return l * r; }
};
struct Divide {
  static double real(double l, double r) { return l / r; }
};
struct Power {
  static double real(double l, double r) { return std::pow(l, r); }
};

// The result of integers, null where it does not fit; of all else a real.
template <class Operation>
SeriesElement combined(const SeriesElement& left, const SeriesElement& right) {
  if (is_missing(left) || is_missing(right)) return {};
  if constexpr (requires { &Operation::integer; }) {
    const auto* l = std::get_if<std::int64_t>(&left);
    const auto* r = std::get_if<std::int64_t>(&right);
    if (l != nullptr && r != nullptr) {
      std::int64_t result = 0;
      return Operation::integer(*l, *r, result) ? SeriesElement(result) : SeriesElement();
    }
  }
  return Operation::real(real_of(left), real_of(right));
}

// Two series side by side, as long as the longer one; a number counts as that number at every place. Nothing where
// neither is an array.
struct Pair {
  std::optional<Elements> left, right;
  std::size_t size = 0;
  SeriesElement at_left(std::size_t i) const { return at(left, left_number, i); }
  SeriesElement at_right(std::size_t i) const { return at(right, right_number, i); }

  SeriesElement left_number, right_number;

 private:
  static SeriesElement at(const std::optional<Elements>& elements, const SeriesElement& number, std::size_t i) {
    if (!elements) return number;
    return i < elements->size() ? series_element((*elements)[i]) : SeriesElement();
  }
};

std::optional<Pair> read_pair(std::string_view left, std::string_view right) {
  Pair pair;
  pair.left = json_elements(left);
  pair.right = json_elements(right);
  if (!pair.left && !pair.right) return std::nullopt;
  if (!pair.left) pair.left_number = series_element(left);
  if (!pair.right) pair.right_number = series_element(right);
  pair.size = std::max(pair.left ? pair.left->size() : 0, pair.right ? pair.right->size() : 0);
  return pair;
}

template <class Operation>
bool arithmetic(JsonResult& out, std::string_view left, std::string_view right) {
  auto pair = read_pair(left, right);
  if (!pair) return false;
  JsonWriter writer(out.buffer());
  writer.begin_array();
  for (std::size_t i = 0; i < pair->size; ++i)
    write_element(writer, combined<Operation>(pair->at_left(i), pair->at_right(i)));
  writer.end_array();
  return true;
}

template <class Compare>
bool comparison(JsonResult& out, std::string_view left, std::string_view right) {
  auto pair = read_pair(left, right);
  if (!pair) return false;
  JsonWriter writer(out.buffer());
  writer.begin_array();
  for (std::size_t i = 0; i < pair->size; ++i) {
    SeriesElement l = pair->at_left(i);
    SeriesElement r = pair->at_right(i);
    if (is_missing(l) || is_missing(r)) {
      writer.null();
      continue;
    }
    const auto* l_integer = std::get_if<std::int64_t>(&l);
    const auto* r_integer = std::get_if<std::int64_t>(&r);
    bool integers = l_integer != nullptr && r_integer != nullptr;
    writer.boolean(integers ? Compare()(*l_integer, *r_integer) : Compare()(real_of(l), real_of(r)));
  }
  writer.end_array();
  return true;
}

// A function of reals; one that has no value there (the logarithm of -1) gives NaN.
template <double (*function)(double)>
SeriesElement real(const SeriesElement& element) {
  return is_missing(element) ? SeriesElement() : SeriesElement(function(real_of(element)));
}

SeriesElement absolute(const SeriesElement& element) {
  if (const auto* integer = std::get_if<std::int64_t>(&element)) {
    std::int64_t opposite = 0;
    if (*integer >= 0) return *integer;
    return __builtin_sub_overflow(std::int64_t{0}, *integer, &opposite) ? SeriesElement() : SeriesElement(opposite);
  }
  const auto* real = std::get_if<double>(&element);
  return real != nullptr ? SeriesElement(std::fabs(*real)) : SeriesElement();
}

SeriesElement sign(const SeriesElement& element) {
  double value = real_of(element);
  if (std::isnan(value)) return {};
  return std::int64_t{value > 0} - std::int64_t{value < 0};
}

template <SeriesElement (*function)(const SeriesElement&)>
bool each(JsonResult& out, std::string_view series) {
  auto elements = json_elements(series);
  if (!elements) return false;
  JsonWriter writer(out.buffer());
  writer.begin_array();
  for (std::string_view json : *elements) write_element(writer, function(series_element(json)));
  writer.end_array();
  return true;
}

// --- filling ---------------------------------------------------------------------------------------------------------

// Whether an element is what stands for a missing value: null, or the given number.
bool stands_for_missing(std::string_view element, MaybeText placeholder) {
  return json_equal(element, placeholder.value_or("null"));
}

bool fill_const(JsonResult& out, MaybeText series, MaybeText constant, MaybeText placeholder) {
  auto elements = series ? json_elements(*series) : std::nullopt;
  if (!elements) return false;
  for (std::string_view& element : *elements)
    if (stands_for_missing(element, placeholder)) element = constant.value_or("null");
  append_json_array(out.buffer(), *elements);
  return true;
}

// Each missing element takes the one before it, in the direction of the range.
void fill_along(auto&& elements, MaybeText placeholder) {
  std::optional<std::string_view> known;
  for (std::string_view& element : elements) {
    if (!stands_for_missing(element, placeholder)) {
      known = element;
    } else if (known) {
      element = *known;
    }
  }
}

template <bool forward>
bool fill(JsonResult& out, MaybeText series, MaybeText placeholder) {
  auto elements = series ? json_elements(*series) : std::nullopt;
  if (!elements) return false;
  if (forward) {
    fill_along(*elements, placeholder);
  } else {
    fill_along(*elements | std::views::reverse, placeholder);
  }
  append_json_array(out.buffer(), *elements);
  return true;
}

// The element `step` of `steps` between two known ones; integers where the whole series is of integers, cut down as in
// the documented example.
SeriesElement between(std::string_view before, std::string_view after, std::size_t step, std::size_t steps,
                      bool integers) {
  double from = real_of(series_element(before));
  double to = real_of(series_element(after));
  double value = from + (to - from) * static_cast<double>(step) / static_cast<double>(steps);
  constexpr double limit = 9.2233720368547758e18;
  if (!integers || !(std::fabs(value) < limit)) return value;
  return static_cast<std::int64_t>(std::floor(value));
}

bool fill_linear(JsonResult& out, MaybeText series, MaybeText placeholder, bool fill_edges, MaybeText constant) {
  auto elements = series ? json_elements(*series) : std::nullopt;
  if (!elements) return false;
  std::vector<std::size_t> known;
  bool integers = true;
  for (std::size_t i = 0; i < elements->size(); ++i) {
    if (stands_for_missing((*elements)[i], placeholder)) continue;
    known.push_back(i);
    integers = integers && json_kind((*elements)[i]) == JsonKind::Integer;
  }
  JsonWriter writer(out.buffer());
  writer.begin_array();
  std::size_t next = 0;  // the first known place at or behind i, as an index of `known`
  for (std::size_t i = 0; i < elements->size(); ++i) {
    while (next < known.size() && known[next] < i) ++next;
    bool has_after = next < known.size();
    bool is_edge = !has_after || (next == 0 && known[next] > i);
    if (known.empty()) {
      writer.raw(constant.value_or("null"));
    } else if (has_after && known[next] == i) {
      writer.raw((*elements)[i]);
    } else if (is_edge && !fill_edges) {
      writer.raw((*elements)[i]);
    } else if (is_edge) {
      writer.raw((*elements)[has_after ? known[next] : known.back()]);
    } else {
      std::size_t before = known[next - 1];
      write_element(writer,
                    between((*elements)[before], (*elements)[known[next]], i - before, known[next] - before, integers));
    }
  }
  writer.end_array();
  return true;
}

}  // namespace

void add_series_element_functions(ScalarFunctions& table) {
  table.add<&arithmetic<Add>>("hb_series_add");
  table.add<&arithmetic<Subtract>>("hb_series_subtract");
  table.add<&arithmetic<Multiply>>("hb_series_multiply");
  table.add<&arithmetic<Divide>>("hb_series_divide");
  table.add<&arithmetic<Power>>("hb_series_pow");
  table.add<&comparison<std::equal_to<>>>("hb_series_equals");
  table.add<&comparison<std::not_equal_to<>>>("hb_series_not_equals");
  table.add<&comparison<std::less<>>>("hb_series_less");
  table.add<&comparison<std::less_equal<>>>("hb_series_less_equals");
  table.add<&comparison<std::greater<>>>("hb_series_greater");
  table.add<&comparison<std::greater_equal<>>>("hb_series_greater_equals");
  table.add<&each<&real<&std::exp>>>("hb_series_exp");
  table.add<&each<&real<&std::log>>>("hb_series_log");
  table.add<&each<&real<&std::floor>>>("hb_series_floor");
  table.add<&each<&real<&std::ceil>>>("hb_series_ceiling");
  table.add<&each<&real<&std::sin>>>("hb_series_sin");
  table.add<&each<&real<&std::cos>>>("hb_series_cos");
  table.add<&each<&real<&std::tan>>>("hb_series_tan");
  table.add<&each<&real<&std::asin>>>("hb_series_asin");
  table.add<&each<&real<&std::acos>>>("hb_series_acos");
  table.add<&each<&real<&std::atan>>>("hb_series_atan");
  table.add<&each<&absolute>>("hb_series_abs");
  table.add<&each<&sign>>("hb_series_sign");
  table.add<&fill_const>("hb_series_fill_const");
  table.add<&fill<true>>("hb_series_fill_forward");
  table.add<&fill<false>>("hb_series_fill_backward");
  table.add<&fill_linear>("hb_series_fill_linear");
}

}  // namespace huntbook::engine::duckdb
