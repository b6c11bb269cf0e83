#include "engine/duckdb/engine_error.hpp"

#include <gtest/gtest.h>

namespace huntbook::engine::duckdb {
namespace {

TEST(EngineError, TellsWhoIsAtFault) {
  EXPECT_EQ(engine_error("Conversion Error: Could not convert string 'a' to INT64").kind, ErrorKind::User);
  EXPECT_EQ(engine_error("Parser Error: Max expression depth limit of 1000 exceeded. Use \"SET x\"").kind,
            ErrorKind::User);
  EXPECT_EQ(engine_error("Out of Range Error: Overflow in addition of INT64").kind, ErrorKind::User);
  EXPECT_EQ(engine_error("INTERRUPT Error: Interrupted!").kind, ErrorKind::Cancelled);
  EXPECT_EQ(engine_error("Out of Memory Error: failed to allocate data of size 16.0 MiB (9/9 used)").kind,
            ErrorKind::Environment);
  EXPECT_EQ(engine_error("IO Error: Could not write file: No space left on device").kind, ErrorKind::Environment);
  EXPECT_EQ(engine_error("FATAL Error: Failed to commit: No space left on device").kind, ErrorKind::Environment);
  EXPECT_EQ(engine_error("Binder Error: no such column").kind, ErrorKind::Internal);
  EXPECT_EQ(engine_error("something else").kind, ErrorKind::Internal);
}

TEST(EngineError, MessageLosesCategoryAndCaret) {
  EXPECT_EQ(engine_error("Conversion Error: Bad value\n\nLINE 1: SELECT 1\n  ^").message, "Bad value");
}

TEST(OpenError, NamesTheProcessThatHoldsTheLock) {
  Error error = open_error(
      "IO Error: Could not set lock on file \"/c/case.duckdb\": Conflicting lock is held in /usr/bin/huntbook (PID "
      "4711). "
      "See also https://duckdb.org/docs/stable/connect/concurrency",
      "/c/case.duckdb");
  EXPECT_EQ(error.kind, ErrorKind::Environment);
  EXPECT_EQ(error.message, "/c/case.duckdb is in use by process 4711 (/usr/bin/huntbook)");
}

}  // namespace
}  // namespace huntbook::engine::duckdb
