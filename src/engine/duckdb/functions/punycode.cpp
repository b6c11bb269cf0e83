// Kernels of punycode_from_string() and its relatives (Kusto docs): Unicode texts in ASCII (RFC 3492), alone and as the
// labels of domain names.
#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {
namespace {

using Code = std::uint32_t;

// RFC 3492, section 5.
constexpr Code base = 36;
constexpr Code least_threshold = 1;
constexpr Code most_threshold = 26;
constexpr Code skew = 38;
constexpr Code damp = 700;
constexpr Code initial_bias = 72;
constexpr Code first_code = 128;
constexpr Code last_code = 0x10FFFF;
constexpr std::string_view digits = "abcdefghijklmnopqrstuvwxyz0123456789";

// Encoding is quadratic in the worst case, and no name of the kind is as long.
constexpr std::size_t most_codes = 4096;

constexpr std::string_view label_prefix = "xn--";

Code adapted(Code delta, Code points, bool first) {
  delta = first ? delta / damp : delta / 2;
  delta += delta / points;
  Code k = 0;
  for (; delta > (base - least_threshold) * most_threshold / 2; k += base) delta /= base - least_threshold;
  return k + (base - least_threshold + 1) * delta / (delta + skew);
}

Code threshold(Code k, Code bias) {
  return k <= bias ? least_threshold : std::min(k - bias, most_threshold);
}

std::vector<Code> codes_of(std::string_view text) {
  std::vector<Code> codes;
  while (!text.empty()) {
    CodePoint point = decode_utf8(text);
    codes.push_back(point.value);
    text.remove_prefix(point.size);
  }
  return codes;
}

std::optional<std::string> encoded(std::string_view text) {
  std::vector<Code> input = codes_of(text);
  if (input.size() > most_codes) return std::nullopt;
  std::string result;
  for (Code code : input)
    if (code < first_code) result += static_cast<char>(code);
  auto handled = static_cast<Code>(result.size());
  Code plain = handled;
  if (plain > 0) result += '-';
  Code bias = initial_bias;
  std::uint64_t delta = 0;
  for (Code next = first_code; handled < input.size(); ++next, ++delta) {
    Code least = last_code + 1;
    for (Code code : input)
      if (code >= next) least = std::min(least, code);
    delta += std::uint64_t{least - next} * (handled + 1);
    next = least;
    for (Code code : input) {
      if (code < next) ++delta;
      if (code != next) continue;
      if (delta > std::numeric_limits<Code>::max()) return std::nullopt;
      auto rest = static_cast<Code>(delta);
      for (Code k = base;; k += base) {
        Code limit = threshold(k, bias);
        if (rest < limit) break;
        result += digits[limit + (rest - limit) % (base - limit)];
        rest = (rest - limit) / (base - limit);
      }
      result += digits[rest];
      bias = adapted(static_cast<Code>(delta), handled + 1, handled == plain);
      delta = 0;
      ++handled;
    }
  }
  return result;
}

std::optional<Code> digit_value(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<Code>(c - 'a');
  if (c >= 'A' && c <= 'Z') return static_cast<Code>(c - 'A');
  if (c >= '0' && c <= '9') return static_cast<Code>(c - '0' + 26);
  return std::nullopt;
}

std::optional<std::string> decoded(std::string_view text) {
  if (text.size() > most_codes || std::ranges::any_of(text, [](char c) { return (c & 0x80) != 0; }))
    return std::nullopt;
  std::size_t dash = text.rfind('-');
  std::vector<Code> output;
  if (dash != std::string_view::npos) {
    for (char c : text.substr(0, dash)) output.push_back(static_cast<unsigned char>(c));
    text.remove_prefix(dash + 1);
  }
  Code bias = initial_bias;
  std::uint64_t code = first_code;
  std::uint64_t position = 0;
  while (!text.empty()) {
    std::uint64_t before = position;
    std::uint64_t weight = 1;
    for (Code k = base;; k += base) {
      auto value = text.empty() ? std::nullopt : digit_value(text.front());
      if (!value) return std::nullopt;
      text.remove_prefix(1);
      position += *value * weight;
      if (position > std::numeric_limits<Code>::max()) return std::nullopt;
      Code limit = threshold(k, bias);
      if (*value < limit) break;
      weight *= base - limit;
    }
    auto size = static_cast<Code>(output.size() + 1);
    bias = adapted(static_cast<Code>(position - before), size, before == 0);
    code += position / size;
    position %= size;
    bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code > last_code || surrogate) return std::nullopt;
    output.insert(output.begin() + static_cast<std::ptrdiff_t>(position), static_cast<Code>(code));
    ++position;
  }
  std::string result;
  for (Code point : output) append_utf8(result, point);
  return result;
}

template <std::optional<std::string> (*transform)(std::string_view)>
bool whole(TextResult& out, std::string_view text) {
  if (auto result = transform(text)) out.assign(*result);
  return true;
}

// The length of a full stop between labels, of any of the four that IDNA knows (RFC 3490, section 3.1); 0 at others.
std::size_t dot_length(std::string_view text) {
  if (text.starts_with('.')) return 1;
  for (std::string_view dot : {"\u3002", "\uFF0E", "\uFF61"})
    if (text.starts_with(dot)) return dot.size();
  return 0;
}

std::optional<std::string> encoded_label(std::string_view label) {
  if (std::ranges::none_of(label, [](char c) { return (c & 0x80) != 0; })) return std::string(label);
  auto result = encoded(label);
  return result ? std::optional(std::string(label_prefix) + *result) : std::nullopt;
}

std::optional<std::string> decoded_label(std::string_view label) {
  const bool prefixed = equal_ignoring_case(label.substr(0, label_prefix.size()), label_prefix);
  return prefixed ? decoded(label.substr(label_prefix.size())) : std::string(label);
}

// Each label on its own; a domain with a label that cannot be transformed is none.
template <std::optional<std::string> (*transform)(std::string_view)>
bool domain(TextResult& out, std::string_view text) {
  std::string result;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size();) {
    std::size_t dot = dot_length(text.substr(at));
    if (at < text.size() && dot == 0) {
      ++at;
      continue;
    }
    auto label = transform(text.substr(begin, at - begin));
    if (!label) return true;
    result += *label;
    if (dot > 0) result += '.';
    if (dot == 0) break;
    at += dot;
    begin = at;
  }
  out.assign(result);
  return true;
}

}  // namespace

void add_punycode_functions(ScalarFunctions& table) {
  table.add<&whole<&encoded>>("hb_punycode_encode");
  table.add<&whole<&decoded>>("hb_punycode_decode");
  table.add<&domain<&encoded_label>>("hb_punycode_encode_domain");
  table.add<&domain<&decoded_label>>("hb_punycode_decode_domain");
}

}  // namespace huntbook::engine::duckdb
