// Families of operators for made-up queries, a file each. A function gives one operator with the '|' before it, or
// nothing where the columns of `scope` do not serve it.
#pragma once

#include <string>

#include "grammar/query_maker.hpp"

namespace huntbook::fuzz {

// summarize, make-series, top-nested, top-hitters, reduce, partition
std::string summarize_step(QueryMaker& maker, Schema& scope);
std::string group_step(QueryMaker& maker, Schema& scope);
// join, lookup, union
std::string table_step(QueryMaker& maker, Schema& scope);
// mv-expand, mv-apply, parse, parse-where, parse-kv
std::string nested_step(QueryMaker& maker, Schema& scope);
// make-graph and what goes over the graph
std::string graph_step(QueryMaker& maker, Schema& scope);
std::string scan_step(QueryMaker& maker, Schema& scope);
// evaluate
std::string plugin_step(QueryMaker& maker, Schema& scope);
std::string search_step(QueryMaker& maker, Schema& scope);
// Operators that only the end of a query may have: fork, facet, consume, render.
std::string last_step(QueryMaker& maker, Schema& scope);

// Sources that read several tables: union, find, search.
std::string tables_source(QueryMaker& maker, Schema& scope);

}  // namespace huntbook::fuzz
