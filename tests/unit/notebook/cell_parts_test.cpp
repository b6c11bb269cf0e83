#include "notebook/cell_parts.hpp"

#include <gtest/gtest.h>

namespace huntbook::notebook {
namespace {

using Parts = std::vector<std::string>;

Parts split(std::string_view text) {
  Parts out;
  for (const CellPart& part : split_cell(text)) {
    std::string piece(text.substr(part.span.begin, part.span.end - part.span.begin));
    out.push_back((part.command ? "C:" : "Q:") + piece);
  }
  return out;
}

TEST(SplitCell, KeepsStatementsTogetherAndCommandsApart) {
  EXPECT_EQ(split("let a = 1;\n\nT | where x == a"), (Parts{"Q:let a = 1;\n\nT | where x == a"}));
  EXPECT_EQ(split(".show tables"), (Parts{"C:.show tables"}));
  EXPECT_EQ(split(".set query_time from=datetime(2024-01-01)\n\nT | count"),
            (Parts{"C:.set query_time from=datetime(2024-01-01)", "Q:\n\nT | count"}));
  EXPECT_EQ(split("T | count; .observe \"a;b\" <| T\n| take 1\n.show tables"),
            (Parts{"Q:T | count;", "C:.observe \"a;b\" <| T\n| take 1", "C:.show tables"}));
}

TEST(SplitCell, TakesNoCommandOutOfStringsCommentsOrBrackets) {
  EXPECT_EQ(split("print \".show\" // ;\n.x").size(), 2U);
  EXPECT_EQ(split("// .show tables\n"), Parts{});
  EXPECT_EQ(split(" ; ; "), Parts{});
  EXPECT_EQ(split(".observe \"x\" with (\n\ntags=\"a\") <| T"), (Parts{"C:.observe \"x\" with (\n\ntags=\"a\") <| T"}));
}

TEST(Only, KeepsPositions) {
  EXPECT_EQ(only("ab\ncd", {3, 4}), "  \nc ");
}

}  // namespace
}  // namespace huntbook::notebook
