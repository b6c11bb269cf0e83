// The notebooks that come with the program: well-formed, without outputs, and free of syntax errors.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "kql/syntax/tree.hpp"
#include "notebook/cell_parts.hpp"
#include "notebook/document.hpp"

namespace huntbook::notebook {
namespace {

TEST(ShippedNotebooks, ParseAndHoldNoOutputs) {
  std::size_t notebooks = 0;
  for (const auto& entry : std::filesystem::directory_iterator("notebooks")) {
    if (entry.path().extension() != ".ipynb") continue;
    ++notebooks;
    std::ifstream stream(entry.path());
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    const auto document = Document::parse(text);
    ASSERT_TRUE(document) << entry.path();
    EXPECT_EQ(document->dump(), text) << "written as the program writes it";
    for (std::size_t i = 0; i < document->size(); ++i) {
      if (document->kind(i) != CellKind::Code) continue;
      EXPECT_TRUE(document->outputs(i).empty()) << document->id(i);
      const std::string source = document->source(i);
      for (const CellPart& part : split_cell(source)) {
        diag::Span query = part.span;
        if (part.command) {
          const std::size_t piped = source.find("<|", part.span.begin);
          if (piped == std::string::npos || piped > part.span.end) continue;
          query.begin = piped + 2;
        }
        for (const diag::Diagnostic& diagnostic :
             kql::syntax::parse(source.substr(query.begin, query.end - query.begin)).diagnostics) {
          ADD_FAILURE() << document->id(i) << ": " << diag::render(diagnostic, source);
        }
      }
    }
  }
  EXPECT_GT(notebooks, 0U);
}

}  // namespace
}  // namespace huntbook::notebook
