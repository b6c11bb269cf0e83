// Functions that a case keeps.
#include <gtest/gtest.h>

#include "case_folder.hpp"

namespace huntbook::casefile {
namespace {

using StoredFunctions = CaseFolder;

std::vector<std::string> names_of(const CaseFile& file) {
  std::vector<std::string> names;
  for (const StoredFunction& function : file.functions()) names.push_back(function.name);
  return names;
}

TEST_F(StoredFunctions, StayWithTheCase) {
  {
    auto file = created();
    ASSERT_NE(file, nullptr);
    EXPECT_TRUE(file->functions().empty());
    ASSERT_TRUE(file->keep_functions(
        {{"b", "(x:long)", "{ x }", "dir", "it's \"ß\"\n", false}, {"B", "()", "{ T }", "", "", true}}));
    ASSERT_TRUE(file->keep_functions({{"a", "()", "{ 1 }", "", "", false}, {"b", "()", "{ 2 }", "", "late", false}}));
  }
  auto file = opened();
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(names_of(*file), (std::vector<std::string>{"B", "a", "b"}));
  EXPECT_TRUE(file->functions()[0].view);
  EXPECT_EQ(file->functions()[2].body, "{ 2 }");
  EXPECT_EQ(file->functions()[2].docstring, "late");
}

TEST_F(StoredFunctions, AreDroppedByName) {
  {
    auto file = created();
    ASSERT_TRUE(file->keep_functions({{"a", "()", "{ 1 }", "", "", false}, {"b", "()", "{ 1 }", "", "", false}}));
    ASSERT_TRUE(file->drop_functions({"a", "nosuch"}));
    EXPECT_EQ(names_of(*file), (std::vector<std::string>{"b"}));
    ASSERT_TRUE(file->drop_functions({"b"}));
  }
  EXPECT_TRUE(opened()->functions().empty());
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
