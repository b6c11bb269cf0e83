// infer_storage_schema and infer_storage_schema_with_suggestions (Kusto docs, one page each): the columns of files and
// their types, told from all records of the files that are looked at. The files are read as those of externaldata
// (kql/plan/external.hpp), and may stand where those may. A column is of the type that all of its values are of;
// numbers of both kinds are real, anything else together is string, or dynamic where JSON holds arrays or objects.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kql/bind/external_format.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"

namespace huntbook::kql::bind {

namespace {

using nlohmann::json;

constexpr std::size_t most_containers = 100;
constexpr std::int64_t most_columns = 1'000;

// The type that a text reads as; empty for an empty one.
constexpr std::string_view text_type =
    "let type_of = (s: string) { case(isempty(s), '',"
    " s matches regex @'^(?i:true|false)$', 'bool', s matches regex @'^-?\\d{1,18}$', 'long',"
    " s matches regex @'^-?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?$', 'real',"
    " s matches regex @'^\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[-+]\\d{2}:?\\d{2})?)?$'"
    " and isnotnull(todatetime(s)), 'datetime',"
    " s matches regex @'^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$', 'guid',"
    " s matches regex @'^-?(\\d+\\.)?\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,7})?$' and isnotnull(totimespan(s)), 'timespan',"
    " s matches regex @'^\\s*[\\[{]' and gettype(parse_json(s)) in ('array', 'dictionary'), 'dynamic', 'string') };\n";

class StorageSchema {
 public:
  StorageSchema(Context& context, PluginCall call) : context_(context), call_(std::move(call)) {}

  // A row for each column in order: name, type, least and greatest whole number.
  std::optional<LetValue> bind() {
    auto arguments = PluginArguments::read(context_, call_, {"Options"}, 1);
    if (!arguments || !read_options(arguments->at("Options"))) return std::nullopt;
    plan::RelPtr values = delimited() ? cells() : members();
    if (!values) return std::nullopt;
    plan::RelPtr columns = bind_own_query(
        context_,
        "V | summarize place = min(place), types = make_set(type), low = min(number), high = max(number) by name"
        " | extend types = set_difference(types, dynamic(['']))"
        " | extend type = case(array_length(types) == 0, 'string', array_length(types) == 1, tostring(types[0]),"
        " array_length(set_difference(types, dynamic(['long', 'real']))) == 0, 'real',"
        " nested and set_has_element(types, 'dynamic'), 'dynamic', 'string')"
        " | project place, name, type, low, high",
        {{"V", shared(context_, std::move(values))},
         {"nested", make_literal(ScalarType::Bool, ConstantValue(!delimited()))}},
        call_.span);
    if (!columns) return std::nullopt;
    return shared(context_, std::move(columns));
  }

  plan::RelPtr own(std::string_view query, LetValue columns) {
    plan::RelPtr result = bind_own_query(context_, query, {{"C", std::move(columns)}}, call_.span);
    return with_schema(context_, std::move(result), call_);
  }

 private:
  bool wrong(std::string message, std::string hint = {}) {
    context_.error("HB005", span_, std::move(message), std::move(hint));
    return false;
  }

  bool read_options(const syntax::Expr& expr) {
    span_ = expr.span;
    plan::ScalarPtr value = bind_scalar(context_, Scope{}, expr);
    if (!value) return false;
    std::optional<ConstantValue> constant = constant_of(*value);
    const auto* text = constant ? std::get_if<std::string>(&*constant) : nullptr;
    json options = text != nullptr && value->type == ScalarType::Dynamic ? json::parse(*text, nullptr, false) : json();
    if (!options.is_object())
      return wrong("A constant bag of options is expected.",
                   "dynamic({\"StorageContainers\": [\"logs\"], \"DataFormat\": \"csv\"})");
    FolderChoice choice;
    std::string format;
    for (const auto& [name, option] : options.items()) {
      if (name == "StorageContainers") continue;
      if (name == "InferenceOptions") {
        if (!read_inference(option)) return false;
        continue;
      }
      std::string* taken = name == "FileExtension"    ? &choice.suffix
                           : name == "FileNamePrefix" ? &choice.prefix
                           : name == "DataFormat"     ? &format
                           : name == "Mode"           ? &mode_
                                                      : nullptr;
      if (taken == nullptr)
        return wrong(fmt::format("There is no option '{}'.", name),
                     "StorageContainers, DataFormat, FileExtension, FileNamePrefix, Mode, InferenceOptions");
      if (!option.is_string()) return wrong(fmt::format("The option '{}' is a string.", name));
      *taken = option.get<std::string>();
    }
    if (mode_ != "any" && mode_ != "last" && mode_ != "all") return wrong("'Mode' is any, last or all.");
    choice.files = mode_ == "any" ? FolderFiles::First : mode_ == "last" ? FolderFiles::Last : FolderFiles::All;
    if (format.empty()) return wrong("The option 'DataFormat' is needed.", "csv, tsv, json, multijson, parquet, ...");
    auto known = external_format_named(context_, format, span_);
    if (!known) return false;
    format_ = *known;
    if (format_ == ExternalFormat::W3cLog) return wrong("The columns of a w3clogfile stand in the file itself.");
    return read_containers(options, choice);
  }

  bool read_inference(const json& options) {
    if (!options.is_object()) return wrong("'InferenceOptions' is a bag.");
    for (const auto& [name, option] : options.items()) {
      if (name != "UseFirstRowAsHeader")
        return wrong(fmt::format("There is no inference option '{}'.", name), "UseFirstRowAsHeader");
      if (!option.is_boolean()) return wrong("'UseFirstRowAsHeader' is true or false.");
      header_ = option.get<bool>();
    }
    return true;
  }

  bool read_containers(const json& options, const FolderChoice& choice) {
    const auto containers = options.find("StorageContainers");
    bool strings = containers != options.end() && containers->is_array() && !containers->empty() &&
                   containers->size() <= most_containers &&
                   std::ranges::all_of(*containers, [](const json& item) { return item.is_string(); });
    if (!strings)
      return wrong(fmt::format("'StorageContainers' is an array of 1 to {} places.", most_containers),
                   "[\"logs/2024\"]: folders or files");
    for (const json& container : *containers) {
      ExternalLocation location{container.get<std::string>(), {}, format_, span_, choice};
      if (location.place.find("://") != std::string::npos && !location.place.starts_with("file:")) {
        if (const std::size_t login = location.place.find(';'); login != std::string::npos) {
          location.login = location.place.substr(login + 1);
          location.place.resize(login);
        }
      }
      locations_.push_back(std::move(location));
    }
    return true;
  }

  bool delimited() const {
    return format_ != ExternalFormat::Json && format_ != ExternalFormat::MultiJson &&
           format_ != ExternalFormat::Parquet;
  }

  plan::RelPtr files(ExternalFormat format, std::vector<ExternalColumn> columns) {
    ExternalRequest request;
    request.locations = locations_;
    for (ExternalLocation& location : request.locations) location.format = format;
    request.columns = std::move(columns);
    std::vector<plan::Column> texts;
    for (std::size_t i = 0; i < request.columns.size(); ++i)
      texts.push_back(context_.make_column(fmt::format("c{}", i), ScalarType::String));
    return make_relation(std::move(texts), plan::External{std::make_shared<const ExternalRequest>(std::move(request))});
  }

  // A row for each member of each record: name, place, type, number.
  plan::RelPtr members() {
    ExternalColumn record{RecordPath{}, true, false, {}};
    return bind_own_query(
        context_,
        std::string(text_type) +
            "E | extend record = parse_json(c0) | where gettype(record) == 'dictionary'"
            " | mv-expand with_itemindex = place kind = array pair = record"
            " | project name = tostring(pair[0]), place = tolong(place), json_type = gettype(pair[1]), value = "
            "tostring(pair[1])"
            " | extend text = iff(json_type == 'string', type_of(value), '')"
            " | project name, place, number = iff(json_type in ('long', 'int'), tolong(value), long(null)),"
            " type = case(json_type in ('array', 'dictionary'), 'dynamic', json_type in ('long', 'int'), 'long',"
            " json_type in ('double', 'real', 'decimal'), 'real', json_type == 'bool', 'bool', json_type != 'string', "
            "'',"
            " text in ('', 'datetime', 'guid', 'timespan'), text, 'string')",
        {{"E", shared(context_, files(format_, {std::move(record)}))}}, call_.span);
  }

  // How wide the records are, from their lines: a first look at the files.
  std::optional<std::int64_t> width() {
    if (format_ == ExternalFormat::Txt || format_ == ExternalFormat::Raw) return 1;
    std::string split = format_ == ExternalFormat::Csv     ? "parse_csv(c0)"
                        : format_ == ExternalFormat::Psv   ? "split(c0, '|')"
                        : format_ == ExternalFormat::Scsv  ? "split(c0, ';')"
                        : format_ == ExternalFormat::Sohsv ? "split(c0, '\\u0001')"
                                                           : "split(c0, '\\t')";
    plan::RelPtr widest = bind_own_query(
        context_, fmt::format("E | summarize n = max(array_length({}))", split),
        {{"E", shared(context_, files(ExternalFormat::Txt, {ExternalColumn{RecordCell{0}, false, false, {}}}))}},
        call_.span);
    const Facts* facts = widest ? context_.learn(std::move(widest)) : nullptr;
    if (facts == nullptr) return std::nullopt;
    std::int64_t columns = 0;
    for (const Batch& batch : *facts) {
      for (std::size_t row = 0; row < batch.rows(); ++row) {
        if (!batch.columns[0].is_null(row)) columns = std::max(columns, batch.columns[0].long_at(row));
      }
    }
    if (columns > most_columns) {
      wrong(fmt::format("The records have more than {} columns.", most_columns), "is DataFormat right?");
      return std::nullopt;
    }
    return std::max<std::int64_t>(columns, 1);
  }

  // A row for each cell of each record: name, place, type, number.
  plan::RelPtr cells() {
    std::optional<std::int64_t> columns = width();
    if (!columns) return nullptr;
    std::vector<ExternalColumn> wanted;
    std::string all;
    for (std::int64_t i = 0; i < *columns; ++i) {
      wanted.push_back({RecordCell{static_cast<std::size_t>(i)}, false, false, {}});
      all += fmt::format("{}c{}", i == 0 ? "" : ", ", i);
    }
    wanted.push_back({SourceLineNumber{}, false, false, {}});
    std::string query = fmt::format(
        "{0}let R = E | project record = tolong(c{1}), cells = pack_array({2});\n"
        "let names_ = toscalar(R | where record == 1 | take 1 | project cells);\n"
        "R{3} | mv-expand with_itemindex = place cell = cells to typeof(string)"
        " | extend own = {4} | project name = iff(isempty(own), strcat('Column', place + 1), own), place = "
        "tolong(place),"
        " type = type_of(cell), value = cell | extend number = iff(type == 'long', tolong(value), long(null))",
        text_type, *columns, all, header_ ? " | where record > 1" : "", header_ ? "tostring(names_[place])" : "''");
    return bind_own_query(context_, query, {{"E", shared(context_, files(format_, std::move(wanted)))}}, call_.span);
  }

  Context& context_;
  PluginCall call_;
  diag::Span span_;
  std::string mode_ = "last";
  ExternalFormat format_ = ExternalFormat::Csv;
  bool header_ = false;
  std::vector<ExternalLocation> locations_;
};

}  // namespace

plan::RelPtr bind_infer_storage_schema(Context& context, PluginCall call) {
  StorageSchema schema(context, std::move(call));
  std::optional<LetValue> columns = schema.bind();
  if (!columns) return nullptr;
  return schema.own(
      "C | extend name = iff(name matches regex @'^[A-Za-z_][A-Za-z0-9_]*$', name,"
      " dynamic_to_json(pack_array(name)))"
      " | sort by place asc, name asc | summarize all = make_list(strcat(name, ':', type))"
      " | project CslSchema = strcat_array(all, ', ')",
      std::move(*columns));
}

// A whole number of a plausible year (2000 to 2100) in some unit since 1970 counts as a time.
plan::RelPtr bind_infer_storage_schema_with_suggestions(Context& context, PluginCall call) {
  StorageSchema schema(context, std::move(call));
  std::optional<LetValue> columns = schema.bind();
  if (!columns) return nullptr;
  return schema.own(
      "let described = (name: string, type: string) { bag_pack('Name', name, 'CslType', bag_pack('type', type,"
      " 'IsNumeric', type in ('long', 'real'), 'IsSummable', type in ('long', 'real', 'datetime', 'timespan'))) };\n"
      "C | sort by place asc, name asc | extend id = type == 'long' and name endswith 'id'"
      " | extend mapping = case(type != 'long' or id, 'None',"
      " low >= 946684800 and high < 4102444800, 'DateTimeFromUnixSeconds',"
      " low >= 946684800000 and high < 4102444800000, 'DateTimeFromUnixMilliseconds',"
      " low >= 946684800000000 and high < 4102444800000000, 'DateTimeFromUnixMicroseconds',"
      " low >= 946684800000000000 and high < 4102444800000000000, 'DateTimeFromUnixNanoseconds', 'None')"
      " | extend better = case(id, 'string', mapping != 'None', 'datetime', type)"
      " | summarize all = make_list(bag_pack('OriginalColumn', described(name, type), 'RecommendedColumn',"
      " described(name, better), 'ApplicableTransformationMapping', mapping))"
      " | project SuggestedTableSchema = tostring(bag_pack('Columns', all))",
      std::move(*columns));
}

}  // namespace huntbook::kql::bind
