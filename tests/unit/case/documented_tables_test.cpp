#include "case/documented_tables.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace huntbook::casefile {
namespace {

TEST(DocumentedTables, ColumnsHaveTypesAndOrder) {
  const DocumentedTable* events = find_documented("SecurityEvent");
  ASSERT_NE(events, nullptr);
  EXPECT_GT(events->columns.size(), 220U);
  EXPECT_EQ(events->columns.front(), (ColumnInfo{"AccessList", ScalarType::String}));
  EXPECT_EQ(events->columns.back(), (ColumnInfo{"WorkstationName", ScalarType::String}));
  auto type = [&](std::string_view name) { return std::ranges::find(events->columns, name, &ColumnInfo::name)->type; };
  EXPECT_EQ(type("EventID"), ScalarType::Int);
  EXPECT_EQ(type("TimeGenerated"), ScalarType::DateTime);
  EXPECT_EQ(type("_BilledSize"), ScalarType::Real);
  EXPECT_EQ(find_documented("securityevent"), nullptr);
}

TEST(DocumentedTables, HuntingTablesHaveTheColumnsOfBothReferences) {
  const DocumentedTable* processes = find_documented("DeviceProcessEvents");
  ASSERT_NE(processes, nullptr);
  EXPECT_EQ(processes->columns.front(), (ColumnInfo{"Timestamp", ScalarType::DateTime}));
  auto type = [&](std::string_view name) {
    return std::ranges::find(processes->columns, name, &ColumnInfo::name)->type;
  };
  EXPECT_EQ(type("TimeGenerated"), ScalarType::DateTime);
  EXPECT_EQ(type("AdditionalFields"), ScalarType::Dynamic) << "string in one reference, dynamic in the other";
}

TEST(DocumentedTables, NamesThatBeginAlikeAreFound) {
  for (const EmbeddedSchema& schema : embedded_schemas()) EXPECT_NE(find_documented(schema.table), nullptr);
  EXPECT_NE(find_documented("DeviceTvmInfoGathering"), nullptr);
  EXPECT_NE(find_documented("DeviceTvmInfoGatheringKB"), nullptr);
  EXPECT_EQ(find_documented("DeviceTvmInfo"), nullptr);
  EXPECT_EQ(find_documented(""), nullptr);
}

TEST(DocumentedTables, NoColumnStandsTwice) {
  for (const EmbeddedSchema& schema : embedded_schemas()) {
    const DocumentedTable* table = find_documented(schema.table);
    std::set<std::string> names;
    for (const ColumnInfo& column : table->columns) EXPECT_TRUE(names.insert(column.name).second) << column.name;
    EXPECT_FALSE(names.empty()) << table->name;
  }
}

}  // namespace
}  // namespace huntbook::casefile
