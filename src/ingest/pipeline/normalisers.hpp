// The sources of records that Huntbook knows.
#pragma once

#include <span>

#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

// In the order in which a record is shown to them.
std::span<const Source> sources();

}  // namespace huntbook::ingest
