#include "ingest/record/json_text.hpp"

#include <cstdint>

#include "base/json_text.hpp"
#include "ingest/record/json_checker.hpp"

namespace huntbook::ingest {

namespace {

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

}  // namespace

bool append_unescaped(std::string& out, std::string_view inside) {
  std::size_t begin = 0;
  while (true) {
    const std::size_t at = inside.find('\\', begin);
    if (at == std::string_view::npos) break;
    out.append(inside.substr(begin, at - begin));
    const auto escape = read_escape(inside, at);
    if (!escape) return false;
    append_utf8(out, escape->code);
    begin = at + escape->size;
  }
  out.append(inside.substr(begin));
  return true;
}

bool is_json(std::string_view text) {
  JsonChecker checker(text);
  checker.skip_blanks();
  if (!checker.value()) return false;
  checker.skip_blanks();
  return checker.at_end();
}

void append_text(std::string& out, const Field& field) {
  if (field.kind == FieldKind::Null) return;
  if (field.escaped) {
    append_unescaped(out, field.text);
  } else {
    out.append(field.text);
  }
}

void append_json(std::string& out, const Field& field) {
  switch (field.kind) {
    case FieldKind::Null:
      out.append("null");
      return;
    case FieldKind::Bool:
    case FieldKind::Number:
    case FieldKind::Nested:
      out.append(field.text);
      return;
    case FieldKind::Text:
    case FieldKind::Cell:
      if (!field.escaped) return append_json_string(out, field.text);
      out.append(1, '"').append(field.text).append(1, '"');
      return;
  }
}

namespace {

void append_name(std::string& out, std::string_view name) {
  if (out.empty() || out.back() != '{') out.push_back(',');
  append_json_string(out, name);
  out.push_back(':');
}

}  // namespace

void append_member(std::string& out, std::string_view name, const Field& field) {
  append_name(out, name);
  append_json(out, field);
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  append_name(out, name);
  append_json_string(out, text);
}

}  // namespace huntbook::ingest
