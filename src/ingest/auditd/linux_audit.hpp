// Events of Linux' audit log as rows of LinuxAudit.
#pragma once

#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

Source linux_audit_source();

}  // namespace huntbook::ingest
