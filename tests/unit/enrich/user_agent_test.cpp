#include "enrich/user_agent.hpp"

#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace huntbook::enrich {
namespace {

class UserAgentTest : public testing::Test {
 protected:
  ~UserAgentTest() override { std::filesystem::remove(file_); }
  Result<std::unique_ptr<UserAgentPatterns>> read(std::string_view text) {
    std::ofstream(file_, std::ios::binary) << text;
    return UserAgentPatterns::read(file_);
  }
  std::filesystem::path file_ =
      std::filesystem::temp_directory_path() / ("huntbook_agents_" + std::to_string(getpid()) + ".yaml");
};

constexpr std::string_view small_list = R"(
user_agent_parsers:
  - regex: '(Gopher)/(\d+)\.(\d+)'
  - regex: 'Gopher'
    family_replacement: 'Never first'
  - regex: '(Wide)web(?=x)'
  - regex: '(Old) (\d+)'
    family_replacement: '$1 Browser'
    v2_replacement: 'x$2'
os_parsers:
  - regex: '(Plan) ?(\d+)'
    os_replacement: 'Plan'
device_parsers:
  - regex: 'phone-(\w+)'
    regex_flag: 'i'
    device_replacement: 'Phone $1 '
    brand_replacement: 'Maker'
)";

TEST_F(UserAgentTest, TheFirstExpressionThatMatchesCounts) {
  const auto patterns = read(small_list);
  ASSERT_TRUE(patterns) << patterns.error().message;
  EXPECT_EQ((*patterns)->browser("x Gopher/12.3 y"), (UserAgentParts{"Gopher", "12", "3", ""}));
  EXPECT_EQ((*patterns)->browser("Old 7"), (UserAgentParts{"Old Browser", "7", "x7", ""}));
  EXPECT_EQ((*patterns)->browser("nothing"), (UserAgentParts{"Other", "", "", ""}));
  EXPECT_EQ((*patterns)->system("Plan 9"), (UserAgentParts{"Plan", "9", "", "", ""}));
  EXPECT_EQ((*patterns)->device("PHONE-q1"), (UserAgentParts{"Phone q1", "Maker", "q1"}));
  EXPECT_EQ((*patterns)->device(""), (UserAgentParts{"Other", "", ""}));
  EXPECT_EQ((*patterns)->skipped(), 1U) << "it looks ahead";
}

TEST_F(UserAgentTest, LongAndBrokenTextsDoNoHarm) {
  const auto patterns = read(small_list);
  EXPECT_EQ((*patterns)->browser(std::string(1 << 20, 'a') + "Gopher/1.2").front(), "Other");
  EXPECT_EQ((*patterns)->browser("\xff\xfe Gopher/1.2").front(), "Gopher");
}

TEST_F(UserAgentTest, OtherFilesAreRefused) {
  EXPECT_FALSE(UserAgentPatterns::read(file_)) << "not there";
  for (const char* text : {"", "a: [1", "user_agent_parsers: 7", "user_agent_parsers:\n  - x: y\n", "[]"})
    EXPECT_FALSE(read(text)) << text;
}

}  // namespace
}  // namespace huntbook::enrich
