// Functions that a case keeps, and those that come with the program.
#include <algorithm>

#include <gtest/gtest.h>

#include "case/shipped_functions.hpp"
#include "case_folder.hpp"

namespace huntbook::casefile {
namespace {

using StoredFunctions = CaseFolder;

// Those that the case keeps.
std::vector<StoredFunction> kept(const CaseFile& file) {
  std::vector<StoredFunction> functions = file.functions();
  std::erase_if(functions, [](const StoredFunction& function) { return function.folder.starts_with("Huntbook/"); });
  return functions;
}

std::vector<std::string> names_of(const CaseFile& file) {
  std::vector<std::string> names;
  for (const StoredFunction& function : kept(file)) names.push_back(function.name);
  return names;
}

TEST_F(StoredFunctions, StayWithTheCase) {
  {
    auto file = created();
    ASSERT_NE(file, nullptr);
    EXPECT_TRUE(kept(*file).empty());
    ASSERT_TRUE(file->keep_functions(
        {{"b", "(x:long)", "{ x }", "dir", "it's \"ß\"\n", false}, {"B", "()", "{ T }", "", "", true}}));
    ASSERT_TRUE(file->keep_functions({{"a", "()", "{ 1 }", "", "", false}, {"b", "()", "{ 2 }", "", "late", false}}));
  }
  auto file = opened();
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(names_of(*file), (std::vector<std::string>{"B", "a", "b"}));
  EXPECT_TRUE(kept(*file)[0].view);
  EXPECT_EQ(kept(*file)[2].body, "{ 2 }");
  EXPECT_EQ(kept(*file)[2].docstring, "late");
}

TEST_F(StoredFunctions, AreDroppedByName) {
  {
    auto file = created();
    ASSERT_TRUE(file->keep_functions({{"a", "()", "{ 1 }", "", "", false}, {"b", "()", "{ 1 }", "", "", false}}));
    ASSERT_TRUE(file->drop_functions({"a", "nosuch"}));
    EXPECT_EQ(names_of(*file), (std::vector<std::string>{"b"}));
    ASSERT_TRUE(file->drop_functions({"b"}));
  }
  EXPECT_TRUE(kept(*opened()).empty());
}

TEST_F(StoredFunctions, ComeWithTheProgramUntilOneStandsInForThem) {
  const auto event_of = [](const CaseFile& file) {
    return *std::ranges::find(file.functions(), "Event", &StoredFunction::name);
  };
  auto file = created();
  EXPECT_EQ(file->functions().size(), shipped_functions().size());
  EXPECT_EQ(event_of(*file).folder, "Huntbook/Windows");
  EXPECT_EQ(event_of(*file).parameters, "()");
  EXPECT_TRUE(event_of(*file).body.starts_with("{\n    union"));
  EXPECT_TRUE(event_of(*file).body.ends_with("\n}"));
  EXPECT_TRUE(event_of(*file).docstring.starts_with("The events of Windows logs"));
  EXPECT_FALSE(file->drop_functions({"Event"}));
  ASSERT_TRUE(file->keep_functions({{"Event", "()", "{ 1 }", "", "", false}}));
  EXPECT_EQ(event_of(*file).body, "{ 1 }");
  EXPECT_EQ(file->functions().size(), shipped_functions().size());
  ASSERT_TRUE(file->drop_functions({"Event"}));
  EXPECT_EQ(event_of(*file).folder, "Huntbook/Windows");
}

TEST_F(StoredFunctions, AreNotWrittenByReaders) {
  ASSERT_TRUE(created()->keep_functions({{"a", "()", "{ 1 }", "", "", false}}));
  auto file = opened();
  EXPECT_FALSE(file->keep_functions({{"b", "()", "{ 1 }", "", "", false}}));
  EXPECT_FALSE(file->drop_functions({"a"}));
  EXPECT_EQ(names_of(*file), (std::vector<std::string>{"a"}));
}

}  // namespace
}  // namespace huntbook::casefile
