#include "notebook/report/markdown.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <md4c.h>

#include "base/ascii.hpp"
#include "render/escape.hpp"

namespace huntbook::report {

namespace {

using render::append_html;

std::string attribute_text(const MD_ATTRIBUTE& attribute) {
  return std::string(attribute.text, attribute.size);
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

bool is_embedded_picture(std::string_view url) {
  for (std::string_view type : {"data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,"}) {
    if (!starts_with_ignoring_case(url, type)) continue;
    return std::ranges::all_of(url.substr(type.size()), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
             c == '=';
    });
  }
  return false;
}

const char* alignment(const void* detail) {
  switch (static_cast<const MD_BLOCK_TD_DETAIL*>(detail)->align) {
    case MD_ALIGN_RIGHT:
      return " class=\"hb-number\"";
    case MD_ALIGN_DEFAULT:
    case MD_ALIGN_LEFT:
    case MD_ALIGN_CENTER:
      return "";
  }
  return "";
}

}  // namespace

// What the parser reports, turned into HTML.
struct MarkdownSink {
  MarkdownRenderer& renderer;
  std::string out{};
  std::string heading{};       // HTML of the heading that is open
  std::string heading_text{};  // its plain text
  unsigned heading_level = 0;
  unsigned image_depth = 0;
  std::vector<bool> links{};  // whether each open link became one

  std::string& target() { return heading_level > 0 ? heading : out; }

  void enter_block(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
      case MD_BLOCK_QUOTE:
        out += "<blockquote>\n";
        break;
      case MD_BLOCK_UL:
        out += "<ul>\n";
        break;
      case MD_BLOCK_OL:
        out += fmt::format("<ol start=\"{}\">\n", static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start);
        break;
      case MD_BLOCK_LI:
        out += "<li>";
        break;
      case MD_BLOCK_HR:
        out += "<hr>\n";
        break;
      case MD_BLOCK_H:
        heading_level = std::clamp(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level + renderer.level_shift_, 2U, 6U);
        heading.clear();
        heading_text.clear();
        break;
      case MD_BLOCK_CODE:
        out += "<pre><code>";
        break;
      case MD_BLOCK_P:
        out += "<p>";
        break;
      case MD_BLOCK_TABLE:
        out += "<div class=\"hb-table\"><table>\n";
        break;
      case MD_BLOCK_THEAD:
        out += "<thead>";
        break;
      case MD_BLOCK_TBODY:
        out += "<tbody>";
        break;
      case MD_BLOCK_TR:
        out += "<tr>";
        break;
      case MD_BLOCK_TH:
        out += fmt::format("<th{}>", alignment(detail));
        break;
      case MD_BLOCK_TD:
        out += fmt::format("<td{}>", alignment(detail));
        break;
      case MD_BLOCK_DOC:
      case MD_BLOCK_HTML:
        break;
    }
  }

  void leave_block(MD_BLOCKTYPE type) {
    switch (type) {
      case MD_BLOCK_QUOTE:
        out += "</blockquote>\n";
        break;
      case MD_BLOCK_UL:
        out += "</ul>\n";
        break;
      case MD_BLOCK_OL:
        out += "</ol>\n";
        break;
      case MD_BLOCK_LI:
        out += "</li>\n";
        break;
      case MD_BLOCK_H: {
        const std::string anchor = renderer.anchor_for(heading_text);
        out += fmt::format("<h{0} id=\"{1}\">{2}</h{0}>\n", heading_level, anchor, heading);
        renderer.headings_.push_back({heading_level, heading_text, anchor});
        heading_level = 0;
        break;
      }
      case MD_BLOCK_CODE:
        out += "</code></pre>\n";
        break;
      case MD_BLOCK_P:
        out += "</p>\n";
        break;
      case MD_BLOCK_TABLE:
        out += "</table></div>\n";
        break;
      case MD_BLOCK_THEAD:
        out += "</thead>\n";
        break;
      case MD_BLOCK_TBODY:
        out += "</tbody>\n";
        break;
      case MD_BLOCK_TR:
        out += "</tr>\n";
        break;
      case MD_BLOCK_TH:
        out += "</th>";
        break;
      case MD_BLOCK_TD:
        out += "</td>";
        break;
      case MD_BLOCK_DOC:
      case MD_BLOCK_HTML:
      case MD_BLOCK_HR:
        break;
    }
  }

  void enter_span(MD_SPANTYPE type, void* detail) {
    switch (type) {
      case MD_SPAN_EM:
        target() += "<em>";
        break;
      case MD_SPAN_STRONG:
        target() += "<strong>";
        break;
      case MD_SPAN_DEL:
        target() += "<del>";
        break;
      case MD_SPAN_CODE:
        target() += "<code>";
        break;
      case MD_SPAN_A: {
        const std::string url = attribute_text(static_cast<MD_SPAN_A_DETAIL*>(detail)->href);
        links.push_back(is_safe_link(url));
        if (links.back()) {
          target() += "<a rel=\"noreferrer\" href=\"";
          append_html(url, target());
          target() += "\">";
        }
        break;
      }
      case MD_SPAN_IMG: {
        if (++image_depth > 1) break;
        const std::string url = attribute_text(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src);
        if (is_embedded_picture(url)) target() += fmt::format("<img alt=\"\" src=\"{}\">", url);
        target() += "<span class=\"picture-text\">";
        break;
      }
      case MD_SPAN_LATEXMATH:
      case MD_SPAN_LATEXMATH_DISPLAY:
      case MD_SPAN_WIKILINK:
      case MD_SPAN_U:
        break;
    }
  }

  void leave_span(MD_SPANTYPE type) {
    switch (type) {
      case MD_SPAN_EM:
        target() += "</em>";
        break;
      case MD_SPAN_STRONG:
        target() += "</strong>";
        break;
      case MD_SPAN_DEL:
        target() += "</del>";
        break;
      case MD_SPAN_CODE:
        target() += "</code>";
        break;
      case MD_SPAN_A:
        if (links.back()) target() += "</a>";
        links.pop_back();
        break;
      case MD_SPAN_IMG:
        if (--image_depth == 0) target() += "</span>";
        break;
      case MD_SPAN_LATEXMATH:
      case MD_SPAN_LATEXMATH_DISPLAY:
      case MD_SPAN_WIKILINK:
      case MD_SPAN_U:
        break;
    }
  }

  void text(MD_TEXTTYPE type, std::string_view piece) {
    switch (type) {
      case MD_TEXT_NULLCHAR:
        piece = "\xEF\xBF\xBD";
        break;
      case MD_TEXT_BR:
        target() += "<br>\n";
        return;
      case MD_TEXT_SOFTBR:
        piece = "\n";
        break;
      case MD_TEXT_NORMAL:
      case MD_TEXT_CODE:
      case MD_TEXT_ENTITY:  // shown as written: what it stands for may be anything
      case MD_TEXT_HTML:
      case MD_TEXT_LATEXMATH:
        break;
    }
    append_html(piece, target());
    if (heading_level > 0) heading_text += piece;
  }
};

std::string MarkdownRenderer::render(std::string_view markdown) {
  MarkdownSink sink{*this};
  MD_PARSER parser{};
  // Raw HTML is off, so that '<' is a letter like any other.
  parser.flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
    static_cast<MarkdownSink*>(self)->enter_block(type, detail);
    return 0;
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
    static_cast<MarkdownSink*>(self)->leave_block(type);
    return 0;
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
    static_cast<MarkdownSink*>(self)->enter_span(type, detail);
    return 0;
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
    static_cast<MarkdownSink*>(self)->leave_span(type);
    return 0;
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
    static_cast<MarkdownSink*>(self)->text(type, {text, size});
    return 0;
  };
  // A table that ends with the text and not with a line is not seen as one.
  const std::string text = std::string(markdown) + "\n";
  if (md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &sink) != 0) {
    return "<pre>" + render::escape_html(markdown) + "</pre>\n";
  }
  return std::move(sink.out);
}

std::string MarkdownRenderer::anchor_for(std::string_view text) {
  std::string slug = "s";
  for (char c : text.substr(0, 60)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool capital = c >= 'A' && c <= 'Z';
    if (letter || capital) {
      slug += ascii_lower(c);
    } else if (!slug.ends_with('-')) {
      slug += '-';
    }
  }
  std::string anchor = slug;
  for (int n = 2; !anchors_.insert(anchor).second; ++n) anchor = fmt::format("{}-{}", slug, n);
  return anchor;
}

bool is_safe_link(std::string_view url) {
  if (std::ranges::any_of(url, [](char c) { return static_cast<unsigned char>(c) < 0x20; })) return false;
  for (std::string_view scheme : {"http://", "https://", "mailto:", "#"}) {
    if (starts_with_ignoring_case(url, scheme)) return true;
  }
  return false;
}

}  // namespace huntbook::report
