// Columns of exported WindowsEvent rows that are written in other ways than the table has them.
#pragma once

#include "ingest/record/field.hpp"
#include "ingest/tables/documented_table.hpp"

namespace huntbook::ingest {

// Fills EventData of the open row where the field is that column and holds XML text: an object with a member per value.
// False: it is none, and nothing was done.
bool set_event_data(const Field& field, DocumentedRows& rows);

}  // namespace huntbook::ingest
