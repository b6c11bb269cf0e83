// What the printer writes, and what the engine reads out of it.
#include "sql/dialect/duckdb.hpp"

#include <chrono>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "engine/engine.hpp"

namespace huntbook::sql {
namespace {

QueryPtr share(Query query) {
  return std::make_shared<const Query>(std::move(query));
}

Query select_of(ExprPtr expr, std::string alias = "x") {
  Select select;
  select.items.push_back({std::move(expr), std::move(alias)});
  return Query{{}, std::move(select)};
}

class DuckDb : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = engine::open_duckdb({}, {});
    ASSERT_TRUE(engine) << engine.error().message;
    engine_ = std::move(*engine);
    auto connection = engine_->connect();
    ASSERT_TRUE(connection) << connection.error().message;
    connection_ = std::move(*connection);
  }

  // The first batch that a query gives; empty where it fails.
  Batch rows(const Query& query, ScalarType type) {
    PrintedQuery printed = print_duckdb(query);
    auto stream = connection_->query(printed.text, {{"x", type}}, printed.functions);
    if (!stream) return failed(printed.text, stream.error().message);
    auto batch = (*stream)->next();
    if (!batch) return failed(printed.text, batch.error().message);
    return *batch ? std::move(**batch) : Batch{};
  }
  std::string text_of(const ExprPtr& expr) {
    Batch batch = rows(select_of(expr), ScalarType::String);
    return batch.columns.empty() ? "" : std::string(batch.columns.front().text_at(0));
  }

  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<engine::Connection> connection_;

 private:
  static Batch failed(const std::string& sql, const std::string& message) {
    ADD_FAILURE() << message << "\n" << sql;
    return {};
  }
};

TEST_F(DuckDb, KeepsEveryTextAsItIs) {
  using namespace std::string_literals;
  for (const std::string& text : {"plain"s, "it's"s, "''"s, "'; DROP TABLE t; --"s, "\"x\""s, "a\\b"s, "$1 ? :p {}"s,
                                  "/* */ -- \n\r\t\x01\x7f"s, "E'\\x41'"s, "größe 日本語 😀"s, ""s})
    EXPECT_EQ(text_of(literal(std::string_view(text))), text);
}

TEST_F(DuckDb, KeepsNulsInTexts) {
  using namespace std::string_literals;
  for (const std::string& text : {"\0"s, "a\0b"s, "\0\0"s, "'\0'"s, "x\0"s, "\0'; DROP TABLE t; --\0"s}) {
    EXPECT_EQ(text_of(literal(std::string_view(text))), text);
    EXPECT_EQ(print_duckdb(*literal(std::string_view(text))).find('\0'), std::string::npos);
  }
}

TEST_F(DuckDb, QuotesNames) {
  EXPECT_EQ(print_duckdb(*column("s", "a\"b; --")), "\"s\".\"a\"\"b; --\"");
  EXPECT_EQ(print_duckdb(*column("", "order")), "\"order\"");
  for (const char* name : {"a\"b", "select", "a.b", "x; drop table t", "ä", "A b"}) {
    Query inner = select_of(literal(std::int64_t{7}), name);
    Select outer;
    outer.items.push_back({column("s", name), "x"});
    outer.from = std::make_shared<const Relation>(Relation{QueryRelation{share(std::move(inner))}, "s"});
    EXPECT_EQ(rows(Query{{}, std::move(outer)}, ScalarType::Long).columns.front().long_at(0), 7) << name;
  }
}

TEST_F(DuckDb, KeepsNumbersExact) {
  auto number = [&](double value) {
    return rows(select_of(literal(value)), ScalarType::Real).columns.front().real_at(0);
  };
  for (double value : {0.1, 1e308, 5e-324, -0.0, 1.0 / 3, 123456789012345680.0})
    EXPECT_EQ(std::bit_cast<std::uint64_t>(number(value)), std::bit_cast<std::uint64_t>(value)) << value;
  EXPECT_TRUE(std::isnan(number(std::numeric_limits<double>::quiet_NaN())));
  EXPECT_EQ(number(-std::numeric_limits<double>::infinity()), -std::numeric_limits<double>::infinity());
  for (std::int64_t value : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
    EXPECT_EQ(rows(select_of(literal(value)), ScalarType::Long).columns.front().long_at(0), value);
}

TEST_F(DuckDb, BindsOperandsByBrackets) {
  ExprPtr one = literal(std::int64_t{1}), two = literal(std::int64_t{2}), three = literal(std::int64_t{3});
  auto value = [&](const ExprPtr& expr) {
    return rows(select_of(cast(expr, SqlType::BigInt)), ScalarType::Long).columns.front().long_at(0);
  };
  EXPECT_EQ(value(binary(BinaryOperator::Multiply, binary(BinaryOperator::Add, one, two), three)), 9);
  EXPECT_EQ(value(binary(BinaryOperator::Subtract, one, binary(BinaryOperator::Subtract, two, three))), 2);
  EXPECT_EQ(value(unary(UnaryOperator::Negate, unary(UnaryOperator::Negate, two))), 2);
  ExprPtr is_two = equal(two, binary(BinaryOperator::Add, one, one));
  EXPECT_EQ(value(logical_and(logical_or(is_two, literal(false)), logical_not(literal(false)))), 1);
}

// The engine's work on nested brackets grows with the cube of their depth, and it refuses very deep ones.
TEST_F(DuckDb, PrintsChainsFlat) {
  ExprPtr all, any;
  for (std::int64_t i = 0; i < 3000; ++i) {
    ExprPtr test = binary(BinaryOperator::GreaterOrEqual, literal(i), literal(std::int64_t{0}));
    all = logical_and(all, test);
    any = logical_or(any, logical_not(test));
  }
  auto begin = std::chrono::steady_clock::now();
  Batch batch = rows(select_of(logical_and(all, logical_not(any))), ScalarType::Bool);
  ASSERT_EQ(batch.columns.size(), 1U);
  EXPECT_TRUE(batch.columns.front().bool_at(0));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST_F(DuckDb, KeepsLimitsOfUnitedQueriesApart) {
  auto limited = [](std::int64_t from, bool descending) {
    Select select;
    select.items.push_back({column("n", "v"), "x"});
    select.from =
        std::make_shared<const Relation>(Relation{ValuesRelation{{{literal(from)}, {literal(from + 1)}}, {"v"}}, "n"});
    select.order_by.push_back({column("n", "v"), descending, false});
    select.limit = 1;
    return share(Query{{}, std::move(select)});
  };
  Select sum;
  sum.items.push_back({cast(call("sum", {column("u", "x")}), SqlType::BigInt), "x"});
  Query both{{}, UnionAll{{limited(1, false), limited(5, true)}}};
  sum.from = std::make_shared<const Relation>(Relation{QueryRelation{share(std::move(both))}, "u"});
  EXPECT_EQ(rows(Query{{}, std::move(sum)}, ScalarType::Long).columns.front().long_at(0), 1 + 6);
}

TEST(DuckDbText, NamesTheFunctionsThatItCalls) {
  Query query = select_of(call("hb_has", {call("lower", {literal("A")}), literal("a")}));
  EXPECT_EQ(print_duckdb(query).functions, (std::set<std::string>{"hb_has", "lower"}));
}

}  // namespace
}  // namespace huntbook::sql
