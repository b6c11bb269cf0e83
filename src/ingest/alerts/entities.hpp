// Evidence of Graph's security alerts as the entities that Sentinel's SecurityAlert has ("Microsoft Sentinel entity
// types reference"), so that one query finds addresses, accounts and hosts in either.
#pragma once

#include <string>

#include "ingest/json/json_members.hpp"
#include "ingest/record/field.hpp"

namespace huntbook::ingest {

// A JSON array of entities with $id and Type, one for each piece of evidence of a known kind; empty where there is
// none.
std::string entities_of(const Field& evidence, JsonMembers& members);

}  // namespace huntbook::ingest
