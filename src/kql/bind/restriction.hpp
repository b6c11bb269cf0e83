// restrict access to (..): what the rest of the text may see (Kusto docs, "Restrict statement").
#pragma once

#include <string_view>

#include "kql/bind/context.hpp"

namespace huntbook::kql::bind {

// Tables, stored functions, and names of tables and patterns that stand before the statement, become invisible unless
// it names them. A name stands for that of a let, else for what is stored; a wildcard for both, '*' alone for lets
// only; database().name and database().* for what is stored. Values stay visible, and so does what follows the
// statement.
void bind_restrict(Context& context, const syntax::RestrictStatement& statement);

// Whether the stored table or function may be read.
bool is_allowed(const Context& context, std::string_view name);

}  // namespace huntbook::kql::bind
