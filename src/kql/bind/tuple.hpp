// Calls of functions that give several values, such as series_stats(): each value becomes a column where the call
// stands in extend, project, print or summarize, and nowhere else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kql/bind/column_name.hpp"
#include "kql/bind/scalar.hpp"

namespace huntbook::kql::bind {

// The call that an expression, with or without names before it, is; null where it is no call of such a function.
const syntax::Call* tuple_call(Context& context, const syntax::Expr& expr);

struct TupleValue {
  std::string name;  // given, or made of the function's and its first argument's: series_stats_y_min
  bool given = false;
  plan::ScalarPtr value;
  std::string column_name(ColumnNamer& namer);
};
// What becomes of the values without a name where the query names some.
enum class Unnamed { Keep, LeaveOut };

// The function's result as one bag, and the values that are taken out of it. The bag is a column of its own, computed
// once below those that read it (see with_bags).
struct BoundTuple {
  plan::Assignment bag;
  std::vector<TupleValue> values;
};

// `expr` is one that tuple_call() told of. KS150 for more names than values.
std::optional<BoundTuple> bind_tuple(Context& context, const Scope& scope, const syntax::Expr& expr, Unnamed unnamed);

// KS149, and false, where an expression that gives one value has several names.
bool has_names_for_one_value(Context& context, const syntax::Expr& expr);

// The relation with window functions and bags computed beside its columns, hidden.
plan::RelPtr with_bags(Context& context, plan::RelPtr input, std::vector<plan::Assignment> windows,
                       std::vector<plan::Assignment> bags);

}  // namespace huntbook::kql::bind
