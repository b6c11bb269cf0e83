// How the plugins of 'evaluate' are called.
#include <algorithm>

#include "kql/operators/record.hpp"

namespace huntbook::kql {
namespace {

constexpr OperatorParameter id{"IdColumn", "who or what was active"};
constexpr OperatorParameter timeline{"TimelineColumn", "when: a datetime, or a number"};
constexpr OperatorParameter start{"Start", "constant; begin of the first period"};
constexpr OperatorParameter end{"End", "constant; end of the last period, not included"};
constexpr OperatorParameter step{"Step", "constant; how long a period is"};
constexpr OperatorParameter dimensions{"Dimension",
                                       "optional columns; each combination of their values is looked at on "
                                       "its own"};
constexpr OperatorParameter weight{"WeightColumn",
                                   "optional column of a number that the row counts for; \"~\" for none"};
constexpr OperatorParameter unmatched{"return_unmatched", "optional; true keeps rows that match nothing"};
const std::vector<OperatorParameter> storage_options = {
    {"StorageContainers", "array of folders or files"},
    {"DataFormat", "csv, tsv, psv, scsv, sohsv, txt, json, multijson or parquet"},
    {"FileExtension", "optional; how names of files end"},
    {"FileNamePrefix", "optional; how names of files begin"},
    {"Mode", "optional; any, last (the default: the file written last) or all"},
    {"InferenceOptions", "optional bag; UseFirstRowAsHeader takes the names from the first record"}};
constexpr std::string_view storage_notes =
    "Files must lie in a folder that --allow-read names, and all of their records are read. Links in folders are left "
    "out. Numbers are long or real.";
constexpr std::string_view exact = "Kusto may estimate the distinct counts; Huntbook's are exact.";

}  // namespace

std::span<const PluginText> plugin_texts() {
  static const std::vector<PluginText> texts = {
      {.name = "active_users_count",
       .syntax = "T | evaluate active_users_count(IdColumn, TimelineColumn, Start, End, LookbackWindow, Period, "
                 "ActivePeriodsCount, Step [, Dimension, ...])",
       .parameters = {id,
                      timeline,
                      start,
                      end,
                      {"LookbackWindow", "constant; how far back activity is looked for"},
                      {"Period", "constant; activity within one counts once"},
                      {"ActivePeriodsCount", "constant; in how many periods somebody must be active"},
                      step,
                      dimensions},
       .notes = exact},
      {.name = "activity_counts_metrics",
       .syntax = "T | evaluate activity_counts_metrics(IdColumn, TimelineColumn, Start, End, Step [, Dimension, ...])",
       .parameters = {id, timeline, start, end, step, dimensions},
       .notes = exact},
      {.name = "activity_engagement",
       .syntax = "T | evaluate activity_engagement(IdColumn, TimelineColumn, Start, End, InnerActivityWindow, "
                 "OuterActivityWindow [, Dimension, ...])",
       .parameters = {id,
                      timeline,
                      start,
                      end,
                      {"InnerActivityWindow", "constant; the short period, such as a day"},
                      {"OuterActivityWindow", "constant; the long one that ends with it, such as a week"},
                      dimensions},
       .notes = exact},
      {.name = "activity_metrics",
       .syntax = "T | evaluate activity_metrics(IdColumn, TimelineColumn, Start, End, Step [, Dimension, ...])",
       .parameters = {id, timeline, start, end, step, dimensions},
       .notes = exact},
      {.name = "autocluster",
       .syntax = "T | evaluate autocluster([SizeWeight [, WeightColumn [, NumSeeds]]])",
       .parameters = {{"SizeWeight",
                       "optional, from 0 to 1; default 0.5: how much the size of a pattern counts against "
                       "what it says"},
                      weight,
                      {"NumSeeds", "optional; accepted"}},
       .notes = "Behind the parameters may stand wildcards: literals that mean any value in columns of their type."},
      {.name = "bag_unpack",
       .syntax = "T | evaluate bag_unpack(Column [, OutputColumnPrefix] [, columnsConflict] [, ignoredProperties]) "
                 "[: (Column: type, ...)]",
       .parameters = {{"Column", "the dynamic column with the bags; it goes away"},
                      {"OutputColumnPrefix", "optional text in front of each new column's name"},
                      {"columnsConflict",
                       "optional: error (default), replace_source or keep_source, where a key is a "
                       "column already"},
                      {"ignoredProperties", "optional array of keys that are left out"}}},
      {.name = "basket",
       .syntax = "T | evaluate basket([Threshold [, WeightColumn [, MaxDimensions]]])",
       .parameters = {{"Threshold",
                       "optional, from 0 to 1; default 0.05: which share of the rows a combination must have"},
                      weight,
                      {"MaxDimensions", "optional; default 5: how many columns a combination may have"}},
       .notes = "Behind the parameters may stand wildcards: literals that mean any value in columns of their type."},
      {.name = "cluster_events",
       .syntax = "T | evaluate cluster_events([Column, ...] [, features = Names] [, eps = Distance] [, min_samples = "
                 "Count] [, mode = 'pattern' | 'msticpy'] [, collapse = true | false])",
       .parameters = {{"Column", "optional columns to take features from"},
                      {"features", "optional array of names of features"},
                      {"eps", "optional; how far neighbours may be apart"},
                      {"min_samples", "optional; how many neighbours make a cluster"},
                      {"mode",
                       "optional; 'pattern' (default) compares the structure of command lines, 'msticpy' the "
                       "features of the library of that name"},
                      {"collapse", "optional; false gives each event its row"}},
       .notes = "[How events are clustered](../../clustering.md)."},
      {.name = "dcount_intersect",
       .syntax = "T | evaluate dcount_intersect(hll_1, hll_2 [, hll_3, ...])",
       .parameters = {{"hll_1, hll_2, ...", "columns with sketches of hll()"}}},
      {.name = "diffpatterns",
       .syntax = "T | evaluate diffpatterns(SplitColumn, SplitValueA, SplitValueB [, WeightColumn [, Threshold [, "
                 "MaxDimensions]]])",
       .parameters = {{"SplitColumn", "the column that tells the two sets of rows apart"},
                      {"SplitValueA", "its value in the first set"},
                      {"SplitValueB", "its value in the second set"},
                      weight,
                      {"Threshold", "optional, from 0 to 1; default 0.05: how far the shares must be apart"},
                      {"MaxDimensions", "optional; how many columns a pattern may have"}},
       .notes = "Behind the parameters may stand wildcards: literals that mean any value in columns of their type."},
      {.name = "funnel_sequence",
       .syntax = "T | evaluate funnel_sequence(IdColumn, TimelineColumn, Start, End, MaxSequenceStepWindow, Step, "
                 "StateColumn, Sequence)",
       .parameters = {id,
                      timeline,
                      start,
                      end,
                      {"MaxSequenceStepWindow", "constant; how far two steps may be apart"},
                      step,
                      {"StateColumn", "what happened"},
                      {"Sequence", "constant array of states, in order"}}},
      {.name = "funnel_sequence_completion",
       .syntax = "T | evaluate funnel_sequence_completion(IdColumn, TimelineColumn, Start, End, BinSize, StateColumn, "
                 "Sequence, MaxSequenceStepWindows)",
       .parameters = {id,
                      timeline,
                      start,
                      end,
                      {"BinSize", "constant; how long a period is"},
                      {"StateColumn", "what happened"},
                      {"Sequence", "constant array of states, in order"},
                      {"MaxSequenceStepWindows",
                       "constant array: how far the first and the last step may be apart, "
                       "each of which gives a funnel"}}},
      {.name = "geo_line_lookup",
       .syntax = "T | evaluate geo_line_lookup(LookupTable, LookupLineKey, SourceLongitude, SourceLatitude, radius [, "
                 "return_unmatched] [, lookup_area_radius] [, return_lookup_key])",
       .parameters = {{"LookupTable", "the table with the lines"},
                      {"LookupLineKey", "its dynamic column with lines as GeoJSON"},
                      {"SourceLongitude, SourceLatitude", "columns with the point, in degrees"},
                      {"radius", "constant; how far a point may be from a line, in metres"},
                      unmatched,
                      {"lookup_area_radius", "optional; accepted"},
                      {"return_lookup_key", "optional; true keeps the column with the line"}}},
      {.name = "geo_polygon_lookup",
       .syntax = "T | evaluate geo_polygon_lookup(LookupTable, LookupPolygonKey, SourceLongitude, SourceLatitude [, "
                 "radius] [, return_unmatched] [, lookup_area_radius] [, return_lookup_key])",
       .parameters = {{"LookupTable", "the table with the polygons"},
                      {"LookupPolygonKey", "its dynamic column with polygons as GeoJSON"},
                      {"SourceLongitude, SourceLatitude", "columns with the point, in degrees"},
                      {"radius", "optional constant; how far outside a point may be, in metres"},
                      unmatched,
                      {"lookup_area_radius", "optional; accepted"},
                      {"return_lookup_key", "optional; true keeps the column with the polygon"}}},
      {.name = "infer_storage_schema",
       .syntax = "evaluate infer_storage_schema(Options)",
       .parameters = storage_options,
       .notes = storage_notes},
      {.name = "infer_storage_schema_with_suggestions",
       .syntax = "evaluate infer_storage_schema_with_suggestions(Options)",
       .parameters = storage_options,
       .notes = storage_notes},
      {.name = "ipv4_lookup",
       .syntax = "T | evaluate ipv4_lookup(LookupTable, SourceIPv4Key, IPv4LookupKey [, ExtraKey, ...] [, "
                 "return_unmatched])",
       .parameters = {{"LookupTable", "the table with the networks"},
                      {"SourceIPv4Key", "column with the addresses"},
                      {"IPv4LookupKey", "column of the lookup table with networks, as 10.0.0.0/8"},
                      {"ExtraKey", "optional columns of both tables that must be equal"},
                      unmatched}},
      {.name = "ipv6_lookup",
       .syntax = "T | evaluate ipv6_lookup(LookupTable, SourceIPv6Key, IPv6LookupKey [, return_unmatched])",
       .parameters = {{"LookupTable", "the table with the networks"},
                      {"SourceIPv6Key", "column with the addresses, of version 6 or 4"},
                      {"IPv6LookupKey", "column of the lookup table with networks, as fe80::/10"},
                      unmatched}},
      {.name = "narrow", .syntax = "T | evaluate narrow()"},
      {.name = "new_activity_metrics",
       .syntax =
           "T | evaluate new_activity_metrics(IdColumn, TimelineColumn, Start, End, Step [, Cohort] [, Dimension, "
           "...] [, Lookback])",
       .parameters = {id,
                      timeline,
                      start,
                      end,
                      step,
                      {"Cohort", "optional constant; begin of the one period whose newcomers are followed"},
                      dimensions,
                      {"Lookback", "optional table of those who count as known before"}},
       .notes = exact},
      {.name = "pivot",
       .syntax = "T | evaluate pivot(PivotColumn [, Aggregate] [, Column, ...]) [: (Column: type, ...)]",
       .parameters = {{"PivotColumn", "the column whose values become columns"},
                      {"Aggregate", "optional; default count()"},
                      {"Column", "optional columns that make the rows; default all others"}}},
      {.name = "preview",
       .syntax = "T | evaluate preview(NumberOfRows)",
       .parameters = {{"NumberOfRows", "constant; how many rows to show"}},
       .notes = "Gives two results: some rows, and how many there are."},
      {.name = "rolling_percentile",
       .syntax = "T | evaluate rolling_percentile(ValueColumn, Percentile, IndexColumn, BinSize, BinsPerWindow [, "
                 "Dimension, ...])",
       .parameters = {{"ValueColumn", "the measured value"},
                      {"Percentile", "constant, from 0 to 100"},
                      {"IndexColumn", "when or where it was measured"},
                      {"BinSize", "constant; width of a bin"},
                      {"BinsPerWindow", "constant; how many bins the window has"},
                      dimensions},
       .notes = "Kusto estimates percentiles of large sets; Huntbook's are exact."},
      {.name = "rows_near",
       .syntax = "T | evaluate rows_near(Condition, NumRows [, RowsAfter])",
       .parameters = {{"Condition", "which rows to look for"},
                      {"NumRows",
                       "constant; how many rows before each of them stay, and behind it too where RowsAfter "
                       "is not given"},
                      {"RowsAfter", "optional constant; how many rows behind it stay"}},
       .notes = "The table needs an order: sort or serialize it."},
      {.name = "schema_merge",
       .syntax = "T | evaluate schema_merge([PreserveOrder])",
       .parameters = {{"PreserveOrder", "optional; false lets columns stand in different places; default true"}},
       .notes =
           "T holds rows of getschema. Numbers are widened to a type that holds them all; other types have nothing "
           "in common and become an error in the table."},
      {.name = "sequence_detect",
       .syntax = "T | evaluate sequence_detect(TimelineColumn, MaxSequenceStepWindow, MaxSequenceSpan, Step1 = "
                 "Predicate, Step2 = Predicate [, ...] [, Dimension, ...])",
       .parameters = {timeline,
                      {"MaxSequenceStepWindow", "constant; how far two steps may be apart"},
                      {"MaxSequenceSpan", "constant; how long the whole may take"},
                      {"Step = Predicate", "conditions that must hold one after the other"},
                      {"Dimension", "columns that the steps must have in common"}}},
      {.name = "session_count",
       .syntax = "T | evaluate session_count(IdColumn, TimelineColumn, Start, End, Step, LookBackWindow [, Dimension, "
                 "...])",
       .parameters = {id,
                      timeline,
                      start,
                      end,
                      step,
                      {"LookBackWindow", "constant; who was active within it goes on with a session"},
                      dimensions}},
      {.name = "silences",
       .syntax = "T | evaluate silences(TimeColumn [, GroupColumn, ...])",
       .parameters = {{"TimeColumn", "when something happened"},
                      {"GroupColumn", "columns whose values are a log each, such as host and channel"}},
       .notes = "[When a silence is unusual](../../coverage.md)."},
      {.name = "sliding_window_counts",
       .syntax = "T | evaluate sliding_window_counts(IdColumn, TimelineColumn, Start, End, LookbackWindow, Step [, "
                 "Dimension, ...])",
       .parameters = {id,
                      timeline,
                      start,
                      end,
                      {"LookbackWindow", "constant; how long the window is that ends with the period"},
                      step,
                      dimensions},
       .notes = exact},
  };
  return texts;
}

const PluginText* find_plugin_text(std::string_view name) {
  std::span<const PluginText> texts = plugin_texts();
  auto found = std::ranges::find(texts, name, &PluginText::name);
  return found == texts.end() ? nullptr : &*found;
}

}  // namespace huntbook::kql
