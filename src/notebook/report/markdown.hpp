// Markdown of notebook cells as HTML for a report: CommonMark with tables, raw HTML shown as text, links to http,
// https, mailto and places in the report only, no images but embedded ones.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace huntbook::report {

struct Heading {
  unsigned level = 2;  // as in the report
  std::string text;    // plain, not escaped
  std::string anchor;
};

// Renders several texts of one report, so that anchors stay unique.
class MarkdownRenderer {
 public:
  // `level_shift` is added to the level of each heading; none becomes higher than 2, for 1 is the report's title.
  explicit MarkdownRenderer(unsigned level_shift = 1) : level_shift_(level_shift) {}

  std::string render(std::string_view markdown);
  const std::vector<Heading>& headings() const { return headings_; }

 private:
  friend struct MarkdownSink;
  std::string anchor_for(std::string_view text);

  unsigned level_shift_;
  std::vector<Heading> headings_;
  std::set<std::string> anchors_;
};

// Whether a link may stand in a report: http, https, mailto, or a place in it ("#..").
bool is_safe_link(std::string_view url);

}  // namespace huntbook::report
