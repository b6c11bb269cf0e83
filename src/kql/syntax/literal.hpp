// Values of literal tokens (Kusto docs, "Scalar data types"): what the text says, checked.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "kql/syntax/token.hpp"
#include "kql/syntax/tree.hpp"

namespace huntbook::kql::syntax {

// Why a literal has no value.
struct LiteralError {
  diag::Span span;
  std::string message;
  std::string hint;
};
using LiteralResult = std::expected<Literal, LiteralError>;

// 123 or 0x1F, as long. Hexadecimal literals may use all 64 bits; decimal ones end at 9223372036854775807, one further
// behind a minus (`negative`, the value then comes negated).
LiteralResult integer_literal(std::string_view text, Span span, bool negative = false);
LiteralResult real_literal(std::string_view text, Span span);
LiteralResult timespan_literal(std::string_view text, Span span);
// datetime(..), long(..), guid(..), ...: the whole token.
LiteralResult typed_literal(std::string_view text, Span span);
// datetime(8:00) is that time of today, datetime() is now: without a time here. Nothing for any other literal.
struct TodayLiteral {
  std::optional<Ticks> time;
};
std::optional<TodayLiteral> today_literal(std::string_view literal);

// The type that a schema, a parameter or typeof() names: KQL's names and the aliases that Kusto reads (int32, float,
// ...).
std::optional<ScalarType> type_named(std::string_view name);

}  // namespace huntbook::kql::syntax
