#include "net/file_url.hpp"

#include <gtest/gtest.h>

namespace huntbook::net {
namespace {

TEST(FileUrl, GivesAPath) {
  EXPECT_EQ(path_of_file_url("file:///var/log/a.csv"), "/var/log/a.csv");
  EXPECT_EQ(path_of_file_url("file://localhost/a%20b%C3%A9"), "/a b\xc3\xa9");
  EXPECT_EQ(path_of_file_url("file:/a;b?c"), "/a;b?c");
}

TEST(FileUrl, RefusesOtherMachinesAndBrokenEscapes) {
  EXPECT_FALSE(path_of_file_url("file://server/share/a.csv"));
  for (const char* url : {"file:///a%", "file:///a%2", "file:///a%zz", "file:///a%00b"})
    EXPECT_FALSE(path_of_file_url(url)) << url;
}

TEST(ShownUrl, LeavesOutWhatMayBeASecret) {
  EXPECT_EQ(shown_url("https://h.example/a?sv=1&sig=abc%3D&flag"), "https://h.example/a?sv=...&sig=...&flag");
  EXPECT_EQ(shown_url("https://user:word@h.example:8080/p@th#part"), "https://h.example:8080/p@th");
  EXPECT_EQ(shown_url("http://h.example"), "http://h.example");
  EXPECT_EQ(shown_url("?a=b=c"), "?a=...");
  EXPECT_EQ(shown_url(""), "");
}

}  // namespace
}  // namespace huntbook::net
