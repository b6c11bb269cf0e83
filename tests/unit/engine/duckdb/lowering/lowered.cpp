#include "lowered.hpp"

#include <memory>

#include <fmt/format.h>

#include "base/time.hpp"
#include "engine/engine.hpp"
#include "kql/functions/convert.hpp"
#include "kql/functions/resolve.hpp"
#include "sql/dialect/duckdb.hpp"

namespace huntbook::kql {
namespace {

// One engine and connection for all tests of the program; the error where there is none.
struct Opened {
  std::unique_ptr<engine::Engine> engine;
  std::unique_ptr<engine::Connection> connection;
};
Result<Opened> open() {
  Opened opened;
  HUNTBOOK_TRY(opened.engine, engine::open_duckdb({}, {}));
  HUNTBOOK_TRY(opened.connection, opened.engine->connect());
  return opened;
}

std::string shown(const Column& column) {
  if (column.size() == 0) return "no row";
  if (column.is_null(0)) return "null";
  switch (column.type()) {
    case ScalarType::Bool:
      return column.bool_at(0) ? "true" : "false";
    case ScalarType::Int:
      return std::to_string(column.int_at(0));
    case ScalarType::Long:
      return std::to_string(column.long_at(0));
    case ScalarType::Real:
      return fmt::format("{}", column.real_at(0));
    case ScalarType::DateTime:
      return format_datetime(column.long_at(0));
    case ScalarType::TimeSpan:
      return format_timespan(column.long_at(0));
    default:
      return std::string(column.text_at(0));
  }
}

std::string evaluate(sql::ExprPtr expr, sql::RelationPtr from, ScalarType type) {
  sql::Select select;
  select.items.push_back({std::move(expr), "c0"});
  select.from = std::move(from);
  sql::Query query{{}, std::move(select)};
  sql::PrintedQuery printed = sql::print_duckdb(query);
  static const Result<Opened> opened = open();
  if (!opened) return fmt::format("error: no engine: {}", opened.error().message);
  auto stream = opened->connection->query(printed.text, {{"c0", type}}, printed.functions);
  if (!stream) return fmt::format("error: {} in {}", stream.error().message, printed.text);
  auto batch = (*stream)->next();
  if (!batch) return fmt::format("error: {} in {}", batch.error().message, printed.text);
  return *batch ? shown((*batch)->columns.front()) : "no row";
}

std::string lower_and_run(const FunctionRecord& record, std::vector<Argument> arguments,
                          std::vector<sql::ExprPtr> operands, sql::RelationPtr from) {
  auto resolved = resolve(record, arguments);
  if (!resolved) return fmt::format("refused: {}", resolved.error().message);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    ScalarType to = resolved->argument_types[i];
    operands[i] = convert(operands[i], arguments[i].type, to);
    // Constants keep the value that they were written with where their type does not change.
    if (arguments[i].type != to && to != ScalarType::Long && to != ScalarType::Real) arguments[i].constant.reset();
    arguments[i].type = to;
  }
  LoweringContext context;
  context.now = *parse_datetime("2024-03-05T10:17:00Z");
  auto lowered = record.lower(context, BoundCall{arguments, resolved->result}, operands);
  if (!lowered) return fmt::format("refused: {}", lowered.error().message);
  return evaluate(*lowered, std::move(from), resolved->result);
}

std::string run_named(FunctionKind kind, std::string_view name, const std::vector<Value>& arguments, bool constants) {
  const FunctionRecord* record = builtin_functions().find(kind, name);
  return record == nullptr ? "no such function" : run(*record, arguments, constants);
}

}  // namespace

Value null(ScalarType type) {
  return {type, {}};
}
Value boolean(bool value) {
  return {ScalarType::Bool, value};
}
Value integer(std::int64_t value) {
  return {ScalarType::Long, value};
}
Value narrow(std::int64_t value) {
  return {ScalarType::Int, value};
}
Value real(double value) {
  return {ScalarType::Real, value};
}
Value decimal(std::string text) {
  return {ScalarType::Decimal, std::move(text)};
}
Value text(std::string value) {
  return {ScalarType::String, std::move(value)};
}
Value moment(std::string_view text) {
  return {ScalarType::DateTime, *parse_datetime(text)};
}
Value span(std::string_view text) {
  return {ScalarType::TimeSpan, *parse_timespan(text)};
}
Value json(std::string text) {
  return {ScalarType::Dynamic, std::move(text)};
}

sql::ExprPtr literal_of(const Value& value) {
  if (std::holds_alternative<std::monostate>(value.constant)) {
    switch (value.type) {
      case ScalarType::Bool:
        return sql::null_of(sql::SqlType::Boolean);
      case ScalarType::Int:
        return sql::null_of(sql::SqlType::Integer);
      case ScalarType::Real:
        return sql::null_of(sql::SqlType::Double);
      case ScalarType::Decimal:
        return sql::null_of(sql::SqlType::Decimal);
      case ScalarType::Guid:
        return sql::null_of(sql::SqlType::Uuid);
      case ScalarType::Dynamic:
        return sql::null_of(sql::SqlType::VarChar);
      case ScalarType::String:
        return sql::literal("");
      default:
        return sql::null_of(sql::SqlType::BigInt);
    }
  }
  if (const bool* truth = std::get_if<bool>(&value.constant)) return sql::literal(*truth);
  if (const double* number = std::get_if<double>(&value.constant)) return sql::literal(*number);
  if (const std::int64_t* number = std::get_if<std::int64_t>(&value.constant))
    return value.type == ScalarType::Int ? sql::literal(static_cast<std::int32_t>(*number)) : sql::literal(*number);
  const std::string& text = std::get<std::string>(value.constant);
  if (value.type == ScalarType::Decimal) return sql::make(sql::DecimalLiteral{text});
  if (value.type == ScalarType::Guid) return sql::cast(sql::literal(text), sql::SqlType::Uuid);
  return sql::literal(text);
}

std::string run(const FunctionRecord& record, const std::vector<Value>& values, bool constants) {
  std::vector<Argument> arguments;
  std::vector<sql::ExprPtr> operands;
  for (const Value& value : values) {
    arguments.push_back({value.type, true, constants ? std::optional(value.constant) : std::nullopt});
    operands.push_back(literal_of(value));
  }
  return lower_and_run(record, std::move(arguments), std::move(operands), nullptr);
}

std::string run_aggregate(const FunctionRecord& record, const std::vector<std::vector<Value>>& rows,
                          const std::vector<Value>& extra) {
  sql::ValuesRelation values;
  for (const auto& row : rows) {
    values.rows.emplace_back();
    for (const Value& value : row) values.rows.back().push_back(literal_of(value));
  }
  std::vector<Argument> arguments;
  std::vector<sql::ExprPtr> operands;
  for (std::size_t i = 0; i < rows.front().size(); ++i) {
    values.columns.push_back("v" + std::to_string(i));
    arguments.push_back({rows.front()[i].type, true, std::nullopt});
    operands.push_back(sql::column("t", values.columns.back()));
  }
  for (const Value& value : extra) {
    arguments.push_back({value.type, true, value.constant});
    operands.push_back(literal_of(value));
  }
  auto from = std::make_shared<const sql::Relation>(sql::Relation{std::move(values), "t"});
  return lower_and_run(record, std::move(arguments), std::move(operands), std::move(from));
}

std::string call(std::string_view function, const std::vector<Value>& arguments, bool constants) {
  return run_named(FunctionKind::Scalar, function, arguments, constants);
}
std::string apply(std::string_view op, const std::vector<Value>& operands, bool constants) {
  return run_named(FunctionKind::Operator, op, operands, constants);
}
std::string aggregate(std::string_view function, const std::vector<std::vector<Value>>& rows,
                      const std::vector<Value>& extra) {
  const FunctionRecord* record = builtin_functions().find(FunctionKind::Aggregate, function);
  return record == nullptr ? "no such function" : run_aggregate(*record, rows, extra);
}

}  // namespace huntbook::kql
