// Where functions differ from Kusto's, or have a limit that their doc line leaves out.
#include <algorithm>

#include "kql/functions/reference.hpp"

namespace huntbook::kql {
namespace {

struct Note {
  FunctionKind kind;
  std::string_view name;
  std::string_view text;
};

using enum FunctionKind;
constexpr std::string_view counted =
    "Kusto estimates the number; Huntbook counts, so its result may differ in the last digits.";
constexpr std::string_view ranked = "Kusto estimates percentiles of large sets; Huntbook's are exact, by nearest rank.";
constexpr std::string_view a_table = "Gives a table, so it stands where a table is expected.";
constexpr std::string_view pattern =
    "The expression is in RE2's syntax, where the case counts; (?i) at its beginning ignores it.";
constexpr std::string_view unpacked = "Empty where the text is none of the kind, or would unpack to more than 64 MB.";

constexpr Note notes[] = {
    {Aggregate, "dcount", counted},
    {Aggregate, "dcountif", counted},
    {Aggregate, "percentile", ranked},
    {Aggregate, "percentiles", ranked},
    {Aggregate, "percentiles_array", ranked},
    {Aggregate, "percentilew", "Exact up to 1,024 different values, estimated by a t-digest beyond."},
    {Aggregate, "percentilesw", "Exact up to 1,024 different values, estimated by a t-digest beyond."},
    {Aggregate, "hll",
     "Up to 1,024 different values the count is exact, beyond that it is estimated from 2^14 registers. The sketch has "
     "Kusto's outer form, but its hashes and registers are Huntbook's own."},
    {Aggregate, "tdigest",
     "Exact for up to 1,024 different values, estimated beyond. Values are kept as reals, so a datetime may be some "
     "ticks off."},
    {Aggregate, "take_any", "Which row is taken is not defined."},
    {Operator, "matches regex", pattern},
    {Operator, "has_any", "The empty array gives false."},
    {Operator, "has_all", "The empty array gives true."},
    {Operator, "in",
     "On the right stands a list, an array, a table or a query, of which the first column counts. No null "
     "is among the values."},
    {Operator, "/",
     "Integers are divided without a remainder; a division by zero is null for integers, infinite or NaN "
     "for reals."},
    {Operator, "and", "False and null is false; true and null is null."},
    {Operator, "or", "True or null is true; false or null is null."},
    {Scalar, "base64_decode_toguid", "The bytes are ordered as .NET orders them, as base64_encode_fromguid() does."},
    {Scalar, "gzip_decompress_from_base64_string", unpacked},
    {Scalar, "zlib_decompress_from_base64_string", unpacked},
    {Scalar, "ingestion_time", "Null for rows that were not ingested into a table of the case."},
    {Scalar, "now", "Counts from the clock of the query, which `.set now` pins."},
    {Scalar, "ago", "Counts from the clock of the query, which `.set now` pins."},
    {Scalar, "materialize", a_table},
    {Scalar, "table",
     "Gives a table, so it stands where a table is expected. The scope of data is accepted and means nothing "
     "here."},
    {Scalar, "toscalar", "Its type is that of the column. Null, or the empty text, where the query gives no row."},
};

}  // namespace

std::string_view notes_of(const FunctionRecord& record) {
  const auto* found = std::ranges::find_if(
      notes, [&](const Note& note) { return note.kind == record.kind && note.name == record.name; });
  return found == std::end(notes) ? std::string_view() : found->text;
}

}  // namespace huntbook::kql
