// Entries of systemd's journal, exported or as JSON, as rows of Syslog.
#pragma once

#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

Source journal_source();

}  // namespace huntbook::ingest
