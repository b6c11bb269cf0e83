// The fields of an audit record's body, as they are written.
#pragma once

#include <string_view>
#include <vector>

namespace huntbook::ingest {

struct AuditField {
  std::string_view name;   // empty: words without a name
  std::string_view value;  // without its quotes
  bool quoted = false;
  bool enriched = false;  // auditd's interpretation, which log_format=ENRICHED adds in upper case behind 0x1D
};

// Splits what stands behind `audit(...):`. The inner fields of msg='...' come in place of msg, those of an AVC's
// phrase as seresult and seperms (libauparse's names), `old auid=` as old-auid and `new auid=` as auid.
void split_audit_fields(std::string_view body, std::vector<AuditField>& fields);

}  // namespace huntbook::ingest
