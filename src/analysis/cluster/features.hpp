// What describes an event for clustering: msticpy's features under its names (analysis/eventcluster.py), ours, and any
// plain column. A feature of a row becomes a number, a category or a sequence of delimiters, and the features of a row
// together its pattern: rows with the same pattern need no further look.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/cluster/column_roles.hpp"
#include "base/column.hpp"
#include "base/result.hpp"

namespace huntbook::cluster {

// Pattern: ours, the default. Msticpy: the same clusters as msticpy's dbcluster_events.
enum class Mode { Pattern, Msticpy };

// How a feature takes part in the distance of two events.
enum class FeatureKind {
  Number,    // its difference counts
  Category,  // events that differ are never neighbours
  Sequence,  // the edit distance of the sequences counts
};

enum class FeatureId {
  PlainColumn,
  TokensFull,
  TokensHash,
  CommandScore,
  CommandLogLength,
  CommandLength,
  TokenCount,
  PathScore,
  PathLogScore,
  PathHash,
  SystemSession,
  AccountNumber,
  Structure,
  Executable,
  ExecutableName,
  Account,
  EventType,
  LogonType,
};

struct FeatureRecord {
  FeatureId id;
  std::string_view name;
  Role role;             // the column that it is computed from
  FeatureKind kind;      // in pattern mode; in msticpy's mode every feature is a number
  bool numeric;          // has a value in msticpy's mode
  std::string_view doc;  // one line
};

// All named features.
std::span<const FeatureRecord> feature_records();

// A feature, tied to a column of the input.
struct BoundFeature {
  FeatureId id;
  std::string name;
  FeatureKind kind;
  std::size_t column;
};

// Ties the names to the columns of `schema`: names of features first, then names of columns. Without names the default
// ones for what the table holds. Errors (kind User): a name that is neither, a feature whose column is missing, text in
// msticpy's mode, no default that fits.
Result<std::vector<BoundFeature>> bind_features(const Schema& schema, std::span<const std::string> names, Mode mode);

// The value of a numeric feature; null (no value, or text that is no number) is NaN.
double number_of(const BoundFeature& feature, const Column& column, std::size_t row);
// Appends the value of a category or sequence to `out`.
void append_text_of(const BoundFeature& feature, const Column& column, std::size_t row, std::string& out);

}  // namespace huntbook::cluster
