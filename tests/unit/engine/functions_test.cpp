// The wrapper that makes C++ functions into functions of the engine, on functions of the test's own and on the built-in
// families' registration.
#include <stdexcept>

#include <gtest/gtest.h>

#include "engine/duckdb/functions/register.hpp"
#include "engine/duckdb/scalar_function.hpp"
#include "memory_engine.hpp"

namespace huntbook::engine {
namespace {

using duckdb::CellType;
using duckdb::ScalarFunctions;

class Functions : public MemoryEngine {};

std::int64_t add_longs(std::int64_t left, std::int64_t right) {
  return left + right;
}
std::optional<double> ratio(double left, std::optional<double> right) {
  if (!right) return std::nullopt;
  return left / *right;
}
bool join(duckdb::TextResult& out, std::string_view separator, std::span<const std::string_view> parts) {
  for (std::size_t index = 0; index < parts.size(); ++index) {
    if (index > 0) out.append(separator);
    out.append(parts[index]);
  }
  return true;
}
std::int32_t count_nulls(std::span<const std::optional<std::string_view>> values) {
  std::int32_t count = 0;
  for (const auto& value : values) count += value ? 0 : 1;
  return count;
}

TEST(ScalarFunctionTable, TakesTypesFromTheSignature) {
  ScalarFunctions table;
  table.add<&add_longs>("hb_add");
  table.add<&ratio>("hb_ratio");
  table.add<&join>("hb_join");
  table.add<&count_nulls>("hb_count_nulls");
  const auto* add = table.find_scalar("hb_add");
  ASSERT_NE(add, nullptr);
  EXPECT_EQ(add->front().result, CellType::Long);
  EXPECT_EQ(add->front().parameters, (std::vector{CellType::Long, CellType::Long}));
  EXPECT_FALSE(add->front().variadic);
  EXPECT_EQ(table.find_scalar("hb_ratio")->front().result, CellType::Real);
  const auto& joined = table.find_scalar("hb_join")->front();
  EXPECT_EQ(joined.result, CellType::Text);
  EXPECT_EQ(joined.parameters, std::vector{CellType::Text});
  EXPECT_TRUE(joined.variadic);
  EXPECT_EQ(table.find_scalar("hb_count_nulls")->front().result, CellType::Int);
  EXPECT_EQ(table.find_scalar("hb_other"), nullptr);
}

TEST(ScalarFunctionTable, OneNameMayHaveSeveralOverloads) {
  ScalarFunctions table;
  table.add<&add_longs>("hb_both");
  table.add<&ratio>("hb_both");
  EXPECT_EQ(table.find_scalar("hb_both")->size(), 2U);
}

TEST_F(Functions, BuiltInFunctionIsRegisteredWhenAQueryNamesIt) {
  Batch batch = rows("SELECT hb_has_control(x) FROM (VALUES ('plain\ttext'), (chr(27) || '[31m'), (chr(0))) t(x)",
                     {{"value", ScalarType::Bool}}, {"hb_has_control"});
  ASSERT_EQ(batch.rows(), 3U);
  EXPECT_FALSE(batch.columns[0].bool_at(0));
  EXPECT_TRUE(batch.columns[0].bool_at(1));
  EXPECT_TRUE(batch.columns[0].bool_at(2));
}

TEST_F(Functions, RegisteredOnceAndSeenByAllConnections) {
  for (int round = 0; round < 3; ++round) {
    auto other = engine_->connect();
    ASSERT_TRUE(other);
    auto batch = ask(**other, "SELECT hb_has_control('x')", {{"value", ScalarType::Bool}}, {"hb_has_control"});
    EXPECT_TRUE(batch) << batch.error().message;
  }
}

TEST_F(Functions, RegisteredInTheMiddleOfATransaction) {
  ASSERT_TRUE(connection_->begin());
  ASSERT_TRUE(connection_->execute("CREATE TABLE t (x VARCHAR)"));
  Batch batch = rows("SELECT hb_has_control('x')", {{"value", ScalarType::Bool}}, {"hb_has_control"});
  EXPECT_EQ(batch.rows(), 1U);
  ASSERT_TRUE(connection_->rollback());
  EXPECT_EQ(rows("SELECT hb_has_control('x')", {{"value", ScalarType::Bool}}, {"hb_has_control"}).rows(), 1U);
}

TEST_F(Functions, NullArgumentGivesNull) {
  Batch batch = rows("SELECT hb_has_control(x) FROM (VALUES (NULL), ('a'), (NULL)) t(x)", {{"value", ScalarType::Bool}},
                     {"hb_has_control"});
  ASSERT_EQ(batch.rows(), 3U);
  EXPECT_TRUE(batch.columns[0].is_null(0));
  EXPECT_FALSE(batch.columns[0].is_null(1));
  EXPECT_TRUE(batch.columns[0].is_null(2));
}

TEST_F(Functions, UnknownFunctionOfOursIsABug) {
  Error error = failure("SELECT hb_nowhere(1)", {{"value", ScalarType::Long}}, {"hb_nowhere"});
  EXPECT_EQ(error.kind, ErrorKind::Internal);
  EXPECT_NE(error.message.find("hb_nowhere"), std::string::npos);
}

TEST_F(Functions, NamesOfTheEnginesOwnFunctionsAreLeftAlone) {
  EXPECT_EQ(text("SELECT upper('a')", {"upper"}), "A");
}

TEST(Remembered, MakesEachValueOnce) {
  duckdb::Remembered<std::string> remembered;
  int made = 0;
  auto make = [&](std::string_view key) {
    ++made;
    return std::string(key) + "!";
  };
  EXPECT_EQ(remembered.get("a", make), "a!");
  EXPECT_EQ(remembered.get("a", make), "a!");
  EXPECT_EQ(remembered.get("b", make), "b!");
  EXPECT_EQ(remembered.get("a", make), "a!");
  EXPECT_EQ(made, 2);
  for (int index = 0; index < 1000; ++index)
    EXPECT_EQ(remembered.get(std::to_string(index), make), std::to_string(index) + "!");
}

}  // namespace
}  // namespace huntbook::engine
