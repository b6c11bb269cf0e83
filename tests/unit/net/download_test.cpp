#include "net/download.hpp"

#include <gtest/gtest.h>

namespace huntbook::net {
namespace {

// A port of this machine where nothing listens; what a server answers is tested from outside (externaldata_test.py).
TEST(Download, SaysWhatItSendsBeforeItFails) {
  std::string said;
  const auto result =
      download("http://127.0.0.1:1/x?key=word", {.announce = [&](std::string_view line) { said = line; }});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::Environment);
  EXPECT_EQ(said, "online: GET http://127.0.0.1:1/x?key=... (User-Agent: huntbook)");
  EXPECT_EQ(result.error().message.find("word"), std::string::npos);
}

TEST(Download, TakesHttpAlone) {
  for (const char* url : {"file:///etc/hostname", "ftp://127.0.0.1:1/x", "gopher://127.0.0.1:1/x"}) {
    const auto result = download(url, {});
    ASSERT_FALSE(result) << url;
    EXPECT_EQ(result.error().kind, ErrorKind::User) << url;
  }
}

}  // namespace
}  // namespace huntbook::net
