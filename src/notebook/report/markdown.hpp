// Markdown of notebook cells as HTML for a report: CommonMark with tables, raw HTML shown as text, links to http,
// https, mailto and places in the report only, no images but embedded ones.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace huntbook::report {

struct Heading {
  unsigned level = 1;  // as in the report: one more than in the text
  std::string text;    // plain, not escaped
  std::string anchor;
};

// Renders several texts of one report, so that anchors stay unique.
class MarkdownRenderer {
 public:
  std::string render(std::string_view markdown);
  const std::vector<Heading>& headings() const { return headings_; }

 private:
  friend struct MarkdownSink;
  std::string anchor_for(std::string_view text);

  std::vector<Heading> headings_;
  std::set<std::string> anchors_;
};

// Whether a link may stand in a report: http, https, mailto, or a place in it ("#..").
bool is_safe_link(std::string_view url);

}  // namespace huntbook::report
