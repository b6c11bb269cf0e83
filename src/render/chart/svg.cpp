#include "render/chart/svg.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "render/escape.hpp"

namespace huntbook::render {

namespace {

constexpr std::string_view font =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";

double em_width(char32_t point) {
  if (point < 0x80) {
    const std::string_view narrow = "iljtfrI.,:;'|!()[]{} `/\\-";
    if (narrow.contains(static_cast<char>(point))) return 0.39;
    if (std::string_view("mwMW@%").contains(static_cast<char>(point))) return 0.95;
    if ((point >= 'A' && point <= 'Z') || (point >= '0' && point <= '9')) return 0.67;
    return 0.61;
  }
  return display_width(point) * 0.66;
}

double width_of(CodePoint point, double size) {
  return size * (point.valid ? em_width(point.value) : 0.6);
}

}  // namespace

std::string svg_number(double value) {
  std::string text = fmt::format("{:.2f}", std::isfinite(value) ? value : 0.0);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

double text_width(std::string_view text, double size) {
  double pixels = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text.substr(at));
    pixels += width_of(point, size);
    at += point.size;
  }
  return pixels;
}

std::string fit_text(std::string_view text, double size, double pixels) {
  std::string visible = escape_terminal(text.substr(0, 4000));
  if (text_width(visible, size) <= pixels) return visible;
  double used = size;  // the ellipsis
  std::size_t at = 0;
  while (at < visible.size()) {
    const CodePoint point = decode_utf8(std::string_view(visible).substr(at));
    used += width_of(point, size);
    if (used > pixels) break;
    at += point.size;
  }
  visible.resize(at);
  while (visible.ends_with(' ')) visible.pop_back();
  return visible + "…";
}

Svg::Svg(double width, double height, std::string_view label) {
  out_ = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" )"
      R"svg(aria-label="{2}" font-family="{3}">)svg",
      svg_number(width), svg_number(height), escape_html(label), font);
  out_ += '\n';
  rect(0, 0, width, height, "#ffffff");
}

void Svg::attribute(std::string_view name, std::string_view value) {
  out_ += ' ';
  out_ += name;
  out_ += "=\"";
  append_html(value, out_);
  out_ += '"';
}

void Svg::close(std::string_view element, std::string_view tooltip) {
  if (tooltip.empty()) {
    out_ += "/>\n";
    return;
  }
  out_ += "><title>";
  append_html(tooltip, out_);
  out_ += "</title></";
  out_ += element;
  out_ += ">\n";
}

void Svg::rect(double x, double y, double width, double height, std::string_view fill, std::string_view tooltip,
               Attributes more) {
  out_ += "<rect";
  number("x", x);
  number("y", y);
  number("width", std::max(0.0, width));
  number("height", std::max(0.0, height));
  attribute("fill", fill);
  for (const auto& [name, value] : more) attribute(name, value);
  close("rect", tooltip);
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view stroke, double stroke_width,
               Attributes more) {
  out_ += "<line";
  number("x1", x1);
  number("y1", y1);
  number("x2", x2);
  number("y2", y2);
  attribute("stroke", stroke);
  number("stroke-width", stroke_width);
  for (const auto& [name, value] : more) attribute(name, value);
  close("line", {});
}

void Svg::circle(double x, double y, double radius, std::string_view fill, std::string_view tooltip, Attributes more) {
  out_ += "<circle";
  number("cx", x);
  number("cy", y);
  number("r", radius);
  attribute("fill", fill);
  for (const auto& [name, value] : more) attribute(name, value);
  close("circle", tooltip);
}

void Svg::path(std::string_view data, std::string_view tooltip, Attributes attributes) {
  out_ += "<path";
  attribute("d", data);
  for (const auto& [name, value] : attributes) attribute(name, value);
  close("path", tooltip);
}

void Svg::text(double x, double y, std::string_view text, const TextStyle& style, std::string_view tooltip) {
  out_ += "<text";
  number("x", x);
  number("y", y);
  number("font-size", style.size);
  attribute("fill", style.fill);
  if (style.anchor != Anchor::Start) attribute("text-anchor", style.anchor == Anchor::Middle ? "middle" : "end");
  if (style.bold) attribute("font-weight", "600");
  if (style.rotate != 0) {
    attribute("transform", fmt::format("rotate({} {} {})", svg_number(style.rotate), svg_number(x), svg_number(y)));
  }
  out_ += '>';
  if (!tooltip.empty() && tooltip != text) {
    out_ += "<title>";
    append_html(tooltip, out_);
    out_ += "</title>";
  }
  append_html(text, out_);
  out_ += "</text>\n";
}

std::string Svg::finish() {
  out_ += "</svg>\n";
  return std::move(out_);
}

}  // namespace huntbook::render
