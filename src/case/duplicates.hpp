// The same event from several files is stored once: rows of the file at hand that say what a stored row says of the
// same event are taken out again before the file is committed (decision 120).
#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "case/catalogue.hpp"
#include "engine/engine.hpp"

namespace huntbook::casefile {

struct Duplicates {
  std::uint64_t dropped = 0;    // rows that an earlier one, of another file or of this one, has in every column
  std::uint64_t differing = 0;  // rows kept although another file tells of the same event: they say something else
};

// Takes the rows of file `file_id` out that the table has already, within the connection's transaction. Tables without
// an identity (case/event_identity.hpp) are left alone. Nothing may be appended to the table in this transaction
// afterwards.
Result<Duplicates> drop_duplicates(engine::Connection& connection, TableEntry& entry, std::int64_t file_id);

}  // namespace huntbook::casefile
