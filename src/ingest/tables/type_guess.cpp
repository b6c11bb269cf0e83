#include "ingest/tables/type_guess.hpp"

#include "ingest/record/json_text.hpp"
#include "ingest/record/value_reader.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::int64_t last_exact_integer = std::int64_t{1} << 53;

}  // namespace

void TypeGuess::see(const Field& field, std::string& scratch) {
  if (field.is_blank()) return;
  seen_ = true;
  std::string_view text = field.text;
  if (field.escaped) {
    scratch.clear();
    append_unescaped(scratch, text);
    text = scratch;
  }
  const bool cell = field.kind == FieldKind::Cell;
  bool_ = bool_ && (field.kind == FieldKind::Bool || (cell && read_bool(text).has_value()));
  if (long_ || real_) {
    const bool numeric = cell || field.kind == FieldKind::Number;
    const bool whole = numeric && read_long(text).has_value();
    const std::int64_t value = whole ? read_long(text).value_or(0) : 0;
    long_ = long_ && whole;
    exact_real_ = exact_real_ && value <= last_exact_integer && value >= -last_exact_integer;
    real_ = real_ && numeric && (whole || read_real(text).has_value());
  }
  datetime_ = datetime_ && field.is_text() && read_iso_datetime(text).has_value();
  dynamic_ = dynamic_ && (field.kind == FieldKind::Nested ||
                          (cell && (text.front() == '{' || text.front() == '[') && is_json(text)));
}

std::optional<ScalarType> TypeGuess::type() const {
  if (!seen_) return std::nullopt;
  if (bool_) return ScalarType::Bool;
  if (long_) return ScalarType::Long;
  if (real_ && exact_real_) return ScalarType::Real;
  if (datetime_) return ScalarType::DateTime;
  if (dynamic_) return ScalarType::Dynamic;
  return ScalarType::String;
}

ScalarType common_type(ScalarType a, ScalarType b) {
  if (a == b) return a;
  const bool numbers =
      (a == ScalarType::Long && b == ScalarType::Real) || (a == ScalarType::Real && b == ScalarType::Long);
  return numbers ? ScalarType::Real : ScalarType::String;
}

}  // namespace huntbook::ingest
