// A short run of the grammar fuzzer (fuzz/kql_grammar_fuzz.cpp) from fixed seeds. HUNTBOOK_GRAMMAR_ROUNDS makes it
// longer, HUNTBOOK_GRAMMAR_SEED starts elsewhere.
#include <algorithm>
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "grammar/literals.hpp"
#include "grammar/query_maker.hpp"
#include "grammar/trial.hpp"

namespace huntbook::fuzz {
namespace {

unsigned setting(const char* name, unsigned otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

unsigned rounds() {
  return setting("HUNTBOOK_GRAMMAR_ROUNDS", 400);
}

unsigned first_seed() {
  return setting("HUNTBOOK_GRAMMAR_SEED", 1);
}

class Grammar : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Trial::open(1);
    ASSERT_TRUE(opened) << opened.error().message;
    trial_ = std::make_unique<Trial>(std::move(*opened));
  }

  SmallTables tables_;
  std::unique_ptr<Trial> trial_;
};

TEST_F(Grammar, MadeQueriesNeverEndInADefect) {
  unsigned valid = 0;
  for (unsigned seed = first_seed(); seed < first_seed() + rounds(); ++seed) {
    Choices choices(seed);
    const std::string query = QueryMaker(tables_, choices).query();
    const Trial::Outcome outcome = trial_->run(query);
    EXPECT_EQ(outcome.finding, "") << "seed " << seed << ": " << query;
    valid += outcome.valid ? 1 : 0;
  }
  RecordProperty("valid", static_cast<int>(valid));
  EXPECT_GT(valid, rounds() / 4) << "so few of the queries compile that running them shows little";
}

TEST_F(Grammar, APredicateSplitsATableInThree) {
  for (unsigned seed = first_seed(); seed < first_seed() + rounds() / 2; ++seed) {
    Choices choices(seed);
    const auto [table, predicate] = QueryMaker(tables_, choices).filtered();
    EXPECT_EQ(trial_->three_parts(table, predicate), "")
        << "seed " << seed << ": " << table << " | where " << predicate;
  }
}

TEST_F(Grammar, TakenRowsAreRowsOfTheTable) {
  std::vector<std::string> all = trial_->run("Events").rows;
  std::ranges::sort(all);
  for (const std::size_t count : {0UL, 1UL, 7UL, 1000UL}) {
    std::vector<std::string> some = trial_->run("Events | take " + std::to_string(count)).rows;
    std::ranges::sort(some);
    EXPECT_EQ(some.size(), std::min(count, all.size()));
    EXPECT_TRUE(std::ranges::includes(all, some));
  }
}

TEST_F(Grammar, TextsNeverChangeTheShapeOfTheSql) {
  for (const std::string_view hostile :
       {"'); DROP TABLE x; --", "\" OR 1=1 --", "$1 ? :a", "\\' \\\\", "a'' '' b", "%_*[^"}) {
    for (unsigned seed = first_seed(); seed < first_seed() + rounds() / 4; ++seed) {
      Choices one(seed), other(seed);
      const std::string plain = QueryMaker(tables_, one, "plain text").query();
      const std::string query = QueryMaker(tables_, other, hostile).query();
      EXPECT_EQ(trial_->same_shape(plain, query), "") << "seed " << seed << ": " << query;
    }
  }
}

TEST(SqlShape, LeavesNamesAndTakesTextsOut) {
  EXPECT_EQ(without_texts("SELECT 'a''b', \"c\" FROM t WHERE x = ''"), "SELECT '?', \"c\" FROM t WHERE x = '?'");
}

TEST(TextLiterals, KeepAnyText) {
  EXPECT_EQ(text_literal("a\"b\\c\n"), "\"a\\\"b\\\\c\\u000a\"");
}

}  // namespace
}  // namespace huntbook::fuzz
