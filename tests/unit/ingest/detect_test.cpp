#include "ingest/pipeline/detect.hpp"

#include <gtest/gtest.h>

namespace huntbook::ingest {
namespace {

std::string reason(std::string_view head, std::string_view name = "file") {
  const auto found = detect({head, true, name}, {});
  return found ? "detected as " + found->format : found.error().message;
}

TEST(Detect, SaysWhyAFileIsNoEvidence) {
  EXPECT_EQ(reason(""), "the file is empty");
  EXPECT_EQ(reason(" \n\n"), "the file holds blanks only");
  EXPECT_EQ(reason(std::string(100, '\0')), "the file is binary and of no known format");
  EXPECT_EQ(reason("Dear all,\nplease find\nattached, as agreed, the file.\n"), "the text is of no known format");
  EXPECT_EQ(reason("%PDF-1.7"), "the file is a PDF document");
}

TEST(Detect, ContentDecidesBeforeTheName) {
  EXPECT_EQ(reason("{\"a\":1}\n", "x.csv"), "detected as jsonl");
  EXPECT_EQ(reason("a,b\n1,2\n", "x.json"), "detected as csv");
  EXPECT_EQ(reason(std::string("ElfFile\0xxx", 11), "x.csv"), "detected as evtx");
  EXPECT_EQ(reason("a,b\n1,2,3\n", "x.CSV"), "detected as csv") << "a ragged file is CSV when its name says so";
  EXPECT_EQ(reason("a,b\n1,2,3\n", "x"), "the text is of no known format");
  EXPECT_EQ(reason("{\"a\":\n{\"a\":2}\n"), "detected as jsonl") << "one broken line at the start";
}

TEST(Detect, AForcedFormatIsTaken) {
  EXPECT_FALSE(detect({"only\n1\n", true, "x"}, {}).has_value());
  EXPECT_EQ(detect({"only\n1\n", true, "x"}, "csv")->format, "csv");
  EXPECT_FALSE(detect({"x", true, "x"}, "zeek").has_value());
  EXPECT_TRUE(is_format_name("auditd"));
  EXPECT_TRUE(is_format_name("evtx"));
  EXPECT_FALSE(is_format_name("docx"));
}

}  // namespace
}  // namespace huntbook::ingest
