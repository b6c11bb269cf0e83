#include <gtest/gtest.h>

#include "ingest/record/json_text.hpp"
#include "ingest/record/utf8.hpp"
#include "ingest/record/value_reader.hpp"
#include "ingest/tables/own_table.hpp"
#include "ingest/tables/store.hpp"

namespace huntbook::ingest {
namespace {

std::string time_of(std::string_view text) {
  const auto time = read_datetime(text);
  return time ? format_datetime(time->ticks) + (time->zoned ? "" : " local") : "none";
}

TEST(Values, Datetimes) {
  EXPECT_EQ(time_of("2019-01-15 05:24:24.010"), "2019-01-15T05:24:24.01Z local");
  EXPECT_EQ(time_of("2019-01-15T05:24:24.123456789+02:00"), "2019-01-15T03:24:24.1234567Z");
  EXPECT_EQ(time_of("2019-01-15T05:24"), "2019-01-15T05:24:00Z local");
  EXPECT_EQ(time_of("2020-06-21 02:36:46+00:00"), "2020-06-21T02:36:46Z");
  EXPECT_EQ(time_of("2020-06-21 02:36:46"), "2020-06-21T02:36:46Z local");
  EXPECT_EQ(time_of("7/8/2019 16:08"), "2019-07-08T16:08:00Z local");
  EXPECT_EQ(time_of("1/15/2019, 12:15:02.980 AM"), "2019-01-15T00:15:02.98Z local");
  EXPECT_EQ(time_of("2019-02-30"), "none");
  EXPECT_FALSE(read_iso_datetime("2019-01-15T05:24:24.").has_value());
  EXPECT_FALSE(read_iso_datetime("2019-01-15T05:24:24+99:00").has_value());
  EXPECT_FALSE(read_iso_datetime("0001-01-01T00:00:00+02:00").has_value()) << "before the first moment";
}

TEST(Values, NumbersThatAreIdentifiersStayText) {
  EXPECT_EQ(read_long("0"), 0);
  EXPECT_EQ(read_long("-9223372036854775808"), INT64_MIN);
  EXPECT_FALSE(read_long("9223372036854775808"));
  EXPECT_FALSE(read_long("007"));
  EXPECT_FALSE(read_long("+1"));
  EXPECT_FALSE(read_long(""));
  EXPECT_FALSE(read_real("00.5"));
  EXPECT_EQ(read_real("0.5"), 0.5);
  EXPECT_FALSE(read_real("nan"));
  EXPECT_FALSE(read_real("1e999"));
  EXPECT_EQ(read_guid("{54849625-5478-4994-A5BA-3E3B0328C30D}"), "54849625-5478-4994-a5ba-3e3b0328c30d");
  EXPECT_FALSE(read_guid("54849625-5478-4994-A5BA-3E3B0328C30"));
}

TEST(Values, FieldsBecomeColumnsOfAKnownType) {
  std::string scratch;
  LocalTimes times;
  Column whole(ScalarType::Int);
  EXPECT_TRUE(store({"x", "443.0", FieldKind::Cell, false}, "x", whole, times, scratch));
  EXPECT_FALSE(store({"x", "443.5", FieldKind::Cell, false}, "x", whole, times, scratch));
  EXPECT_FALSE(store({"x", "3000000000", FieldKind::Number, false}, "x", whole, times, scratch));
  EXPECT_TRUE(store({"x", "", FieldKind::Cell, false}, "x", whole, times, scratch));
  EXPECT_EQ(whole.size(), 2U);
  EXPECT_TRUE(whole.is_null(1));
  Column document(ScalarType::Dynamic);
  EXPECT_TRUE(store({"x", R"([{\"a\":1}])", FieldKind::Text, true}, "x", document, times, scratch));
  EXPECT_TRUE(store({"x", "['a']", FieldKind::Cell, false}, "x", document, times, scratch));
  EXPECT_EQ(document.text_at(0), R"([{"a":1}])");
  EXPECT_EQ(document.text_at(1), R"("['a']")");
}

TEST(Json, ValidityIsThatOfTheStandard) {
  for (const char* good : {"0", "-0.5e+3", "\"\"", "[]", " {\"a\" : [true, false,null]} ", "\"\\ud83d\\ude00\""}) {
    EXPECT_TRUE(is_json(good)) << good;
  }
  for (const char* bad : {"", "01", "1.", ".5", "+1", "nul", "[1,]", "{\"a\"}", "{a:1}", "\"\\x\"", "\"a", "1 2",
                          "\"\\u12\"", "[", "{\"a\":1", "\"\t\""}) {
    EXPECT_FALSE(is_json(bad)) << bad;
  }
}

TEST(Utf8, RepairsMaximalParts) {
  EXPECT_EQ(repaired_utf8("a\xF0\x9F\x98z"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(repaired_utf8("\xC0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(repaired_utf8("gr\xC3\xBC\xC3\x9F"), "gr\xC3\xBC\xC3\x9F");
  EXPECT_EQ(visible_head(std::string("a\0\n\xFFz", 5)), "a\\x00\\x0a\\xffz");
}

TEST(TableNames, ComeFromFileNames) {
  EXPECT_EQ(table_name_from("/x/host_logons.csv.gz"), "host_logons");
  EXPECT_EQ(table_name_from("../../etc/pass wd"), "pass_wd");
  EXPECT_EQ(table_name_from("2020-11-10.json"), "T_2020_11_10");
  EXPECT_EQ(table_name_from("-"), "Data");
  EXPECT_EQ(table_name_from("a.zip!/inner/conn.log"), "conn");
}

}  // namespace
}  // namespace huntbook::ingest
