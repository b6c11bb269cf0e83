// AWS VPC flow logs as a format of evidence: values with blanks between them, in the order that a header line gives, or
// in the default one.
#pragma once

#include "ingest/format/format.hpp"

namespace huntbook::ingest {

Format vpc_flow_format();

}  // namespace huntbook::ingest
