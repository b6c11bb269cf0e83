#include "notebook/report/output_view.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "notebook/report/static_markup.hpp"
#include "render/escape.hpp"

namespace huntbook::report {

namespace {

using notebook::JsonValue;
using notebook::text_of;
using render::escape_html;

std::string member_text(const JsonValue& object, const char* key) {
  const auto member = object.find(key);
  return member == object.end() ? std::string() : text_of(*member);
}

std::string picture(const JsonValue& bundle) {
  if (std::string svg = member_text(bundle, "image/svg+xml"); !svg.empty()) {
    if (is_static_markup(svg, MarkupKind::Svg)) return svg;
    // As an image, an SVG runs no script and loads nothing.
    return fmt::format("<img alt=\"picture\" src=\"data:image/svg+xml;base64,{}\">\n", base64(svg));
  }
  for (const char* type : {"image/png", "image/jpeg"}) {
    std::string data = member_text(bundle, type);
    std::erase_if(data, [](char c) {
      return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
               c == '=');
    });
    if (!data.empty()) return fmt::format("<img alt=\"picture\" src=\"data:{};base64,{}\">\n", type, data);
  }
  return {};
}

std::string table(const JsonValue& bundle) {
  std::string html = member_text(bundle, "text/html");
  if (!html.empty() && is_static_markup(html, MarkupKind::Html)) return html;
  const std::string plain = member_text(bundle, "text/plain");
  return plain.empty() ? std::string() : "<pre>" + escape_html(plain) + "</pre>\n";
}

}  // namespace

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8U | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) out += k <= count ? digits[group >> (18 - 6 * k) & 63U] : '=';
  }
  return out;
}

std::string view_bundle(const JsonValue& bundle) {
  if (!bundle.is_object()) return {};
  std::string drawn = picture(bundle);
  std::string rows = table(bundle);
  if (drawn.empty()) return rows;
  if (rows.empty()) return drawn;
  return drawn + "<details class=\"figures\"><summary>Figures</summary>\n" + rows + "</details>\n";
}

std::string view_output(const JsonValue& output) {
  if (!output.is_object()) return {};
  const std::string type = member_text(output, "output_type");
  if (type == "display_data" || type == "execute_result") {
    const auto data = output.find("data");
    return data == output.end() ? std::string() : view_bundle(*data);
  }
  if (type == "stream") return "<p class=\"said\">" + escape_html(member_text(output, "text")) + "</p>\n";
  if (type == "error") {
    std::string text;
    const auto traceback = output.find("traceback");
    if (traceback != output.end() && traceback->is_array()) {
      for (const JsonValue& line : *traceback) {
        if (line.is_string()) text += line.get_ref<const std::string&>() + "\n";
      }
    }
    if (text.empty()) text = member_text(output, "evalue");
    return "<pre class=\"failure\">" + escape_html(text) + "</pre>\n";
  }
  return {};
}

}  // namespace huntbook::report
