// Values on their way out of the engine: every KQL type at its limits.
#include <limits>

#include <gtest/gtest.h>

#include "base/time.hpp"
#include "engine/duckdb/result_stream.hpp"
#include "engine/duckdb/text.hpp"
#include "memory_engine.hpp"

namespace huntbook::engine {
namespace {

class Types : public MemoryEngine {};

TEST_F(Types, TicksTravelExactly) {
  Batch batch = rows("SELECT 3155378975999999999, -9223372036854775808, 9223372036854775807",
                     {{"d", ScalarType::DateTime}, {"least", ScalarType::TimeSpan}, {"most", ScalarType::TimeSpan}});
  EXPECT_EQ(batch.columns[0].long_at(0), max_datetime);
  EXPECT_EQ(batch.columns[1].long_at(0), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(batch.columns[2].long_at(0), std::numeric_limits<std::int64_t>::max());
}

TEST_F(Types, DecimalsLoseTrailingZerosOnly) {
  auto decimal = [&](std::string_view value) {
    return text(std::string("SELECT ") + std::string(value), {}, ScalarType::Decimal);
  };
  EXPECT_EQ(decimal("12.500::DECIMAL(5,3)"), "12.5");
  EXPECT_EQ(decimal("-0.0100::DECIMAL(9,4)"), "-0.01");
  EXPECT_EQ(decimal("100::DECIMAL(18,0)"), "100");
  EXPECT_EQ(decimal("0::DECIMAL(38,18)"), "0");
  EXPECT_EQ(decimal("'120000000000000609900000071'::HUGEINT"), "120000000000000609900000071");
  EXPECT_EQ(decimal("'-99999999999999999999.999999999999999999'::DECIMAL(38,18)"),
            "-99999999999999999999.999999999999999999");
  EXPECT_EQ(decimal("NULL::DECIMAL(5,3)"), "(null)");
}

TEST(DecimalText, HoldsTheLeast128BitNumber) {
  auto least = static_cast<duckdb::Int128>(1) << 126;
  EXPECT_EQ(duckdb::decimal_text(-least * 2, 0), "-170141183460469231731687303715884105728");
}

TEST_F(Types, GuidIsLowerCaseText) {
  EXPECT_EQ(text("SELECT '{74BE27DE-1E4E-49D9-B579-FE0B331D3642}'::UUID", {}, ScalarType::Guid),
            "74be27de-1e4e-49d9-b579-fe0b331d3642");
  EXPECT_EQ(text("SELECT 'ffffffff-ffff-ffff-ffff-ffffffffffff'::UUID", {}, ScalarType::Guid),
            "ffffffff-ffff-ffff-ffff-ffffffffffff");
  EXPECT_EQ(text("SELECT '00000000-0000-0000-0000-000000000000'::UUID", {}, ScalarType::Guid),
            "00000000-0000-0000-0000-000000000000");
}

TEST_F(Types, NullStringIsEmptyOtherNullsStay) {
  Batch batch =
      rows("SELECT NULL::VARCHAR, NULL::VARCHAR, NULL, NULL::DOUBLE",
           {{"s", ScalarType::String}, {"d", ScalarType::Dynamic}, {"n", ScalarType::Long}, {"r", ScalarType::Real}});
  EXPECT_FALSE(batch.columns[0].is_null(0));
  EXPECT_EQ(batch.columns[0].text_at(0), "");
  EXPECT_TRUE(batch.columns[1].is_null(0));
  EXPECT_TRUE(batch.columns[2].is_null(0));
  EXPECT_TRUE(batch.columns[3].is_null(0));
}

TEST_F(Types, NulBytesAndLongTextSurvive) {
  EXPECT_EQ(text("SELECT 'a' || chr(0) || 'b'"), std::string("a\0b", 3));
  EXPECT_EQ(text("SELECT repeat('0123456789', 500000)").size(), 5'000'000U);
}

TEST_F(Types, UnexpectedTypeIsABugOfOurs) {
  Error sum = failure("SELECT sum(x) FROM range(3) t(x)", {{"s", ScalarType::Long}});
  EXPECT_EQ(sum.kind, ErrorKind::Internal);
  EXPECT_NE(sum.message.find("'s'"), std::string::npos);
  EXPECT_EQ(failure("SELECT 1, 2", {{"s", ScalarType::Long}}).kind, ErrorKind::Internal);
}

TEST(Utf8, RepairsEachBrokenByte) {
  using duckdb::repaired_utf8;
  EXPECT_EQ(repaired_utf8("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(repaired_utf8("\xC3\xA9"), "\xC3\xA9");
  EXPECT_EQ(repaired_utf8("\xC3"), "\xEF\xBF\xBD");
  EXPECT_EQ(repaired_utf8("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // a lone surrogate
  EXPECT_EQ(repaired_utf8("\xC0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD");                  // an overlong NUL
  EXPECT_EQ(repaired_utf8("\xF0\x9F\x98\x80"), "\xF0\x9F\x98\x80");
}

}  // namespace
}  // namespace huntbook::engine
