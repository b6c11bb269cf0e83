// Where a formatted text may break its lines, and which of its tokens stick together: made from the tree, used by
// format.cpp.
#pragma once

#include <cstddef>
#include <vector>

#include "kql/syntax/tree.hpp"

namespace huntbook::kql::syntax {

// Tokens [first, last] that stand on one line if they fit; else a line begins before each of `points`.
struct LayoutGroup {
  struct Point {
    std::size_t token;
    unsigned indent;  // levels, from the line on which the group begins
  };
  std::size_t first = 0;
  std::size_t last = 0;
  std::vector<Point> points;
  bool must_break = false;
  bool follows_inner = false;  // breaks where a group in it must
};

struct Layout {
  std::vector<LayoutGroup> groups;  // outer ones before inner ones, in the order of the text
  // By token:
  std::vector<bool> statement;  // the first of a statement at the top
  std::vector<bool> verbatim;   // its gap to the token before stays as it is
  std::vector<bool> tight;      // no blank before it
  std::vector<bool> spaced;     // a blank before it, whatever stands there
  std::vector<bool> infix;      // an infix operator; signs that are none belong to what follows
};

Layout lay_out(const SyntaxTree& tree);

}  // namespace huntbook::kql::syntax
