#include "base/scalar_type.hpp"

#include <gtest/gtest.h>

namespace huntbook {
namespace {

TEST(ScalarType, NamesReadBack) {
  for (ScalarType type : all_scalar_types) EXPECT_EQ(scalar_type_named(name_of(type)), type);
  EXPECT_EQ(scalar_type_named("double"), ScalarType::Real);
  EXPECT_EQ(scalar_type_named("Long"), std::nullopt);
}

TEST(TypeSet, HoldsWhatWasPutIn) {
  EXPECT_TRUE(types::numbers.contains(ScalarType::Decimal));
  EXPECT_FALSE(types::numbers.contains(ScalarType::DateTime));
  EXPECT_TRUE(types::summable.contains(ScalarType::DateTime));
  EXPECT_FALSE(types::not_dynamic.contains(ScalarType::Dynamic));
}

}  // namespace
}  // namespace huntbook
