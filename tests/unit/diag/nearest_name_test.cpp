#include <gtest/gtest.h>

#include "diag/diagnostic.hpp"

namespace huntbook::diag {
namespace {

TEST(NearestName, FindsMistypedNames) {
  const std::vector<std::string> names = {"Account", "Computer", "CommandLine", "EventID"};
  EXPECT_EQ(nearest_name("Acount", names), "Account");
  EXPECT_EQ(nearest_name("account", names), "Account");
  EXPECT_EQ(nearest_name("Compuetr", names), "Computer");
  EXPECT_EQ(nearest_name("Comandlin", names), "CommandLine");
  EXPECT_EQ(nearest_name("EventDI", names), "EventID");
}

TEST(NearestName, KeepsQuietWhereNothingIsNear) {
  EXPECT_EQ(nearest_name("Process", {"Account"}), "");
  EXPECT_EQ(nearest_name("", {"a"}), "");
  EXPECT_EQ(nearest_name("x", {"y"}), "");
  EXPECT_EQ(nearest_name("ab", {"cd"}), "");
  EXPECT_EQ(nearest_name(std::string(100000, 'a'), {std::string(100000, 'b')}), "");
}

TEST(NearestName, TakesTheFirstOfEquals) {
  EXPECT_EQ(nearest_name("cat", {"bat", "hat"}), "bat");
}

}  // namespace
}  // namespace huntbook::diag
