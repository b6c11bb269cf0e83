// Whether a piece of HTML or SVG may stand in a report as it is. Outputs come from a file that anyone may have written,
// so only what our own writers make passes: a short list of elements and attributes, well-formed and closed.
#pragma once

#include <string_view>

namespace huntbook::report {

enum class MarkupKind { Html, Svg };

// True where every tag is on the list of its kind, every attribute too and in double quotes, every element is closed in
// order, and nothing refers to anything (no url(), no links, no style, no comments).
bool is_static_markup(std::string_view markup, MarkupKind kind);

}  // namespace huntbook::report
