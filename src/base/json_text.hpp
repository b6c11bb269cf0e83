// Writes JSON text, compact and with the escapes that dynamic values have everywhere in Huntbook. Readers are those of
// the layers that need one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace huntbook {

// Appends `text` as a JSON string with its quotes. Quotes, backslashes and control characters are escaped, all else is
// copied; `text` should be UTF-8.
void append_json_string(std::string& out, std::string_view text);

// Appends a real as JSON: as append_real writes it, but NaN and infinities, which JSON lacks, as strings.
void append_json_real(std::string& out, double value);

// Writes arrays and objects into a buffer; commas come by themselves. The caller pairs begin and end, and gives a key
// before each value of an object.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);
  void string(std::string_view value);
  void integer(std::int64_t value);
  void real(double value);
  void boolean(bool value) { raw(value ? "true" : "false"); }
  void null() { raw("null"); }
  // A value that is JSON already.
  void raw(std::string_view json);
  void member(std::string_view name, std::string_view value) {
    key(name);
    string(value);
  }

 private:
  void separate();
  void open(char bracket);
  void close(char bracket);

  std::string& out_;
  bool need_comma_ = false;
};

}  // namespace huntbook
