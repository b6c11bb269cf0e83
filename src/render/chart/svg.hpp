// Writes SVG elements: numbers to two decimals, text and attributes escaped.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace huntbook::render {

// A number as SVG has it: at most two decimals, no trailing zeros, never "-0".
std::string svg_number(double value);

// Estimated width in pixels of a text in the sans-serif fonts of today's systems; errs on the wide side.
double text_width(std::string_view text, double size);
// The text, cut to a width in pixels, with "…" where something was cut; controls made visible first.
std::string fit_text(std::string_view text, double size, double pixels);

enum class Anchor { Start, Middle, End };

struct TextStyle {
  double size = 11;
  std::string_view fill = "#1f2933";
  Anchor anchor = Anchor::Start;
  bool bold = false;
  double rotate = 0;  // degrees about the text's place
};

// One picture. Elements are drawn in the order of the calls.
class Svg {
 public:
  // `label` is what a screen reader says.
  Svg(double width, double height, std::string_view label);

  using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  // `tooltip` becomes the element's <title>; empty: none.
  void rect(double x, double y, double width, double height, std::string_view fill, std::string_view tooltip = {},
            Attributes more = {});
  void line(double x1, double y1, double x2, double y2, std::string_view stroke, double stroke_width = 1,
            Attributes more = {});
  void circle(double x, double y, double radius, std::string_view fill, std::string_view tooltip = {},
              Attributes more = {});
  void path(std::string_view data, std::string_view tooltip, Attributes attributes);
  // `tooltip`: the whole text, where `text` is a cut one.
  void text(double x, double y, std::string_view text, const TextStyle& style, std::string_view tooltip = {});

  // The finished element.
  std::string finish();

 private:
  void attribute(std::string_view name, std::string_view value);
  void number(std::string_view name, double value) { attribute(name, svg_number(value)); }
  void close(std::string_view element, std::string_view tooltip);

  std::string out_;
};

}  // namespace huntbook::render
