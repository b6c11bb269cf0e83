#include "analysis/mining/log_patterns.hpp"

#include <gtest/gtest.h>

namespace huntbook::mining {
namespace {

LogPatterns mined(const std::vector<std::string>& lines, LogPatterns::Options options = {}) {
  LogPatterns patterns(std::move(options));
  for (const std::string& line : lines) patterns.count_hashed(line);
  for (const std::string& line : lines) EXPECT_TRUE(patterns.count_words(line));
  for (const std::string& line : lines) EXPECT_TRUE(patterns.count_patterns(line));
  return patterns;
}

TEST(LogPatterns, KeepFrequentWordsAtTheirPlaces) {
  const std::vector<std::string> lines{"interface eth0 down", "interface eth1 down", "down interface x"};
  const LogPatterns patterns = mined(lines);
  ASSERT_EQ(patterns.patterns().size(), 1U);
  EXPECT_EQ(patterns.patterns().front().text, "interface * down");
  EXPECT_EQ(patterns.patterns().front().count, 2U);
  EXPECT_EQ(patterns.patterns().front().representative, lines.front());
  EXPECT_EQ(patterns.others(), 1U);
  EXPECT_EQ(patterns.pattern_of(lines[1]), "interface * down");
  EXPECT_EQ(patterns.pattern_of(lines[2]), "");
  EXPECT_EQ(patterns.pattern_of("never seen"), "");
}

TEST(LogPatterns, OrderClustersBySize) {
  const LogPatterns patterns = mined({"b x", "b y", "a p", "a q", "a r"});
  ASSERT_EQ(patterns.patterns().size(), 2U);
  EXPECT_EQ(patterns.patterns()[0].text, "a *");
  EXPECT_EQ(patterns.patterns()[1].text, "b *");
}

TEST(LogPatterns, KeepSeparatorsAtBothEnds) {
  EXPECT_EQ(mined({"[x] done.", "[y] done."}).patterns().front().text, "[*] done.");
}

TEST(LogPatterns, TakeHostileLines) {
  const std::string long_line(200'000, 'a');
  const std::string many_words = [] {
    std::string text;
    for (int i = 0; i < 50'000; ++i) text += "w ";
    return text;
  }();
  const LogPatterns patterns =
      mined({long_line, long_line, many_words, many_words, "", "\xff\xfe", std::string(3, '\0')});
  EXPECT_EQ(patterns.patterns().size(), 2U);
  EXPECT_EQ(patterns.others(), 3U);
}

}  // namespace
}  // namespace huntbook::mining
