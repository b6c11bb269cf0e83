#include "kql/editor/vocabulary.hpp"

#include <algorithm>

#include "kql/operators/record.hpp"

namespace huntbook::kql::editor {

namespace {

// The words of one kind of operator, other spellings included, in the order of the alphabet.
std::vector<Word> words_of(OperatorKind kind) {
  std::vector<Word> words;
  for (const OperatorRecord& record : operator_records()) {
    if (record.kind != kind) continue;
    words.push_back({record.name, record.doc, record.syntax});
    for (const std::string_view alias : record.aliases) words.push_back({alias, record.doc, record.syntax});
  }
  std::ranges::sort(words, {}, &Word::name);
  return words;
}

constexpr Word function_words[] = {
    {"toscalar", "The first value of the first column of a query.", "toscalar(Query)"},
    {"materialize", "Computes a query once for all of its uses.", "materialize(Query)"},
    {"table", "The table with this name.", "table(Name)"},
    {"column_ifexists", "The column with this name, else the other value.", "column_ifexists(Name, Otherwise)"},
    {"column_names_of", "The names of a table's columns, as an array.", "column_names_of(Table)"},
    {"typeof", "Names a type where a function or plugin wants one.", "typeof(Type)"},
    {"pack_all", "All columns of the row as a bag.", "pack_all([WithoutEmpty])"},
    {"bag_pack_columns", "Columns of the row as a bag.", "bag_pack_columns(Column, ...)"},
    {"estimate_data_size", "Bytes that columns of the row take.", "estimate_data_size(Column, ...)"},
    {"iscolumnexists", "Whether there is a column with this name.", "iscolumnexists(Name)"},
    {"dynamic", "A constant array or bag, written as JSON.", "dynamic(JSON)"},
    {"datetime", "A constant point in time.", "datetime(2024-05-06 07:08:09)"},
    {"timespan", "A constant duration.", "timespan(1.02:03:04)"},
    {"guid", "A constant GUID.", "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)"},
};

constexpr Word infix[] = {
    {"and", "Both hold.", "a and b"},
    {"or", "One of them holds.", "a or b"},
    {"between", "Lies in a range, both ends included.", "a between (low .. high)"},
    {"!between", "Lies outside of a range.", "a !between (low .. high)"},
    {"in", "Is one of the values.", "a in (b, c)"},
    {"!in", "Is none of the values.", "a !in (b, c)"},
    {"in~", "Is one of the values, case ignored.", "a in~ ('b', 'c')"},
    {"!in~", "Is none of the values, case ignored.", "a !in~ ('b', 'c')"},
    {"==", "Equal.", "a == b"},
    {"!=", "Not equal.", "a != b"},
    {"<", "Less.", "a < b"},
    {"<=", "Less or equal.", "a <= b"},
    {">", "Greater.", "a > b"},
    {">=", "Greater or equal.", "a >= b"},
    {"=~", "Equal, case ignored.", "a =~ 'b'"},
    {"!~", "Not equal, case ignored.", "a !~ 'b'"},
    {"has", "Has the term, case ignored.", "a has 'term'"},
    {"!has", "Has the term not, case ignored.", "a !has 'term'"},
    {"has_cs", "Has the term.", "a has_cs 'Term'"},
    {"!has_cs", "Has the term not.", "a !has_cs 'Term'"},
    {"has_any", "Has one of the terms, case ignored.", "a has_any ('b', 'c')"},
    {"has_all", "Has all of the terms, case ignored.", "a has_all ('b', 'c')"},
    {"hasprefix", "Has a term that starts so, case ignored.", "a hasprefix 'te'"},
    {"!hasprefix", "Has no term that starts so, case ignored.", "a !hasprefix 'te'"},
    {"hasprefix_cs", "Has a term that starts so.", "a hasprefix_cs 'Te'"},
    {"!hasprefix_cs", "Has no term that starts so.", "a !hasprefix_cs 'Te'"},
    {"hassuffix", "Has a term that ends so, case ignored.", "a hassuffix 'rm'"},
    {"!hassuffix", "Has no term that ends so, case ignored.", "a !hassuffix 'rm'"},
    {"hassuffix_cs", "Has a term that ends so.", "a hassuffix_cs 'rm'"},
    {"!hassuffix_cs", "Has no term that ends so.", "a !hassuffix_cs 'rm'"},
    {"contains", "Contains the text, case ignored.", "a contains 'text'"},
    {"!contains", "Does not contain the text, case ignored.", "a !contains 'text'"},
    {"contains_cs", "Contains the text.", "a contains_cs 'Text'"},
    {"!contains_cs", "Does not contain the text.", "a !contains_cs 'Text'"},
    {"startswith", "Starts with the text, case ignored.", "a startswith 'text'"},
    {"!startswith", "Does not start with the text, case ignored.", "a !startswith 'text'"},
    {"startswith_cs", "Starts with the text.", "a startswith_cs 'Text'"},
    {"!startswith_cs", "Does not start with the text.", "a !startswith_cs 'Text'"},
    {"endswith", "Ends with the text, case ignored.", "a endswith 'text'"},
    {"!endswith", "Does not end with the text, case ignored.", "a !endswith 'text'"},
    {"endswith_cs", "Ends with the text.", "a endswith_cs 'Text'"},
    {"!endswith_cs", "Does not end with the text.", "a !endswith_cs 'Text'"},
    {"matches regex", "Fits the regular expression.", "a matches regex 'pattern'"},
};

constexpr Word chart_words[] = {
    {"table", "A table, as without render."},
    {"timechart", "Lines along time."},
    {"linechart", "Lines along numbers."},
    {"areachart", "Lines with the area below them filled."},
    {"stackedareachart", "Areas on top of one another."},
    {"scatterchart", "Points."},
    {"barchart", "Bars that lie."},
    {"columnchart", "Bars that stand."},
    {"piechart", "Parts of a whole."},
    {"card", "The values of the first row, large."},
    {"timeline", "Events as marks along time, a lane for each kind."},
    {"matrix", "Counts of two columns as shaded cells."},
};

constexpr Word command_list[] = {
    {"show", "Shows what the case holds.", ".show tables"},
    {"ingest", "Takes evidence into the case.", ".ingest \"path\" [as Table]"},
    {"set", "Sets the query time, the clock or a parameter, or keeps a query's rows as a table.",
     ".set Table <| Query"},
    {"observe", "Keeps a query's rows as an observation.", ".observe \"caption\" with (...) <| Query"},
    {"drop", "Drops an observation.", ".drop observation \"caption\""},
    {"export", "Writes a query's rows into a file.", ".export csv \"path\" <| Query"},
};

constexpr Word show_words[] = {
    {"tables", "The tables of the case, with their rows."},
    {"table", "The columns of a table: .show table T schema."},
    {"evidence", "The ledger of evidence."},
    {"errors", "What could not be read."},
    {"observations", "The observations of the case."},
    {"coverage", "What each log covers, and with 'findings' where logs may be incomplete."},
    {"entities", "Hosts of addresses, accounts of SIDs and sign-in names, and when."},
};
constexpr Word set_words[] = {
    {"query_time", "The window of time that queries see: origin=, before=, after=, or from=, to=."},
    {"now", "The clock of now() and ago()."},
};
constexpr Word export_words[] = {{"csv", "Comma-separated values."}, {"json", "JSON."}, {"parquet", "Parquet."}};
constexpr Word drop_words[] = {{"observation", "An observation, by its caption."}};

}  // namespace

std::span<const Word> operators() {
  static const std::vector<Word> words = words_of(OperatorKind::Operator);
  return words;
}
std::span<const Word> statements() {
  static const std::vector<Word> words = words_of(OperatorKind::Statement);
  return words;
}
std::span<const Word> sources() {
  static const std::vector<Word> words = words_of(OperatorKind::Source);
  return words;
}
std::span<const Word> special_functions() {
  return function_words;
}
std::span<const Word> infix_words() {
  return infix;
}
std::span<const Word> chart_kinds() {
  return chart_words;
}
std::span<const Word> commands() {
  return command_list;
}

std::span<const Word> command_words(std::string_view command) {
  if (command == "show") return show_words;
  if (command == "set") return set_words;
  if (command == "export") return export_words;
  if (command == "drop") return drop_words;
  return {};
}

std::span<const PropertyWord> chart_properties() {
  static const std::vector<PropertyWord> properties = {
      {"title", "The chart's title."},
      {"xtitle", "The title of the x-axis."},
      {"ytitle", "The title of the y-axis."},
      {"xcolumn", "The column of the x-axis.", {}, true},
      {"ycolumns", "The columns with values.", {}, true},
      {"series", "The columns whose values make the series.", {}, true},
      {"kind", "How several series are drawn.", {"default", "unstacked", "stacked", "stacked100", "map"}},
      {"legend", "Whether the legend is shown.", {"visible", "hidden"}},
      {"xaxis", "The scale of the x-axis.", {"linear", "log"}},
      {"yaxis", "The scale of the y-axis.", {"linear", "log"}},
      {"ymin", "The lowest value of the y-axis."},
      {"ymax", "The highest value of the y-axis."},
      {"accumulate", "Whether each value is added to those before it.", {"true", "false"}},
  };
  return properties;
}

std::vector<PropertyWord> properties_of(std::string_view op) {
  if (op == "join")
    return {{"kind",
             "Which rows the join keeps.",
             {"innerunique", "inner", "leftouter", "rightouter", "fullouter", "leftsemi", "rightsemi", "leftanti",
              "rightanti", "anti", "leftantisemi", "rightantisemi"}},
            {"hint.strategy", "How a cluster would share the work.", {"broadcast", "shuffle"}},
            {"hint.shufflekey", "The column by which a cluster would share the work.", {}, true},
            {"hint.remote", "Where a cluster would run the join.", {"auto", "left", "right", "local"}}};
  if (op == "lookup") return {{"kind", "Which rows the lookup keeps.", {"leftouter", "inner"}}};
  if (op == "union")
    return {{"kind", "All columns, or those that all tables have.", {"outer", "inner"}},
            {"withsource", "The name of a column that tells each row's table."},
            {"isfuzzy", "Whether tables that do not exist are passed over.", {"true", "false"}}};
  if (op == "mv-expand" || op == "mv-apply")
    return {{"kind", "What a bag becomes: bags of one property, or arrays [key, value].", {"bag", "array"}},
            {"bagexpansion", "Another name of kind.", {"bag", "array"}},
            {"with_itemindex", "The name of a column with the element's place."}};
  if (op == "parse" || op == "parse-where")
    return {{"kind", "How the pattern is meant.", {"simple", "regex", "relaxed"}},
            {"flags", "Flags of the regular expression, as U or i."}};
  if (op == "search") return {{"kind", "Whether case counts.", {"case_insensitive", "case_sensitive"}}};
  if (op == "find") return {{"withsource", "The name of a column that tells each row's table."}};
  if (op == "make-series") return {{"kind", "nonempty gives one series of defaults for no rows.", {"nonempty"}}};
  if (op == "summarize" || op == "distinct")
    return {{"hint.strategy", "How a cluster would share the work.", {"shuffle"}},
            {"hint.shufflekey", "The column by which a cluster would share the work.", {}, true}};
  if (op == "partition")
    return {{"hint.strategy", "How a cluster would share the work.", {"native", "shuffle", "legacy"}}};
  if (op == "as") return {{"hint.materialized", "Whether the rows are computed once.", {"true", "false"}}};
  return {};
}

const Word* find_word(std::span<const Word> words, std::string_view name) {
  const auto found = std::ranges::find(words, name, &Word::name);
  return found != words.end() ? &*found : nullptr;
}

}  // namespace huntbook::kql::editor
