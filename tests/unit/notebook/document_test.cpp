#include "notebook/document.hpp"

#include <gtest/gtest.h>

namespace huntbook::notebook {
namespace {

constexpr std::string_view sample = R"({
 "cells": [
  {
   "cell_type": "markdown",
   "id": "intro",
   "metadata": {
    "editable": false
   },
   "source": [
    "# Title\n",
    "text"
   ],
   "x-ours": 1
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "c1",
   "metadata": {
    "tags": [
     "parameters"
    ]
   },
   "outputs": [],
   "source": [
    "print 1"
   ]
  }
 ],
 "metadata": {
  "vendor": {
   "kept": true
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5,
 "x-root": null
}
)";

TEST(Document, KeepsWhatItDoesNotKnow) {
  const auto document = Document::parse(sample);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->dump(), sample);
  EXPECT_EQ(document->source(0), "# Title\ntext");
  EXPECT_TRUE(document->has_tag(1, "parameters"));
  EXPECT_EQ(document->kind(1), CellKind::Code);
}

TEST(Document, GivesCellsIdsFromTheirContent) {
  constexpr std::string_view old = R"({"nbformat":4,"nbformat_minor":2,"metadata":{},"cells":[
    {"cell_type":"code","source":"a","metadata":{}},{"cell_type":"code","source":"a","metadata":{}}]})";
  const auto first = Document::parse(old);
  const auto second = Document::parse(old);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->dump(), second->dump());
  EXPECT_NE(first->id(0), first->id(1));
}

TEST(Document, RefusesWhatIsNoNotebook) {
  EXPECT_EQ(Document::parse("nonsense").error().message, "this is no notebook: it holds no JSON object");
  EXPECT_EQ(Document::parse("{}").error().message, "this is no notebook: it has no nbformat");
  EXPECT_EQ(Document::parse(R"({"nbformat":3})").error().message, "notebooks of nbformat 3 are not supported");
  EXPECT_FALSE(Document::parse(R"({"nbformat":4,"cells":[1]})"));
  const std::string deep =
      R"({"nbformat":4,"cells":[],"x":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  EXPECT_EQ(Document::parse(deep).error().message, "this is no notebook: its JSON is nested deeper than 200 levels");
}

TEST(Document, WritesOutputsThatAreNoUtf8) {
  Document document;
  document.add(CellKind::Code, "x");
  document.set_outputs(0, {JsonValue{{"text", "a\xff"}}}, 1);
  EXPECT_NE(document.dump().find("a\xEF\xBF\xBD"), std::string::npos);
}

TEST(Lines, KeepTheirLineEnds) {
  EXPECT_EQ(lines_of("a\nb\n"), JsonValue({"a\n", "b\n"}));
  EXPECT_EQ(lines_of(""), JsonValue::array());
  EXPECT_EQ(text_of(lines_of("a\n\nb")), "a\n\nb");
}

}  // namespace
}  // namespace huntbook::notebook
