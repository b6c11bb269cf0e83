// A function of KQL is one record: name, aliases, signatures, how its result column is named, one doc line, an example
// and its lowering. Overload resolution, completion, help pages and the list of known-but-unsupported names all come
// from the records. Operators (+, ==, has, in~, ...) are records too, under the name of the operator.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "base/scalar_type.hpp"
#include "base/time.hpp"
#include "sql/tree.hpp"

namespace huntbook::kql {

// A constant: null where monostate. Physical forms as in plan::Literal: ticks for datetime and timespan, text for
// string, decimal, guid and dynamic (JSON).
using ConstantValue = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

// What the binder knows of an argument.
struct Argument {
  ScalarType type = ScalarType::String;
  bool nullable = true;                   // false: never null
  std::optional<ConstantValue> constant;  // where the argument is a constant expression
};

enum class FunctionKind { Scalar, Aggregate, Window, Operator };

// How many and which arguments a parameter takes.
struct Parameter {
  std::string_view name;
  TypeSet types;
  enum class Occurs { Once, Optional, Repeated, RepeatedOptional } occurs = Occurs::Once;  // repeated ones come last
  bool constant = false;                                                                   // must be a constant
  // Arguments of all common parameters of a call are converted to one type, which is also the signature's result where
  // that is CommonResult: the widest number, or the type that dynamic ones are converted to (Kusto.Language,
  // ParameterTypeKind.CommonScalar).
  bool common = false;
  // The lowering wants the argument as this type, whatever it is: pack_array(1, "a") gets dynamic values.
  std::optional<ScalarType> converted_to = std::nullopt;
};

// The type of the result, given the arguments after coercion.
using ResultType = ScalarType (*)(std::span<const Argument> arguments);

// The result has the common type of the common parameters. Where those have none, the call is refused, or all of them
// become dynamic (iff(p, 1, "a")).
struct CommonResult {
  bool dynamic_if_mixed = false;
};

struct Signature {
  std::vector<Parameter> parameters;
  std::variant<ScalarType, ResultType, CommonResult> result;
};

// How a column gets its name where the query gives none (Kusto.Language, ResultNameKind).
enum class ResultName {
  None,                    // Column1, print_0, ...
  FirstArgument,           // tostring(x) -> x
  OnlyArgument,            // the same where there is one argument
  PrefixOnly,              // the prefix alone
  PrefixAndFirstArgument,  // count_, sum_x
  NameAndFirstArgument,    // like the former, with the function's own name as prefix
  FirstArgumentValueIfColumn,
  FirstArgumentSorted,  // array_sort_asc(x) -> x_sorted
};

// What a lowering may ask for besides its arguments.
struct LoweringContext {
  Ticks now = 0;  // the query's one value of now()
  // Order of the rows that reach an aggregate, where the query defines one (make_list after sort).
  std::vector<sql::OrderTerm> row_order;
  // What window functions do not look beyond.
  std::vector<sql::ExprPtr> row_partition;
  // The result only decides whether a row stays (where, and/or below it): null may stand for false, which lets the
  // engine skip row groups.
  bool predicate = false;
};

// A call that passed overload resolution. `arguments` describe the arguments after coercion to the signature's types.
struct BoundCall {
  std::span<const Argument> arguments;
  ScalarType result;
};

// One of several values that a function gives at once.
struct TupleMember {
  std::string_view name;  // the property of the result's bag, and the end of the column's name
  ScalarType type;
};

// Turns a call into SQL. Scalar strings must come out non-null, other types null where KQL says null; no lowering may
// raise at run time on data. For aggregates the result is an aggregate call or an expression around one.
using Lower = Result<sql::ExprPtr> (*)(LoweringContext& context, const BoundCall& call,
                                       std::span<const sql::ExprPtr> arguments);

struct FunctionRecord {
  FunctionKind kind = FunctionKind::Scalar;
  std::string_view name;
  std::vector<std::string_view> aliases = {};  // old spellings, e.g. makeset for make_set
  std::vector<Signature> signatures;
  ResultName result_name = ResultName::None;
  std::string_view result_prefix = {};  // for the Prefix kinds
  std::string_view doc;                 // one line
  std::string_view example;             // a whole query
  Lower lower = nullptr;
  bool deterministic = true;
  // Not empty: the function gives several values, as a bag with these properties; the binder makes columns of them.
  std::vector<TupleMember> members = {};
  // False where the result is never null though arguments are (isnull, string functions, count).
  bool nullable = true;
};

// A name of Kusto's catalogue that Huntbook knows and refuses.
struct KnownName {
  std::string_view name;
  std::string_view kind;    // "function", "aggregate", "operator", "plugin"
  std::string_view reason;  // "not supported yet", or why never
};

// The catalogue: built once from the families' lists (register.cpp), immutable after that.
class FunctionCatalogue {
 public:
  void add(FunctionRecord record);
  void add_known(KnownName name);
  // Function names are case-sensitive in Kusto.
  const FunctionRecord* find(FunctionKind kind, std::string_view name) const;
  const KnownName* find_known(std::string_view kind, std::string_view name) const;
  std::span<const FunctionRecord> records() const { return records_; }
  std::span<const KnownName> known() const { return known_; }

 private:
  std::vector<FunctionRecord> records_;
  std::vector<KnownName> known_;
  std::map<std::pair<FunctionKind, std::string>, std::size_t> index_;  // names and aliases -> records_
};

// All that this build supports.
const FunctionCatalogue& builtin_functions();

}  // namespace huntbook::kql
