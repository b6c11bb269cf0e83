// evaluate bag_unpack(Column [, OutputColumnPrefix] [, columnsConflict] [, ignoredProperties]) [: (schema)]
// (Kusto docs, "bag_unpack plugin"). A probe asks for the keys and the types of their values; the columns are then
// paths into the bag. A declared schema needs no probe.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;

constexpr std::size_t max_keys = 2'000;

struct Slot {
  std::string key;
  std::string column;  // its name in the result
  ScalarType type;
};

struct Options {
  Column bag;
  std::string prefix;
  enum class Conflict { Error, ReplaceSource, KeepSource } conflict = Conflict::Error;
  std::vector<std::string> ignored;
};

std::optional<Options> read_options(Context& context, const PluginCall& call) {
  auto arguments =
      PluginArguments::read(context, call, {"Column", "OutputColumnPrefix", "columnsConflict", "ignoredProperties"}, 1);
  if (!arguments) return std::nullopt;
  Options options;
  const syntax::Expr& expr = arguments->at("Column");
  const Column* bag = bind_column_argument(context, call, expr);
  if (bag == nullptr) return std::nullopt;
  if (bag->type != ScalarType::Dynamic) {
    context.error("KS107", expr.span,
                  fmt::format("bag_unpack takes a column of type dynamic, but this is of type {}.", name_of(bag->type)),
                  "parse_json(Column) makes one of text");
    return std::nullopt;
  }
  options.bag = *bag;
  if (const syntax::Expr* prefix = arguments->find("OutputColumnPrefix")) {
    auto value = bind_constant_argument(context, *prefix, ScalarType::String);
    if (!value) return std::nullopt;
    options.prefix = std::get<std::string>(*value);
  }
  if (const syntax::Expr* conflict = arguments->find("columnsConflict")) {
    auto value = bind_constant_argument(context, *conflict, ScalarType::String);
    if (!value) return std::nullopt;
    const std::string& text = std::get<std::string>(*value);
    if (text == "replace_source") {
      options.conflict = Options::Conflict::ReplaceSource;
    } else if (text == "keep_source") {
      options.conflict = Options::Conflict::KeepSource;
    } else if (text != "error") {
      context.error("HB005", conflict->span, fmt::format("'{}' is no way to resolve a conflict.", text),
                    "'error', 'replace_source' or 'keep_source'");
      return std::nullopt;
    }
  }
  if (const syntax::Expr* ignored = arguments->find("ignoredProperties")) {
    auto names = bind_names_argument(context, *ignored);
    if (!names) return std::nullopt;
    options.ignored = std::move(*names);
  }
  return options;
}

ScalarType type_of_values(std::string_view name) {
  if (name == "string") return ScalarType::String;
  if (name == "bool") return ScalarType::Bool;
  if (name == "int" || name == "long") return ScalarType::Long;
  if (name == "real" || name == "double") return ScalarType::Real;
  return ScalarType::Dynamic;
}

// Keys in order of their text, each with the one type of its values, or dynamic; nothing while they are to be learnt.
std::optional<std::vector<Slot>> learn_slots(Context& context, const PluginCall& call, const Options& options) {
  plan::RelPtr rows = bind_own_query(
      context,
      "T | where gettype(bag) == 'dictionary'"
      " | mv-expand kind=array pair = bag"
      " | extend key = tostring(pair[0]), type = gettype(pair[1])"
      " | where type != 'null'"
      " | distinct key, type"
      " | take 20001",
      {{"T", shared(context, make_project(context, call.input, {}, {},
                                          {Column{options.bag.id, "bag", ScalarType::Dynamic, true, false}}))}},
      call.span);
  if (!rows) return std::nullopt;
  const Facts* facts = context.learn(std::move(rows));
  if (facts == nullptr) return std::nullopt;
  std::map<std::string, ScalarType> types;
  for (const Batch& batch : *facts) {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      std::string key(batch.columns[0].text_at(row));
      if (std::ranges::find(options.ignored, key) != options.ignored.end()) continue;
      ScalarType type = type_of_values(batch.columns[1].text_at(row));
      auto [place, is_new] = types.emplace(std::move(key), type);
      if (!is_new && place->second != type) place->second = ScalarType::Dynamic;
    }
  }
  if (types.size() > max_keys) {
    context.error("HB005", call.span, fmt::format("The bags hold more than {} different keys.", max_keys),
                  "declare those that you want: evaluate bag_unpack(d) : (a: string, b: long)");
    return std::nullopt;
  }
  std::vector<Slot> slots;
  slots.reserve(types.size());
  for (auto& [key, type] : types) slots.push_back({key, options.prefix + key, type});
  return slots;
}

std::optional<std::vector<Slot>> declared_slots(Context& context, const PluginCall& call, const Options& options) {
  std::vector<Slot> slots;
  for (const syntax::Typed& typed : *call.schema) {
    const std::string& name = typed.name.text;
    bool prefixed = name.starts_with(options.prefix);
    const Column* source = name == options.bag.name ? nullptr : find_column(call.input->columns, name);
    // A column of the input that the schema names stands for itself.
    if (source != nullptr && options.conflict != Options::Conflict::ReplaceSource && !call.schema_keeps_input) {
      if (source->type != typed.type) {
        context.error("HB005", typed.name.span,
                      fmt::format("The column '{}' is of type {}, but {} is declared.", name, name_of(source->type),
                                  name_of(typed.type)));
        return std::nullopt;
      }
      continue;
    }
    if (prefixed) slots.push_back({name.substr(options.prefix.size()), name, typed.type});
  }
  return slots;
}

}  // namespace

plan::RelPtr bind_bag_unpack(Context& context, PluginCall call) {
  std::optional<Options> options = read_options(context, call);
  if (!options) return nullptr;
  auto slots = call.schema != nullptr ? declared_slots(context, call, *options) : learn_slots(context, call, *options);
  if (!slots) return nullptr;
  std::vector<Column> columns;
  for (const Column& column : call.input->columns) {
    if (column.id != options->bag.id) columns.push_back(column);
  }
  std::vector<plan::Assignment> computed;
  for (Slot& slot : *slots) {
    auto old = std::ranges::find(columns, slot.column, &Column::name);
    if (old != columns.end() && options->conflict == Options::Conflict::KeepSource) continue;
    if (old != columns.end() && options->conflict == Options::Conflict::Error)
      return context.error(
          "HB005", call.span,
          fmt::format("The bags hold a key for a column '{}', but there is such a column already.", slot.column),
          "give a prefix, or columnsConflict='replace_source' or 'keep_source'");
    plan::ScalarPtr value = convert_to(member_of(options->bag, slot.key), slot.type);
    Column column = context.make_column(std::move(slot.column), slot.type);
    computed.push_back({column.id, std::move(value)});
    if (old != columns.end()) {
      *old = std::move(column);
    } else {
      columns.push_back(std::move(column));
    }
  }
  plan::RelPtr unpacked = make_project(context, std::move(call.input), {}, std::move(computed), std::move(columns));
  if (call.schema_keeps_input) call.schema = nullptr;
  return with_schema(context, std::move(unpacked), call);
}

}  // namespace huntbook::kql::bind
