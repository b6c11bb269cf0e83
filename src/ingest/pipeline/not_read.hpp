// Files that Huntbook knows and does not read: no logs, or none that it can take apart.
#pragma once

#include <string_view>

namespace huntbook::ingest {

// What the file is, "a PDF document", by its first bytes; empty: none of these.
std::string_view known_not_read(std::string_view head);

// Whether an archive whose first member has this name is an Office document rather than an archive of files.
bool begins_office_document(std::string_view member);

}  // namespace huntbook::ingest
