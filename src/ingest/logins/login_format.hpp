// utmp, wtmp and btmp as a format of evidence, and their records as rows of LoginRecords.
#pragma once

#include "ingest/format/format.hpp"
#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

Format login_format();
Source login_source();

}  // namespace huntbook::ingest
