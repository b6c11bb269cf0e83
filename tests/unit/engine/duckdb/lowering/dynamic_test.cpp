// Functions over arrays, sets and bags: documented values, broken and empty input.
#include <gtest/gtest.h>

#include "lowered.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;

TEST(Dynamic, ReadsJson) {
  EXPECT_EQ(call("parse_json", {text("{\"a\": [1, 2.50, null ], \"b\":\"\\u0041\"}")}),
            "{\"a\":[1,2.5,null],\"b\":\"A\"}");
  EXPECT_EQ(call("parse_json", {text("not json")}), "\"not json\"");
  EXPECT_EQ(call("parse_json", {text("{\"a\":")}), "\"{\\\"a\\\":\"");
  EXPECT_EQ(call("parse_json", {text("")}), "null");
  EXPECT_EQ(call("todynamic", {text("null")}), "null");
  EXPECT_EQ(call("parse_json", {text(std::string(5000, '['))}).substr(0, 3), "\"[[");
}

TEST(Dynamic, CutsAndTurnsArrays) {
  EXPECT_EQ(call("array_length", {json("[1,[2,3],{\"a\":4}]")}), "3");
  EXPECT_EQ(call("array_length", {json("{\"a\":4}")}), "null");
  EXPECT_EQ(call("array_concat", {json("[1,2]"), json("[]"), json("[3]")}), "[1,2,3]");
  EXPECT_EQ(call("array_slice", {json("[1,2,3]"), integer(1), integer(2)}), "[2,3]");
  EXPECT_EQ(call("array_slice", {json("[1,2,3,4,5]"), integer(2), integer(-1)}), "[3,4,5]");
  EXPECT_EQ(call("array_slice", {json("[1,2,3,4,5]"), integer(-3), integer(-2)}), "[3,4]");
  EXPECT_EQ(call("array_slice", {json("[1]"), integer(INT64_MIN), integer(INT64_MAX)}), "[1]");
  EXPECT_EQ(call("array_split", {json("[1,2,3,4,5]"), integer(2)}), "[[1,2],[3,4,5]]");
  EXPECT_EQ(call("array_split", {json("[1,2,3,4,5]"), json("[1,3]")}), "[[1],[2,3],[4,5]]");
  EXPECT_EQ(call("array_reverse", {json("[1,\"a\",null]")}), "[null,\"a\",1]");
  EXPECT_EQ(call("array_rotate_left", {json("[1,2,3,4,5]"), integer(2)}), "[3,4,5,1,2]");
  EXPECT_EQ(call("array_rotate_right", {json("[1,2,3,4,5]"), integer(2)}), "[4,5,1,2,3]");
  EXPECT_EQ(call("array_shift_left", {json("[1,2,3,4,5]"), integer(2)}), "[3,4,5,null,null]");
  EXPECT_EQ(call("array_shift_left", {json("[1,2,3,4,5]"), integer(-2), integer(-1)}), "[-1,-1,1,2,3]");
  EXPECT_EQ(call("array_shift_right", {json("[1,2,3]"), integer(1), text("x")}), "[\"x\",1,2]");
}

TEST(Dynamic, FindsInArrays) {
  Value words = json("[\"this\",\"is\",\"an\",\"example\",\"an\",\"example\"]");
  auto find = [&](std::vector<Value> rest) {
    rest.insert(rest.begin(), words);
    return call("array_index_of", rest);
  };
  EXPECT_EQ(find({text("an")}), "2");
  EXPECT_EQ(find({text("example"), integer(1), integer(3)}), "3");
  EXPECT_EQ(find({text("example"), integer(1), integer(2)}), "-1");
  EXPECT_EQ(find({text("is"), integer(2), integer(4)}), "-1");
  EXPECT_EQ(find({text("example"), integer(2), integer(-1)}), "3");
  EXPECT_EQ(find({text("an"), integer(1), integer(-1), integer(2)}), "4");
  EXPECT_EQ(find({text("an"), integer(1), integer(-1), integer(3)}), "-1");
  EXPECT_EQ(find({text("an"), integer(-3)}), "4");
  EXPECT_EQ(find({text("is"), integer(-4)}), "-1");
  EXPECT_EQ(find({text("is"), integer(0), integer(-2)}), "null");
  EXPECT_EQ(call("set_has_element", {json("[1,\"a\"]"), text("a")}), "true");
  EXPECT_EQ(call("set_has_element", {json("[1,\"a\"]"), real(1)}), "true");
}

TEST(Dynamic, SortsAndChooses) {
  EXPECT_EQ(call("array_sort_asc", {json("[1,3,10,5,2]")}), "[1,2,3,5,10]");
  EXPECT_EQ(call("array_sort_asc", {json("[\"John\",\"Paul\",null,\"Jane\",7]")}),
            "[7,\"Jane\",\"John\",\"Paul\",null]");
  EXPECT_EQ(call("array_sort_asc", {json("[2,null,1]"), boolean(false)}), "[null,1,2]");
  EXPECT_EQ(call("array_sort_desc", {json("[1,3,10]")}), "[10,3,1]");
  EXPECT_EQ(call("array_iff", {json("[true,false,true]"), json("[1,2,3]"), json("[4,5,6]")}), "[1,5,3]");
  EXPECT_EQ(call("array_iff", {json("[1,0,50]"), text("yes"), text("no")}), "[\"yes\",\"no\",\"yes\"]");
  EXPECT_EQ(call("array_iff", {json("[true,true,true]"), json("[1,2]"), json("[3,4]")}), "[1,2,null]");
  EXPECT_EQ(call("array_iff", {json("[\"x\",null]"), integer(1), integer(0)}), "[null,null]");
  EXPECT_EQ(call("zip", {json("[1,3,5]"), json("[2,4]")}), "[[1,2],[3,4],[5,null]]");
  EXPECT_EQ(call("repeat", {integer(1), integer(3)}), "[1,1,1]");
  EXPECT_EQ(call("repeat", {integer(1), integer(-1)}), "null");
  EXPECT_EQ(call("strcat_array", {json("[1,\"b\",null,true]"), text("->")}), "1->b->->true");
}

TEST(Dynamic, MakesRanges) {
  EXPECT_EQ(call("range", {integer(1), integer(8), integer(3)}), "[1,4,7]");
  EXPECT_EQ(call("range", {integer(1), integer(3)}), "[1,2,3]");
  EXPECT_EQ(call("range", {integer(3), integer(1), integer(-1)}), "[3,2,1]");
  EXPECT_EQ(call("range", {integer(1), integer(3), integer(0)}), "[]");
  EXPECT_EQ(call("range", {span("1h"), span("3h")}), "[\"01:00:00\",\"02:00:00\",\"03:00:00\"]");
  EXPECT_EQ(call("range", {moment("2007-01-01"), moment("2007-01-01 12:00:00.5"), span("12h")}),
            "[\"2007-01-01T00:00:00.0000000Z\",\"2007-01-01T12:00:00.0000000Z\"]");
  EXPECT_EQ(call("range", {integer(INT64_MAX - 1), integer(INT64_MAX)}), "[9223372036854775806,9223372036854775807]");
}

TEST(Dynamic, TreatsArraysAsSets) {
  EXPECT_EQ(call("set_union", {json("[1,2,2]"), json("[2,3]")}), "[1,2,3]");
  EXPECT_EQ(call("set_intersect", {json("[1,2,2,3]"), json("[3,2]")}), "[2,3]");
  EXPECT_EQ(call("set_difference", {json("[1,2,1,4]"), json("[1,2]"), json("[1,2,8]")}), "[4]");
  EXPECT_EQ(call("set_difference", {json("[1]"), null(Dynamic)}), "null");
  EXPECT_EQ(call("jaccard_index", {json("[1,2,3]"), json("[1,2,3,4]")}), "0.75");
  EXPECT_EQ(call("set_equals", {json("[1,2,2]"), json("[2,1]")}), "true");
}

TEST(Dynamic, ChangesBags) {
  EXPECT_EQ(call("bag_merge", {json("{\"A1\":12,\"B1\":2}"), json("{\"A2\":81,\"A1\":1}")}),
            "{\"A1\":12,\"B1\":2,\"A2\":81}");
  EXPECT_EQ(call("bag_keys", {json("{\"a\":1,\"b\\\"c\":{\"d\":2}}")}), "[\"a\",\"b\\\"c\"]");
  EXPECT_EQ(call("bag_has_key", {json("{\"key2\":{\"prop1\":\"abc\"}}"), text("$.key2.prop1")}), "true");
  EXPECT_EQ(call("bag_has_key", {json("{\"key2\":1}"), text("$.key2.prop1")}), "false");
  EXPECT_EQ(call("bag_has_key", {json("[1]"), text("a")}), "null");
  EXPECT_EQ(call("bag_remove_keys", {json("{\"k1\":1,\"k2\":{\"p1\":\"a\",\"p2\":\"x\"},\"k3\":[1]}"),
                                     json("[\"$.k2.p1\",\"k3\",\"k4\"]")}),
            "{\"k1\":1,\"k2\":{\"p2\":\"x\"}}");
  EXPECT_EQ(call("bag_set_key", {json("{\"k1\":1}"), text("$.k2.p1"), text("abc")}),
            "{\"k1\":1,\"k2\":{\"p1\":\"abc\"}}");
  EXPECT_EQ(call("bag_set_key", {json("[]"), text("a"), integer(1)}), "null");
  EXPECT_EQ(call("bag_zip", {json("[\"a\",\"b\"]"), json("[1]")}), "{\"a\":1,\"b\":null}");
  EXPECT_EQ(call("treepath", {json("{\"a\":[100,\"x\",{\"x\":\"y\"}]}")}),
            "[\"['a']\",\"['a'][0]\",\"['a'][0]['x']\"]");
  EXPECT_EQ(call("dynamic_to_json", {json("{\"b\":{\"d\":1,\"c\":2},\"a\":3}")}), "{\"a\":3,\"b\":{\"c\":2,\"d\":1}}");
}

TEST(Dynamic, PacksValues) {
  EXPECT_EQ(call("pack_array", {integer(1), text("a\"b"), null(Long), boolean(true), json("[2]")}),
            "[1,\"a\\\"b\",null,true,[2]]");
  EXPECT_EQ(call("bag_pack", {text("a"), integer(1), text("b\""), moment("2024-01-01"), text("a"), integer(9)}),
            "{\"a\":1,\"b\\\"\":\"2024-01-01T00:00:00.0000000Z\"}");
  EXPECT_EQ(call("bag_pack", {text("a"), integer(1), text("a"), integer(2)}, false), "{\"a\":1}");
  EXPECT_EQ(call("pack_all", {text("a"), integer(1), text("b"), text(""), text("c"), null(Long)}), "{\"a\":1}");
  EXPECT_EQ(call("pack_all", {text("b"), text("")}), "{}");
}

}  // namespace
}  // namespace huntbook::kql
