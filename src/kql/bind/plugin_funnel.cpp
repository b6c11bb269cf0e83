// funnel_sequence and funnel_sequence_completion (Kusto docs, one page each): who took a sequence of states, in what
// time, and what came before and behind. The engine sorts the events of each id by time, the code that walks along them
// is query/plugins/funnel.cpp.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"

namespace huntbook::kql::bind {

namespace {

using nlohmann::json;
using plan::Column;

constexpr std::size_t most_states = 100;
constexpr std::size_t most_periods = 100;

class Funnel {
 public:
  Funnel(Context& context, PluginCall call) : context_(context), call_(std::move(call)) {}

  // The columns and the scalars that both plugins take. `step` is what the plugin calls the length of its windows.
  bool read(const std::vector<std::string_view>& parameters, std::string_view step) {
    arguments_ = PluginArguments::read(context_, call_, parameters, parameters.size());
    if (!arguments_) return false;
    const Column* id = bind_column_argument(context_, call_, arguments_->at("IdColumn"));
    const Column* time =
        id != nullptr ? bind_column_argument(context_, call_, arguments_->at("TimelineColumn")) : nullptr;
    const Column* state =
        time != nullptr ? bind_column_argument(context_, call_, arguments_->at("StateColumn")) : nullptr;
    if (state == nullptr) return false;
    id_ = *id;
    time_ = *time;
    state_ = *state;
    bool whole = time_.type == ScalarType::DateTime || time_.type == ScalarType::TimeSpan ||
                 time_.type == ScalarType::Long || time_.type == ScalarType::Int;
    if (!whole) {
      context_.error("KS107", arguments_->at("TimelineColumn").span,
                     fmt::format("A timeline of type {} is not possible.", name_of(time_.type)),
                     "a datetime, timespan or long");
      return false;
    }
    point_ = time_.type == ScalarType::Int ? ScalarType::Long : time_.type;
    length_ = point_ == ScalarType::Long ? ScalarType::Long : ScalarType::TimeSpan;
    for (std::string_view name : {"Start", "End"}) {
      plan::ScalarPtr value = bind_scalar_as(context_, Scope{}, arguments_->at(name), point_);
      if (!value) return false;
      names_.emplace_back(name == "Start" ? "start_" : "end_", std::move(value));
    }
    std::optional<std::int64_t> length = read_length(step);
    if (!length) return false;
    names_.emplace_back("step", make_literal(length_, ConstantValue(*length)));
    return read_sequence();
  }

  // A length of time that is greater than zero.
  std::optional<std::int64_t> read_length(std::string_view name) {
    const syntax::Expr& expr = arguments_->at(name);
    auto value = bind_constant_argument(context_, expr, length_);
    if (!value) return std::nullopt;
    const auto* length = std::get_if<std::int64_t>(&*value);
    if (length != nullptr && *length > 0) return *length;
    context_.error("HB005", expr.span, fmt::format("'{}' must be greater than zero.", name));
    return std::nullopt;
  }

  bool read_periods() {
    const syntax::Expr& expr = arguments_->at("MaxSequenceStepPeriods");
    std::optional<json> array = read_array(expr, most_periods);
    if (!array) return false;
    for (const json& item : *array) {
      std::optional<std::int64_t> period;
      if (length_ == ScalarType::Long && item.is_number_integer()) period = item.get<std::int64_t>();
      if (length_ == ScalarType::TimeSpan && item.is_string()) period = parse_timespan(item.get<std::string>());
      if (!period || *period < 0) {
        context_.error("HB005", expr.span,
                       fmt::format("The period {} is no {} of at least zero.", item.dump(), name_of(length_)));
        return false;
      }
      payload_["periods"].push_back(*period);
    }
    return true;
  }

  void set(std::string_view option, std::int64_t value) { payload_[std::string(option)] = value; }

  // The plugin in code over who, t, w, s, sorted; `where` keeps rows of them, `sort` are their columns in order.
  plan::RelPtr events(std::string plugin, std::vector<Column> output, std::string_view where, std::string_view order) {
    std::vector<Column> columns{context_.make_column("id", id_.type, id_.nullable),
                                context_.make_column("t", point_, time_.nullable),
                                context_.make_column("s", ScalarType::String)};
    plan::ScalarPtr state = apply(context_, FunctionKind::Scalar, "tostring", {use_of(state_)}, call_.span);
    if (!state) return nullptr;
    std::vector<plan::Assignment> computed{{columns[0].id, use_of(id_)},
                                           {columns[1].id, convert_to(use_of(time_), point_)},
                                           {columns[2].id, std::move(state)}};
    auto names = names_;
    names.emplace_back(
        "T", shared(context_, make_project(context_, call_.input, {}, std::move(computed), std::move(columns))));
    names.emplace_back("sequence_", make_literal(ScalarType::Dynamic, ConstantValue(payload_["sequence"].dump())));
    std::string query = fmt::format(
        "T | where t between (start_ .. end_){} | extend who = tostring(pack_array(id)), w = bin_at(t, step, start_),"
        " place = array_index_of(sequence_, s) | sort by {} | project who, t = tolong(t), w = tolong(w), s",
        where, order);
    plan::RelPtr sorted = bind_own_query(context_, query, std::move(names), call_.span);
    if (!sorted) return nullptr;
    return make_relation(std::move(output), plan::PluginCall{std::move(sorted), std::move(plugin), payload_.dump()});
  }

  // Our query over the plugin's rows P, with columns named anew.
  plan::RelPtr table(const LetValue& rows, std::string_view query, const std::vector<std::string>& column_names) {
    auto names = names_;
    names.emplace_back("P", rows);
    names.emplace_back("sequence_", make_literal(ScalarType::Dynamic, ConstantValue(payload_["sequence"].dump())));
    plan::RelPtr result = bind_own_query(context_, query, std::move(names), call_.span);
    if (!result) return nullptr;
    std::vector<Column> columns = result->columns;
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i].name = column_names[i];
    return make_project(context_, std::move(result), {}, {}, std::move(columns));
  }

  Column column(std::string name, ScalarType type) { return context_.make_column(std::move(name), type, false); }
  LetValue share(plan::RelPtr relation) { return shared(context_, std::move(relation)); }
  // The window's number as a point of the timeline again.
  std::string_view window() const {
    if (time_.type == ScalarType::Int) return "toint(w)";
    if (time_.type == ScalarType::DateTime) return "datetime(0001-01-01) + w * 1tick";
    return time_.type == ScalarType::TimeSpan ? "w * 1tick" : "w";
  }
  std::string_view period() const { return length_ == ScalarType::Long ? "period" : "period * 1tick"; }
  const Column& timeline() const { return time_; }
  const Column& state() const { return state_; }
  const PluginCall& call() const { return call_; }

 private:
  std::optional<json> read_array(const syntax::Expr& expr, std::size_t most) {
    plan::ScalarPtr value = bind_scalar(context_, Scope{}, expr);
    if (!value) return std::nullopt;
    std::optional<ConstantValue> constant = constant_of(*value);
    const auto* text = constant ? std::get_if<std::string>(&*constant) : nullptr;
    json array = text != nullptr && value->type == ScalarType::Dynamic ? json::parse(*text, nullptr, false)
                                                                       : json(json::value_t::discarded);
    if (array.is_array() && !array.empty() && array.size() <= most) return array;
    context_.error("HB005", expr.span, fmt::format("A constant array of 1 to {} values is expected.", most),
                   "dynamic(['a', 'b'])");
    return std::nullopt;
  }

  bool read_sequence() {
    const syntax::Expr& expr = arguments_->at("Sequence");
    std::optional<json> array = read_array(expr, most_states);
    if (!array) return false;
    for (const json& item : *array) {
      if (item.is_structured() || item.is_null()) {
        context_.error("HB005", expr.span, fmt::format("{} is no state.", item.dump()));
        return false;
      }
      payload_["sequence"].push_back(item.is_string() ? item.get<std::string>() : item.dump());
    }
    return true;
  }

  Context& context_;
  PluginCall call_;
  std::optional<PluginArguments> arguments_;
  Column id_, time_, state_;
  ScalarType point_ = ScalarType::DateTime, length_ = ScalarType::TimeSpan;
  std::vector<std::pair<std::string, LetValue>> names_;
  json payload_;
};

}  // namespace

plan::RelPtr bind_funnel_sequence_completion(Context& context, PluginCall call) {
  Funnel funnel(context, std::move(call));
  if (!funnel.read({"IdColumn", "TimelineColumn", "Start", "End", "BinSize", "StateColumn", "Sequence",
                    "MaxSequenceStepPeriods"},
                   "BinSize") ||
      !funnel.read_periods())
    return nullptr;
  plan::RelPtr counts = funnel.events("funnel_sequence_completion",
                                      {funnel.column("w", ScalarType::Long), funnel.column("step_", ScalarType::Long),
                                       funnel.column("period", ScalarType::Long), funnel.column("n", ScalarType::Long)},
                                      " and s in (sequence_)", "w asc, who asc, t asc, place asc");
  if (!counts) return nullptr;
  std::string query = fmt::format("P | project w = {}, s = tostring(sequence_[step_]), period = {}, n", funnel.window(),
                                  funnel.period());
  plan::RelPtr table = funnel.table(funnel.share(std::move(counts)), query,
                                    {funnel.timeline().name, funnel.state().name, "Period", "dcount"});
  return with_schema(context, std::move(table), funnel.call());
}

std::vector<plan::RelPtr> bind_funnel_sequence_tables(Context& context, PluginCall call) {
  Funnel funnel(context, std::move(call));
  if (!funnel.read(
          {"IdColumn", "TimelineColumn", "Start", "End", "MaxSequenceStepWindow", "Step", "StateColumn", "Sequence"},
          "Step"))
    return {};
  std::optional<std::int64_t> longest = funnel.read_length("MaxSequenceStepWindow");
  if (!longest) return {};
  funnel.set("longest_step", *longest);
  plan::RelPtr occurrences =
      funnel.events("funnel_sequence",
                    {funnel.column("w", ScalarType::Long), funnel.column("who", ScalarType::String),
                     funnel.column("before", ScalarType::String), funnel.column("after", ScalarType::String)},
                    "", "who asc, t asc, place asc, s asc");
  if (!occurrences) return {};
  LetValue rows = funnel.share(std::move(occurrences));
  // The ids of a sample come in order, so that they are the same ones each time.
  auto table = [&](const std::vector<std::string>& keys) {
    std::string by, order, changes, states;
    std::vector<std::string> names{funnel.timeline().name};
    for (const std::string& key : keys) {
      by += ", " + key;
      order += fmt::format(", {} asc", key);
      changes += fmt::format(" or {0} != prev({0})", key);
      states += fmt::format(", {0} = {1}({0})", key, reading_function(funnel.state().type));
      names.push_back(key == "before" ? "prev" : "next");
    }
    names.insert(names.end(), {"dcount", "samples"});
    std::string query = fmt::format(
        "P | distinct w{0}, who | sort by w asc{1}, who asc | extend n = row_number(1, w != prev(w){2})"
        " | summarize ids = count(), samples = make_list_if(parse_json(who)[0], n <= 128) by w{0}"
        " | project w = {3}{4}, ids, samples | sort by w asc, ids desc{1}",
        by, order, changes, funnel.window(), states);
    return funnel.table(rows, query, names);
  };
  std::vector<plan::RelPtr> tables{table({"before", "after"}), table({"before"}), table({"after"})};
  if (std::ranges::any_of(tables, [](const plan::RelPtr& one) { return !one; })) return {};
  return tables;
}

plan::RelPtr bind_funnel_sequence(Context& context, PluginCall call) {
  PluginCall same = call;
  std::vector<plan::RelPtr> tables = bind_funnel_sequence_tables(context, std::move(call));
  return tables.empty() ? nullptr : with_schema(context, std::move(tables.front()), same);
}

}  // namespace huntbook::kql::bind
