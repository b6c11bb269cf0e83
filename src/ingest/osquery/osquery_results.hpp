// Results that osquery logs (osqueryd.results.log, snapshots too) as rows of OsqueryResults.
#pragma once

#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

Source osquery_source();

}  // namespace huntbook::ingest
