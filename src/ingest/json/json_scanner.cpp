#include "ingest/json/json_scanner.hpp"

#include <algorithm>
#include <string>

#include "base/ascii.hpp"
#include "ingest/record/json_text.hpp"
#include "ingest/record/line_scanner.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::string_view blanks = " \t\n\r";

bool is_blank(char c) {
  return blanks.find(c) != std::string_view::npos;
}

// Follows strings and brackets, the least that tells where a value ends.
class ValueScanner final : public RecordScanner {
 public:
  explicit ValueScanner(bool in_array) : in_array_(in_array) {}

  std::optional<std::size_t> end_of_record(std::string_view bytes) override {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const char c = bytes[i];
      if (in_string_) {
        if (escaped_) {
          escaped_ = false;
        } else if (c == '\\') {
          escaped_ = true;
        } else if (c == '"') {
          in_string_ = false;
          if (depth_ == 0) return i + 1;
        }
        continue;
      }
      switch (c) {
        case '"':
          in_string_ = true;
          break;
        case '{':
        case '[':
          ++depth_;
          break;
        case '}':
        case ']':
          if (depth_ == 0) {  // the end of the array around the values
            if (in_array_) {
              finished_ = true;
              return i;
            }
            return i + 1;
          }
          if (--depth_ == 0) return i + 1;
          break;
        case ',':
          if (depth_ == 0) return i + 1;  // ends a number or a word
          break;
        default:
          break;
      }
    }
    return std::nullopt;
  }

  std::string_view trim(std::string_view bytes) const override { return trimmed(bytes, " \t\n\r,"); }

  bool finished() const override { return finished_; }

 private:
  bool in_array_;
  bool in_string_ = false;
  bool escaped_ = false;
  bool finished_ = false;
  std::uint64_t depth_ = 0;
};

// Whether a line without blanks around it is the one that evtx_dump writes before each record.
bool is_record_line(std::string_view line) {
  constexpr std::string_view word = "Record ";
  return line.starts_with(word) && line.size() > word.size() &&
         line.find_first_not_of("0123456789", word.size()) == std::string_view::npos;
}

// Objects behind lines that number them. Strings hold no line ends, so such a line begins a record wherever it stands,
// also behind one that breaks off.
class NumberedScanner final : public RecordScanner {
 public:
  std::optional<std::size_t> end_of_record(std::string_view bytes) override {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (bytes[i] != '\n') {
        if (line_.size() < most_line) line_ += bytes[i];
        continue;
      }
      if (line_.ends_with('\r')) line_.pop_back();
      const bool numbers = is_record_line(line_);
      const bool blank = line_.find_first_not_of(" \t\r") == std::string::npos;
      line_.clear();
      if (numbers && begun_) {
        begun_ = false;
        return i + 1;
      }
      begun_ = begun_ || (!numbers && !blank);
    }
    return std::nullopt;
  }

  std::string_view trim(std::string_view bytes) const override {
    bytes = trimmed(bytes, blanks);
    // The next record's line ended this one.
    const std::size_t last = bytes.rfind('\n');
    if (is_record_line(trimmed(bytes.substr(last == std::string_view::npos ? 0 : last), blanks)))
      bytes = last == std::string_view::npos ? std::string_view() : trimmed(bytes.substr(0, last), blanks);
    // The first one's own line.
    const std::size_t first = bytes.find('\n');
    if (first != std::string_view::npos && is_record_line(trimmed(bytes.substr(0, first), blanks)))
      bytes = trimmed(bytes.substr(first), blanks);
    return bytes;
  }

 private:
  static constexpr std::size_t most_line = 32;

  std::string line_;  // its first bytes
  bool begun_ = false;
};

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

// One past the string that begins at `at`; npos when it does not end in the text.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

// The position after `[` of an object's record array, reached over members with plain values only.
std::optional<std::size_t> wrapped_array(std::string_view head) {
  std::size_t at = skip_blanks(head, 0) + 1;
  while (true) {
    at = skip_blanks(head, at);
    if (at >= head.size() || head[at] != '"') return std::nullopt;
    const std::size_t name_end = skip_string(head, at);
    if (name_end == std::string_view::npos) return std::nullopt;
    const std::string_view name = head.substr(at + 1, name_end - at - 2);
    at = skip_blanks(head, name_end);
    if (at >= head.size() || head[at] != ':') return std::nullopt;
    at = skip_blanks(head, at + 1);
    if (at >= head.size()) return std::nullopt;
    if (head[at] == '[') {
      const bool of_stix = name == "objects" && (head.find("\"bundle\"") != std::string_view::npos ||
                                                 head.find("\"spec_version\"") != std::string_view::npos);
      if (name != "value" && name != "records" && name != "Records" && name != "response" && !of_stix) {
        return std::nullopt;
      }
      const std::size_t first = skip_blanks(head, at + 1);
      if (first < head.size() && (head[first] == '{' || head[first] == ']')) return at + 1;
      return std::nullopt;
    }
    if (head[at] == '"') {
      at = skip_string(head, at);
      if (at == std::string_view::npos) return std::nullopt;
    } else {
      while (at < head.size() && head[at] != ',' && head[at] != '}' && head[at] != '{' && head[at] != '\n') ++at;
    }
    at = skip_blanks(head, at);
    if (at >= head.size() || head[at] != ',') return std::nullopt;
    ++at;
  }
}

}  // namespace

std::optional<JsonLayout> json_layout(std::string_view head, bool whole) {
  const std::size_t start = skip_blanks(head, 0);
  if (start == head.size()) return std::nullopt;
  if (head[start] == 'R') {
    const std::size_t end = std::min(head.find_first_of("\r\n", start), head.size());
    const std::size_t object = skip_blanks(head, end);
    const bool numbered =
        is_record_line(head.substr(start, end - start)) && object < head.size() && head[object] == '{';
    return numbered ? std::optional(JsonLayout{JsonLayout::Kind::Numbered, 0}) : std::nullopt;
  }
  if (head[start] == '[') {
    const std::size_t first = skip_blanks(head, start + 1);
    if (first < head.size() && head[first] != '{' && head[first] != ']' && head[first] != '[') return std::nullopt;
    return JsonLayout{JsonLayout::Kind::Values, start + 1};
  }
  if (head[start] != '{') return std::nullopt;
  const std::size_t next = skip_blanks(head, start + 1);
  if (next < head.size() && head[next] != '"' && head[next] != '}') return std::nullopt;

  // Where does the first object end, and does another one follow?
  ValueScanner scanner(false);
  const auto end = scanner.end_of_record(head.substr(start));
  const bool alone = !end || (whole && skip_blanks(head, start + *end) == head.size());
  if (alone) {
    if (const auto array = wrapped_array(head)) return JsonLayout{JsonLayout::Kind::Values, *array};
  }
  const std::size_t line_end = head.find('\n', start);
  if (end && (line_end == std::string_view::npos || start + *end <= line_end)) return JsonLayout{};
  // A first line that is whole but broken: still lines, the line alone is rejected.
  if (line_end != std::string_view::npos) {
    const std::size_t second = skip_blanks(head, line_end);
    const std::string_view second_line = head.substr(second, head.find('\n', second) - second);
    if (line_end > start + 2 && !second_line.empty() && second_line.front() == '{' && is_json(second_line)) {
      return JsonLayout{};
    }
    return JsonLayout{JsonLayout::Kind::Values, start};
  }
  return JsonLayout{};
}

std::unique_ptr<RecordScanner> json_scanner(const JsonLayout& layout) {
  if (layout.kind == JsonLayout::Kind::Lines) return line_scanner();
  if (layout.kind == JsonLayout::Kind::Numbered) return std::make_unique<NumberedScanner>();
  return std::make_unique<ValueScanner>(true);
}

}  // namespace huntbook::ingest
