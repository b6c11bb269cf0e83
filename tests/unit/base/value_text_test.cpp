#include "base/value_text.hpp"

#include <gtest/gtest.h>

namespace huntbook {
namespace {

template <typename Push>
std::string text_after(ScalarType type, Push push) {
  Column column(type);
  push(column);
  return value_text(column, 0);
}

TEST(ValueText, WritesEachTypeAsKqlShowsIt) {
  EXPECT_EQ(text_after(ScalarType::Bool, [](Column& c) { c.push_bool(true); }), "true");
  EXPECT_EQ(text_after(ScalarType::Int, [](Column& c) { c.push_int(-7); }), "-7");
  EXPECT_EQ(text_after(ScalarType::Long, [](Column& c) { c.push_long(9'007'199'254'740'993); }), "9007199254740993");
  EXPECT_EQ(text_after(ScalarType::DateTime, [](Column& c) { c.push_long(0); }), "0001-01-01T00:00:00Z");
  EXPECT_EQ(text_after(ScalarType::TimeSpan, [](Column& c) { c.push_long(10'000'000); }), "00:00:01");
  EXPECT_EQ(text_after(ScalarType::Dynamic, [](Column& c) { c.push_text("{\"a\":1}"); }), "{\"a\":1}");
}

TEST(ValueText, WritesWholeRealsWithoutTheirFraction) {
  EXPECT_EQ(text_after(ScalarType::Real, [](Column& c) { c.push_real(2.0); }), "2");
  EXPECT_EQ(text_after(ScalarType::Real, [](Column& c) { c.push_real(1.5); }), "1.5");
}

}  // namespace
}  // namespace huntbook
