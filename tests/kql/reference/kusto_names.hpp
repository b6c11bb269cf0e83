// The names of Kusto's catalogue (catalogue.tsv), each with the page of its documentation.
#pragma once

#include <string>
#include <vector>

#include "entry.hpp"

namespace huntbook::kql_cases {

struct KustoName {
  std::string kind;  // function, aggregate, plugin, operator, source, tabular operator, statement
  std::string name;
  std::string page;  // empty where there is none
};

const std::vector<KustoName>& kusto_names();
// The address of the page about an entry's name, or about one of its aliases; empty where there is none.
std::string kusto_page(const Entry& entry);

// What Huntbook makes of a name.
struct Standing {
  enum class Kind { Supported, Refused, Unknown } kind = Kind::Unknown;
  std::string reason;  // why it is refused
};
Standing standing_of(const KustoName& name);

}  // namespace huntbook::kql_cases
