// Columns that become string columns because two files disagree on their type.
#pragma once

#include <string>
#include <string_view>

#include "base/column.hpp"
#include "case/catalogue.hpp"
#include "engine/engine.hpp"

namespace huntbook::casefile {

// The values as the text that KQL shows for them; nulls become empty strings.
Column text_column(const Column& column);

// The int values as longs.
Column long_column(const Column& column);

// Makes the functions known that rewriting calls; before the transaction begins.
Result<void> prepare_widening(engine::Connection& connection);

// The text that KQL shows for the values of an engine column, as SQL.
std::string text_expression(ScalarType type, std::string_view source);

// Rewrites a stored column as strings, within the connection's transaction.
Result<void> widen_stored(engine::Connection& connection, const TableEntry& entry, const StoredColumn& column);

}  // namespace huntbook::casefile
