// The columns of SecurityEvent that Azure Monitor computes from an event's fields.
#pragma once

#include "ingest/record/field.hpp"
#include "ingest/tables/documented_table.hpp"

namespace huntbook::ingest {

// Fills Account, AccountType, SubjectAccount, TargetAccount, Activity, LogonTypeName, Process and Type of the open row
// where the evidence has not: names as Domain\User; Account is the target of logons and credential checks and the
// subject of everything else; AccountType is Machine for names that end in $.
// The fields are those of `system`, then those of `data`, which may be empty.
void complete_security_event(Record system, Record data, DocumentedRows& rows);

}  // namespace huntbook::ingest
