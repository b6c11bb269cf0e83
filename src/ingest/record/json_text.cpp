#include "ingest/record/json_text.hpp"

#include "base/json_text.hpp"
#include "base/utf8.hpp"
#include "ingest/record/json_checker.hpp"

namespace huntbook::ingest {

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
