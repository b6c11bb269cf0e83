// What parse-kv is built on: the values of given keys out of a text of key-value pairs (Kusto docs, "parse-kv
// operator").
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include "base/ascii.hpp"
#include "base/json_text.hpp"
#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {

namespace {

struct Quote {
  char open, close;
};

// How pairs are written, made of the JSON that the compiler hands over.
struct Notation {
  std::vector<std::string> keys;
  std::string pair_delimiter, key_delimiter;  // both empty: anything but letters and digits separates
  std::vector<Quote> quotes;
  std::string escapes;
  bool greedy = false;
  std::unique_ptr<RE2> regex;
};

Notation notation_of(std::string_view settings) {
  Notation notation;
  const nlohmann::json json = nlohmann::json::parse(settings, nullptr, false);
  if (!json.is_object()) return notation;
  for (const nlohmann::json& key : json.at("keys")) notation.keys.push_back(key.get<std::string>());
  notation.pair_delimiter = json.value("pair", "");
  notation.key_delimiter = json.value("kv", "");
  for (const std::string& quote : json.value("quotes", std::vector<std::string>()))
    notation.quotes.push_back({quote.front(), quote.back()});
  notation.escapes = json.value("escapes", "");
  notation.greedy = json.value("greedy", false);
  if (std::string pattern = json.value("regex", ""); !pattern.empty()) {
    RE2::Options options;
    options.set_log_errors(false);
    notation.regex = std::make_unique<RE2>(pattern, options);
  }
  return notation;
}

constexpr std::string_view blanks = " \t\r\n\v\f";

bool is_blank(char c) {
  return blanks.find(c) != std::string_view::npos;
}

// Letters and digits; what is not ASCII counts as a letter.
bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

class PairReader {
 public:
  PairReader(const Notation& notation, std::string_view text)
      : notation_(notation), text_(text), values_(notation.keys.size()), missing_(notation.keys.size()) {}

  const std::vector<std::optional<std::string>>& read() {
    if (notation_.regex) {
      read_matches();
    } else if (notation_.key_delimiter.empty()) {
      read_words();
    } else {
      read_delimited();
    }
    return values_;
  }

 private:
  // The first appearance of a key counts.
  void found(std::string_view key, std::string_view value) {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (values_[i] || notation_.keys[i] != key) continue;
      values_[i] = std::string(value);
      --missing_;
    }
  }
  bool is_key(std::string_view word) const {
    return std::find(notation_.keys.begin(), notation_.keys.end(), word) != notation_.keys.end();
  }
  bool at(std::string_view delimiter) const { return text_.substr(at_).starts_with(delimiter); }
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_]) && !at(notation_.pair_delimiter)) ++at_;
  }

  // The text in quotes that opens here; nothing, and no step, where none opens or it does not end.
  std::optional<std::string> quoted() {
    if (at_ >= text_.size()) return std::nullopt;
    for (const Quote& quote : notation_.quotes) {
      if (text_[at_] != quote.open) continue;
      std::string inner;
      for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
        if (notation_.escapes.find(text_[i]) != std::string::npos && i + 1 < text_.size()) {
          inner += text_[++i];
        } else if (text_[i] == quote.close) {
          at_ = i + 1;
          return inner;
        } else {
          inner += text_[i];
        }
      }
    }
    return std::nullopt;
  }

  std::size_t find_or_end(std::string_view delimiter) const {
    return std::min(text_.find(delimiter, at_), text_.size());
  }

  void read_delimited() {
    while (at_ < text_.size() && missing_ > 0) {
      skip_blanks();
      if (at(notation_.pair_delimiter)) {
        at_ += notation_.pair_delimiter.size();
        continue;
      }
      std::string key;
      if (std::optional<std::string> in_quotes = quoted()) {
        key = std::move(*in_quotes);
        skip_blanks();
      } else {
        const std::size_t key_end = find_or_end(notation_.key_delimiter),
                          pair_end = find_or_end(notation_.pair_delimiter);
        key = trimmed(text_.substr(at_, std::min(key_end, pair_end) - at_), blanks);
        at_ = std::min(key_end, pair_end);
      }
      if (!at(notation_.key_delimiter)) {  // a pair without a value
        at_ = find_or_end(notation_.pair_delimiter);
        continue;
      }
      at_ += notation_.key_delimiter.size();
      skip_blanks();
      if (std::optional<std::string> value = quoted()) {
        found(key, *value);
        at_ = find_or_end(notation_.pair_delimiter);
        continue;
      }
      const std::size_t end = notation_.greedy ? greedy_end() : find_or_end(notation_.pair_delimiter);
      found(key, trimmed(text_.substr(at_, end - at_), blanks));
      at_ = end;
    }
  }

  // The last delimiter of pairs before the next key: a delimiter of key and value with one of pairs before it.
  std::size_t greedy_end() const {
    for (std::size_t next = text_.find(notation_.key_delimiter, at_); next != std::string_view::npos;
         next = text_.find(notation_.key_delimiter, next + notation_.key_delimiter.size())) {
      const std::size_t last = text_.substr(0, next).rfind(notation_.pair_delimiter);
      if (last != std::string_view::npos && last >= at_) return last;
    }
    return text_.size();
  }

  std::optional<std::string> next_word() {
    while (at_ < text_.size()) {
      if (std::optional<std::string> in_quotes = quoted()) return in_quotes;
      const std::size_t begin = at_;
      while (at_ < text_.size() && is_word(text_[at_])) ++at_;
      if (at_ > begin) return std::string(text_.substr(begin, at_ - begin));
      ++at_;
    }
    return std::nullopt;
  }
  void read_words() {
    while (missing_ > 0) {
      std::optional<std::string> key = next_word();
      if (!key) return;
      if (!is_key(*key)) continue;
      std::optional<std::string> value = next_word();
      if (!value) return;
      found(*key, *value);
    }
  }

  void read_matches() {
    if (!notation_.regex->ok()) return;
    re2::StringPiece rest(text_.data(), text_.size());
    re2::StringPiece key, value;
    while (missing_ > 0 && !rest.empty()) {
      const char* before = rest.data();
      if (!RE2::FindAndConsume(&rest, *notation_.regex, &key, &value)) return;
      found(trimmed({key.data(), key.size()}, blanks), trimmed({value.data(), value.size()}, blanks));
      if (rest.data() == before) rest.remove_prefix(1);  // an empty match
    }
  }

  const Notation& notation_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::optional<std::string>> values_;
  std::size_t missing_;
};

// The values of the keys as a JSON array, null for a key that is not there.
bool parse_pairs(TextResult& out, std::string_view text, std::string_view settings) {
  thread_local Remembered<Notation> notations;
  const Notation& notation = notations.get(settings, [&](std::string_view) { return notation_of(settings); });
  PairReader reader(notation, text);
  std::string& json = out.buffer();
  json = "[";
  for (const std::optional<std::string>& value : reader.read()) {
    if (json.size() > 1) json += ',';
    if (value) {
      append_json_string(json, *value);
    } else {
      json += "null";
    }
  }
  json += ']';
  return true;
}

}  // namespace

void add_pair_functions(ScalarFunctions& table) {
  table.add<&parse_pairs>("hb_parse_pairs");
}

}  // namespace huntbook::engine::duckdb
