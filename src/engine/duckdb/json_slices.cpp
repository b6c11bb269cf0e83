#include "engine/duckdb/json_slices.hpp"

#include <algorithm>
#include <charconv>

#include "base/ascii.hpp"

namespace huntbook::engine::duckdb {

namespace {

constexpr std::string_view blanks = " \t\r\n";

bool is_blank(char c) {
  return blanks.find(c) != std::string_view::npos;
}

// Nested values that json_equal compares; deeper ones are equal only when their text is.
constexpr int most_depth = 100;

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  void skip_blanks() {
    while (position_ < text_.size() && is_blank(text_[position_])) ++position_;
  }
  bool take(char c) {
    skip_blanks();
    if (position_ >= text_.size() || text_[position_] != c) return false;
    ++position_;
    return true;
  }
  bool at_end() {
    skip_blanks();
    return position_ == text_.size();
  }
  // A string with its quotes.
  std::optional<std::string_view> string() {
    skip_blanks();
    std::size_t begin = position_;
    if (!skip_string()) return std::nullopt;
    return text_.substr(begin, position_ - begin);
  }
  // Any value; brackets inside are counted, not checked for their kind.
  std::optional<std::string_view> value() {
    skip_blanks();
    std::size_t begin = position_;
    std::size_t depth = 0;
    while (position_ < text_.size()) {
      char c = text_[position_];
      if (c == '"') {
        if (!skip_string()) return std::nullopt;
        if (depth == 0) break;
        continue;
      }
      if (c == '[' || c == '{') {
        ++depth;
      } else if (c == ']' || c == '}') {
        if (depth == 0) break;
        if (--depth == 0) {
          ++position_;
          break;
        }
      } else if (depth == 0 && (c == ',' || is_blank(c))) {
        break;
      }
      ++position_;
    }
    if (depth != 0 || position_ == begin) return std::nullopt;
    return text_.substr(begin, position_ - begin);
  }

 private:
  bool skip_string() {
    if (position_ >= text_.size() || text_[position_] != '"') return false;
    for (++position_; position_ < text_.size(); ++position_) {
      if (text_[position_] == '\\') {
        ++position_;
      } else if (text_[position_] == '"') {
        ++position_;
        return true;
      }
    }
    return false;
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code >> 6)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (code >> 12)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (code >> 18)));
    out.push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

std::optional<std::uint32_t> hex4(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  std::uint32_t code = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + 4, code, 16);
  return error == std::errc() && end == text.data() + 4 ? std::optional(code) : std::nullopt;
}

bool equal_at(std::string_view left, std::string_view right, int depth);

bool equal_arrays(std::string_view left, std::string_view right, int depth) {
  auto l = json_elements(left);
  auto r = json_elements(right);
  if (!l || !r) return false;
  return std::ranges::equal(*l, *r, [&](auto a, auto b) { return equal_at(a, b, depth + 1); });
}

bool equal_objects(std::string_view left, std::string_view right, int depth) {
  auto l = json_members(left);
  auto r = json_members(right);
  if (!l || !r || l->size() != r->size()) return false;
  auto by_key = [](const JsonMember& a, const JsonMember& b) { return a.key < b.key; };
  std::ranges::stable_sort(*l, by_key);
  std::ranges::stable_sort(*r, by_key);
  return std::ranges::equal(*l, *r, [&](const JsonMember& a, const JsonMember& b) {
    return a.key == b.key && equal_at(a.value, b.value, depth + 1);
  });
}

bool equal_at(std::string_view left, std::string_view right, int depth) {
  if (left == right) return true;
  if (depth > most_depth) return false;
  JsonKind kind = json_kind(left);
  JsonKind other = json_kind(right);
  if (kind == JsonKind::Array && other == kind) return equal_arrays(left, right, depth);
  if (kind == JsonKind::Object && other == kind) return equal_objects(left, right, depth);
  if (kind == JsonKind::String && other == kind) return json_unescaped(left) == json_unescaped(right);
  return compare_json_numbers(left, right) == 0;
}

}  // namespace

JsonKind json_kind(std::string_view value) {
  value = trimmed(value, blanks);
  if (value.empty()) return JsonKind::Bad;
  switch (value.front()) {
    case '"':
      return JsonKind::String;
    case '[':
      return JsonKind::Array;
    case '{':
      return JsonKind::Object;
    case 't':
    case 'f':
      return JsonKind::Bool;
    case 'n':
      return JsonKind::Null;
    default:
      if (json_integer(value)) return JsonKind::Integer;
      return json_number(value) ? JsonKind::Real : JsonKind::Bad;
  }
}

std::optional<std::vector<std::string_view>> json_elements(std::string_view array) {
  Scanner scanner(array);
  if (!scanner.take('[')) return std::nullopt;
  std::vector<std::string_view> elements;
  if (scanner.take(']')) return scanner.at_end() ? std::optional(std::move(elements)) : std::nullopt;
  do {
    auto value = scanner.value();
    if (!value) return std::nullopt;
    elements.push_back(*value);
  } while (scanner.take(','));
  if (!scanner.take(']') || !scanner.at_end()) return std::nullopt;
  return elements;
}

std::optional<std::vector<JsonMember>> json_members(std::string_view object) {
  Scanner scanner(object);
  if (!scanner.take('{')) return std::nullopt;
  std::vector<JsonMember> members;
  if (scanner.take('}')) return scanner.at_end() ? std::optional(std::move(members)) : std::nullopt;
  do {
    auto key = scanner.string();
    if (!key || !scanner.take(':')) return std::nullopt;
    auto value = scanner.value();
    if (!value) return std::nullopt;
    members.push_back({*key, *value});
  } while (scanner.take(','));
  if (!scanner.take('}') || !scanner.at_end()) return std::nullopt;
  return members;
}

void append_json_array(std::string& out, std::span<const std::string_view> elements) {
  out.push_back('[');
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (i != 0) out.push_back(',');
    out.append(elements[i]);
  }
  out.push_back(']');
}

std::string json_unescaped(std::string_view quoted) {
  if (quoted.size() < 2) return std::string(quoted);
  std::string_view text = quoted.substr(1, quoted.size() - 2);
  if (text.find('\\') == std::string_view::npos) return std::string(text);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out.push_back(text[i]);
      continue;
    }
    char c = text[++i];
    switch (c) {
      case 'n':
        out.push_back('\n');
        break;
      case 't':
        out.push_back('\t');
        break;
      case 'r':
        out.push_back('\r');
        break;
      case 'b':
        out.push_back('\b');
        break;
      case 'f':
        out.push_back('\f');
        break;
      case 'u': {
        auto code = hex4(text.substr(i + 1));
        if (!code) break;
        i += 4;
        if (*code >= 0xD800 && *code < 0xDC00 && text.substr(i + 1, 2) == "\\u") {
          if (auto low = hex4(text.substr(i + 3)); low && *low >= 0xDC00 && *low < 0xE000) {
            code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
            i += 6;
          }
        }
        append_utf8(out, *code >= 0xD800 && *code < 0xE000 ? 0xFFFD : *code);
        break;
      }
      default:
        out.push_back(c);
    }
  }
  return out;
}

bool json_string_is(std::string_view quoted, std::string_view text) {
  if (quoted.find('\\') != std::string_view::npos) return json_unescaped(quoted) == text;
  return quoted.size() == text.size() + 2 && quoted.substr(1, text.size()) == text;
}

std::optional<std::int64_t> json_integer(std::string_view value) {
  value = trimmed(value, blanks);
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  return error == std::errc() && end == value.data() + value.size() ? std::optional(number) : std::nullopt;
}

std::optional<double> json_number(std::string_view value) {
  value = trimmed(value, blanks);
  if (value.empty() || (value.front() != '-' && (value.front() < '0' || value.front() > '9'))) return std::nullopt;
  double number = 0;
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  return error == std::errc() && end == value.data() + value.size() ? std::optional(number) : std::nullopt;
}

std::optional<int> compare_json_numbers(std::string_view left, std::string_view right) {
  auto order = [](auto a, auto b) { return a < b ? -1 : a > b ? 1 : 0; };
  auto l = json_integer(left);
  auto r = json_integer(right);
  if (l && r) return order(*l, *r);
  auto x = json_number(left);
  auto y = json_number(right);
  if (!x || !y) return std::nullopt;
  return order(*x, *y);
}

bool json_equal(std::string_view left, std::string_view right) {
  return equal_at(trimmed(left, blanks), trimmed(right, blanks), 0);
}

}  // namespace huntbook::engine::duckdb
