#include <gtest/gtest.h>

#include "diag/diagnostic.hpp"

namespace huntbook::diag {
namespace {

std::string rendered(std::string_view text, Span span, std::string hint = {}) {
  return render({Severity::Error, "KS006", span, "expected an expression", std::move(hint)}, text);
}

TEST(Position, CountsLinesAndCodePoints) {
  const std::string_view text = "a\xc3\xa9x\r\nb\rc\nd";
  EXPECT_EQ(position_of(text, 3).column, 3U);
  EXPECT_EQ(position_of(text, 6).line, 2U);
  EXPECT_EQ(position_of(text, 8).line, 3U);
  EXPECT_EQ(position_of(text, 10).line, 4U);
  EXPECT_EQ(position_of(text, 10).column, 1U);
  EXPECT_EQ(position_of(text, 1000).line, 4U);
}

TEST(Render, MarksTheSpan) {
  EXPECT_EQ(rendered("T\n| where a == \n| take 1", {16, 17}, "put a value behind '=='"),
            "error[KS006]: expected an expression\n"
            " --> line 3, column 1\n"
            "  |\n"
            "3 | | take 1\n"
            "  | ^\n"
            "  = hint: put a value behind '=='\n");
  EXPECT_EQ(rendered("print abc + 1", {6, 9}),
            "error[KS006]: expected an expression\n"
            " --> line 1, column 7\n"
            "  |\n"
            "1 | print abc + 1\n"
            "  |       ^^^\n");
}

TEST(Render, TheEndOfTheTextHasAPlaceToo) {
  EXPECT_EQ(rendered("T |", {3, 3}),
            "error[KS006]: expected an expression\n"
            " --> line 1, column 4\n"
            "  |\n"
            "1 | T |\n"
            "  |    ^\n");
  EXPECT_EQ(rendered("", {0, 0}),
            "error[KS006]: expected an expression\n"
            " --> line 1, column 1\n"
            "  |\n"
            "1 | \n"
            "  | ^\n");
  EXPECT_EQ(rendered("T", {70, 90}), rendered("T", {1, 1}));
}

TEST(Render, ASpanOfManyLinesShowsTheFirst) {
  EXPECT_EQ(rendered("a (\nb\n)", {2, 7}),
            "error[KS006]: expected an expression\n"
            " --> line 1, column 3\n"
            "  |\n"
            "1 | a (\n"
            "  |   ^\n");
}

TEST(Render, TabsAndControlCharactersKeepTheCaretInPlace) {
  EXPECT_EQ(rendered("\ta\x1b[2J b", {7, 8}),
            "error[KS006]: expected an expression\n"
            " --> line 1, column 8\n"
            "  |\n"
            "1 |     a\\x1b[2J b\n"
            "  |              ^\n");
  EXPECT_EQ(rendered("\xe4\xb8\xad\xff x", {5, 6}),
            "error[KS006]: expected an expression\n"
            " --> line 1, column 4\n"
            "  |\n"
            "1 | \xe4\xb8\xad\\xff x\n"
            "  |        ^\n");
}

TEST(Render, LongLinesAreCutAroundTheCaret) {
  const std::string text = std::string(5000, 'a') + "!" + std::string(5000, 'b');
  EXPECT_EQ(rendered(text, {5000, 5001}),
            "error[KS006]: expected an expression\n"
            " --> line 1, column 5001\n"
            "  |\n"
            "1 | ..." +
                std::string(60, 'a') + "!" + std::string(39, 'b') +
                "...\n"
                "  | " +
                std::string(63, ' ') + "^\n");
}

TEST(Render, MessagesCannotDriveTheTerminal) {
  const std::string out = render({Severity::Warning, "HB001", {0, 1}, "name '\x1b]0;x'", "a\nb"}, "T");
  EXPECT_EQ(out,
            "warning[HB001]: name '\\x1b]0;x'\n"
            " --> line 1, column 1\n"
            "  |\n"
            "1 | T\n"
            "  | ^\n"
            "  = hint: a\\x0ab\n");
}

}  // namespace
}  // namespace huntbook::diag
