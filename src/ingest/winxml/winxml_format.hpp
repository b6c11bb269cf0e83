// Windows events exported as XML as a format of evidence.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

Format winxml_format();

}  // namespace huntbook::ingest
