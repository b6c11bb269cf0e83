#include <set>

#include <gtest/gtest.h>

#include "kql/functions/record.hpp"

namespace huntbook::kql {
namespace {

TEST(Catalogue, EveryRecordIsComplete) {
  for (const FunctionRecord& record : builtin_functions().records()) {
    EXPECT_FALSE(record.name.empty());
    EXPECT_FALSE(record.doc.empty()) << record.name;
    EXPECT_FALSE(record.example.empty()) << record.name;
    EXPECT_FALSE(record.signatures.empty()) << record.name;
    EXPECT_NE(record.lower, nullptr) << record.name;
  }
}

TEST(Catalogue, NoNameStandsTwice) {
  std::set<std::pair<FunctionKind, std::string_view>> seen;
  for (const FunctionRecord& record : builtin_functions().records()) {
    EXPECT_TRUE(seen.emplace(record.kind, record.name).second) << record.name;
    for (std::string_view alias : record.aliases) EXPECT_TRUE(seen.emplace(record.kind, alias).second) << alias;
  }
}

TEST(Catalogue, NoNameIsBothSupportedAndRefused) {
  const FunctionCatalogue& catalogue = builtin_functions();
  ASSERT_FALSE(catalogue.known().empty());
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const KnownName& name : catalogue.known()) {
    EXPECT_TRUE(seen.emplace(name.kind, name.name).second) << name.name;
    EXPECT_FALSE(name.reason.empty()) << name.name;
    if (name.kind == "function") {
      EXPECT_EQ(catalogue.find(FunctionKind::Scalar, name.name), nullptr) << name.name;
      EXPECT_EQ(catalogue.find(FunctionKind::Window, name.name), nullptr) << name.name;
    }
    if (name.kind == "aggregate") {
      EXPECT_EQ(catalogue.find(FunctionKind::Aggregate, name.name), nullptr) << name.name;
    }
  }
}

TEST(Catalogue, FindsOldNamesCaseSensitively) {
  const FunctionCatalogue& catalogue = builtin_functions();
  EXPECT_EQ(catalogue.find(FunctionKind::Aggregate, "makeset"), catalogue.find(FunctionKind::Aggregate, "make_set"));
  EXPECT_NE(catalogue.find(FunctionKind::Scalar, "iif"), nullptr);
  EXPECT_EQ(catalogue.find(FunctionKind::Scalar, "IIF"), nullptr);
  EXPECT_NE(catalogue.find_known("plugin", "python"), nullptr);
  EXPECT_EQ(catalogue.find_known("plugin", "pythoon"), nullptr);
}

}  // namespace
}  // namespace huntbook::kql
