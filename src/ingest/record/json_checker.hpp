// Walks over JSON text and says where a value ends and whether it is valid (RFC 8259).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huntbook::ingest {

struct JsonEscape {
  std::uint32_t code;
  std::size_t size;  // characters, the backslash included
  bool lone;         // half of a surrogate pair; `code` is U+FFFD
};

// The escape at `at`, where a backslash stands; nothing when it is malformed.
std::optional<JsonEscape> read_escape(std::string_view text, std::size_t at);

// Reads JSON from left to right. Readers that fail leave the position where the fault is.
class JsonChecker {
 public:
  enum class Fault { None, Incomplete, Control, Escape, Number, Depth, Syntax };

  explicit JsonChecker(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

  std::size_t position() const { return at_; }
  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  void skip_blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }
  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  // One value, no deeper than max_json_depth, from here on.
  bool value() { return value(0); }
  // One string with its quotes; `escaped`: it holds escapes.
  bool string(bool& escaped);

  Fault fault() const { return fault_; }
  // Some escape stood for half of a surrogate pair.
  bool saw_lone_surrogate() const { return lone_; }
  void forget_lone_surrogate() { lone_ = false; }

 private:
  bool value(int depth);
  bool members(char close, bool named, int depth);
  bool number();
  bool digits();
  bool word(std::string_view expected);
  bool fail(Fault fault) {
    fault_ = at_end() && fault == Fault::Syntax ? Fault::Incomplete : fault;
    return false;
  }

  std::string_view text_;
  std::size_t at_;
  Fault fault_ = Fault::None;
  bool lone_ = false;
};

// What a fault is called in the ledger.
std::string describe(JsonChecker::Fault fault);

// Valid JSON text, or the inside of a JSON string, with \ufffd for escapes of lone surrogates.
std::string without_lone_surrogates(std::string_view text);

}  // namespace huntbook::ingest
