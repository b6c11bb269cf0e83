#include "notebook/report/static_markup.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace huntbook::report {

namespace {

constexpr std::array<std::string_view, 10> html_elements = {"div", "table", "thead", "tbody", "tr",
                                                            "th",  "td",    "p",     "span",  "br"};
constexpr std::array<std::string_view, 1> html_attributes = {"class"};
constexpr std::array<std::string_view, 8> svg_elements = {"svg",  "rect", "line",  "circle",
                                                          "path", "text", "title", "g"};
constexpr std::array<std::string_view, 31> svg_attributes = {"xmlns",
                                                             "width",
                                                             "height",
                                                             "viewBox",
                                                             "role",
                                                             "aria-label",
                                                             "font-family",
                                                             "x",
                                                             "y",
                                                             "fill",
                                                             "rx",
                                                             "x1",
                                                             "y1",
                                                             "x2",
                                                             "y2",
                                                             "stroke",
                                                             "stroke-width",
                                                             "cx",
                                                             "cy",
                                                             "r",
                                                             "d",
                                                             "font-size",
                                                             "text-anchor",
                                                             "font-weight",
                                                             "transform",
                                                             "fill-opacity",
                                                             "stroke-linejoin",
                                                             "stroke-linecap",
                                                             "stroke-opacity",
                                                             "opacity",
                                                             "stroke-dasharray"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view name) {
  return std::ranges::find(list, name) != list.end();
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

class Checker {
 public:
  Checker(std::string_view markup, MarkupKind kind) : text_(markup), kind_(kind) {}

  bool check() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '>') return false;
      if (c == '<') {
        if (!tag()) return false;
      } else {
        ++at_;
      }
    }
    return open_.empty();
  }

 private:
  std::string_view name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name_character(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  bool take(std::string_view expected) {
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }

  bool tag() {
    ++at_;
    if (take("/")) {
      const std::string_view closed = name();
      if (open_.empty() || open_.back() != closed) return false;
      open_.pop_back();
      return take(">");
    }
    const std::string_view element = name();
    const bool known = kind_ == MarkupKind::Html ? contains(html_elements, element) : contains(svg_elements, element);
    if (!known) return false;
    while (take(" ")) {
      if (!attribute()) return false;
    }
    if (take("/>")) return kind_ == MarkupKind::Svg || element == "br";
    open_.push_back(element);
    return open_.size() < 64 && take(">");
  }

  bool attribute() {
    const std::string_view attribute = name();
    const bool known =
        kind_ == MarkupKind::Html ? contains(html_attributes, attribute) : contains(svg_attributes, attribute);
    if (!known || !take("=\"")) return false;
    const std::size_t end = text_.find('"', at_);
    if (end == std::string_view::npos) return false;
    const std::string_view value = text_.substr(at_, end - at_);
    at_ = end + 1;
    if (value.find_first_of("<>") != std::string_view::npos) return false;
    // Only labels are free text; all else is numbers, colours and names, none of which refers to anything.
    return attribute == "aria-label" ||
           (value.find("url") == std::string_view::npos && value.find('&') == std::string_view::npos) ||
           attribute == "font-family";
  }

  std::string_view text_;
  MarkupKind kind_;
  std::size_t at_ = 0;
  std::vector<std::string_view> open_;
};

}  // namespace

bool is_static_markup(std::string_view markup, MarkupKind kind) {
  while (markup.ends_with('\n')) markup.remove_suffix(1);
  if (kind == MarkupKind::Svg && !markup.starts_with("<svg ")) return false;
  return Checker(markup, kind).check();
}

}  // namespace huntbook::report
