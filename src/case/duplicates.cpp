#include "case/duplicates.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/time.hpp"
#include "case/event_identity.hpp"
#include "case/own_table_access.hpp"

namespace huntbook::casefile {

namespace {

constexpr std::string_view time_column = "TimeGenerated";

// Rows of the file that are compared at a time, which bounds the memory that comparing takes.
constexpr std::int64_t slice_rows = 1'000'000;

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

// A text as SQL whatever bytes it has: a literal cannot hold a NUL.
std::string text_literal(std::string_view text) {
  std::string bytes;
  for (const char byte : text) bytes += fmt::format("\\x{:02X}", static_cast<unsigned char>(byte));
  return fmt::format("decode('{}'::BLOB)", bytes);
}

// SQL of a text in which GUIDs have no braces, times no more than milliseconds and no zeros at their end, and lines end
// in `line_end`, which stands for `windows_line_end` (both as SQL).
std::string in_one_form(std::string text, std::string_view windows_line_end, std::string_view line_end) {
  constexpr std::pair<const char*, const char*> rewritings[] = {
      {R"(\{([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\})", R"(\1)"},
      {R"((T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3})[0-9]+Z)", R"(\1Z)"},
      {R"((T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]*?)0+Z)", R"(\1\2Z)"},
      {R"((T[0-9]{2}:[0-9]{2}:[0-9]{2})\.Z)", R"(\1Z)"},
  };
  for (const auto& [pattern, rewritten] : rewritings)
    text = fmt::format("regexp_replace({}, '{}', '{}', 'g')", text, pattern, rewritten);
  return fmt::format("replace({}, {}, {})", text, windows_line_end, line_end);
}

// SQL of what two rows must have in common in a column that they tell of one event with.
std::string compared(const StoredColumn& column, const EventIdentity& identity) {
  const std::string& source = column.source;
  // Some forms give fewer digits of a second than others.
  if (column.type == ScalarType::DateTime) return fmt::format("{} // {}", source, ticks_per_millisecond);
  if (!identity.has_other_forms) return source;
  if (column.type == ScalarType::String) return in_one_form(source, "chr(13) || chr(10)", "chr(10)");
  if (column.type != ScalarType::Dynamic) return source;
  std::string shown;
  if (column.name == extra_column)
    for (const std::string_view member : identity.shown_members)
      shown += fmt::format("{}\"{}\":null", shown.empty() ? "" : ",", member);
  // Its members written in one way, without what a tool adds to them; a number or truth value is the same as its text,
  // and no value the same as an empty one.
  const std::string bag = fmt::format(
      "regexp_replace(regexp_replace(json_merge_patch({}, '{{{}}}'), '([:,\\[])\"(-?[0-9]+|true|false)\"', '\\1\\2', "
      "'g'), '([:,\\[])null', '\\1\"\"', 'g')",
      source, shown);
  return fmt::format("CASE WHEN json_valid({0}) AND json_type({0}) = 'OBJECT' THEN nullif({1}, '{{}}') ELSE {0} END",
                     source, in_one_form(bag, "'\\r\\n'", "'\\n'"));
}

class Comparison {
 public:
  Comparison(engine::Connection& connection, TableEntry& entry, const EventIdentity& identity, std::int64_t file_id)
      : connection_(connection), entry_(entry), identity_(identity), file_id_(file_id) {}

  Result<Duplicates> run() {
    Duplicates found;
    if (!take_columns()) return found;
    HUNTBOOK_CHECK(read_range());
    if (rows_ == 0) return found;
    HUNTBOOK_TRY(const std::vector<Ticks> ends, slice_ends());
    HUNTBOOK_TRY(const bool with_others, any_others());
    Ticks begin = first_;
    for (const Ticks end : ends) {
      const std::string slice = fmt::format("{0} >= {1} AND {0} < {2}", time_, begin, end);
      HUNTBOOK_CHECK(compare(slice, with_others, found));
      begin = end;
    }
    return found;
  }

 private:
  std::string source_of(std::string_view column) const {
    const StoredColumn* const stored = entry_.find(column);
    return stored == nullptr ? std::string() : stored->source;
  }

  // False where no row of the table can have an identity.
  bool take_columns() {
    file_ = source_of(file_column);
    record_ = source_of(record_column);
    time_ = source_of(time_column);
    const std::string id = source_of(identity_.id_in_extra ? extra_column : identity_.id);
    if (file_.empty() || record_.empty() || time_.empty() || id.empty()) return false;
    if (identity_.id_in_extra) {
      id_ = fmt::format(
          "CASE WHEN contains({0}, '\"{1}\"') AND json_valid({0}) THEN json_extract_string({0}, '$.{1}') END", id,
          identity_.id);
    } else {
      id_ = id;
    }
    if (entry_.find(time_column)->type != ScalarType::DateTime) return false;
    const bool is_text = identity_.id_in_extra || entry_.find(identity_.id)->type == ScalarType::String;
    present_ = fmt::format("{} IS NOT NULL AND {}", time_, is_text ? id_ + " <> ''" : id_ + " IS NOT NULL");
    key_ = {id_};
    for (const std::string_view column : identity_.within)
      if (const std::string source = source_of(column); !source.empty()) key_.push_back(source);
    // Some forms give fewer digits of a second than others.
    key_.push_back(fmt::format("{} // {}", time_, ticks_per_second));
    for (const StoredColumn& column : entry_.columns) {
      if (column.source.empty() || column.name == file_column || column.name == record_column ||
          std::ranges::find(identity_.shown_columns, column.name) != identity_.shown_columns.end())
        continue;
      content_.push_back(compared(column, identity_));
    }
    return true;
  }

  std::string own() const { return fmt::format("{} = {} AND {}", file_, file_id_, present_); }
  std::string others() const { return fmt::format("{} <> {} AND {}", file_, file_id_, present_); }

  // The times between which the file's events lie, and whose they are, which keeps the stored rows that must be looked
  // at few: most logs tell of one host.
  Result<void> read_range() {
    std::vector<std::string> texts;
    Schema schema{{"rows", ScalarType::Long}, {"first", ScalarType::Long}, {"last", ScalarType::Long}};
    std::string select = fmt::format("count(*), min({0}), max({0})", time_);
    for (const std::string_view column : identity_.within) {
      const std::string source = source_of(column);
      if (source.empty() || entry_.find(column)->type != ScalarType::String) continue;
      texts.push_back(source);
      select += fmt::format(", min({0}), max({0})", source);
      schema.push_back({"first", ScalarType::String});
      schema.push_back({"last", ScalarType::String});
    }
    return each_row(connection_, fmt::format("SELECT {} FROM {} WHERE {}", select, entry_.relation(), own()), schema,
                    [&](const Batch& batch, std::size_t row) {
                      rows_ = batch.columns[0].long_at(row);
                      if (rows_ == 0) return;
                      // Whole seconds, as the key has them.
                      first_ = batch.columns[1].long_at(row) / ticks_per_second * ticks_per_second;
                      end_ = (batch.columns[2].long_at(row) / ticks_per_second + 1) * ticks_per_second;
                      for (std::size_t text = 0; text < texts.size(); ++text)
                        present_ += fmt::format(" AND {} BETWEEN {} AND {}", texts[text],
                                                text_literal(batch.columns[3 + 2 * text].text_at(row)),
                                                text_literal(batch.columns[4 + 2 * text].text_at(row)));
                    });
  }

  Result<std::vector<Ticks>> slice_ends() {
    std::vector<Ticks> ends;
    const std::int64_t slices = (rows_ + slice_rows - 1) / slice_rows;
    if (slices > 1) {
      std::vector<std::string> shares;
      for (std::int64_t slice = 1; slice < slices; ++slice)
        shares.push_back(fmt::format("{}", static_cast<double>(slice) / static_cast<double>(slices)));
      HUNTBOOK_CHECK(
          each_row(connection_,
                   fmt::format("SELECT DISTINCT unnest(approx_quantile({0}, [{1}]))::BIGINT // {2} * {2} AS q "
                               "FROM {3} WHERE {4} ORDER BY q",
                               time_, joined(shares, ", "), ticks_per_second, entry_.relation(), own()),
                   {{"end", ScalarType::Long}}, [&](const Batch& batch, std::size_t row) {
                     const Ticks end = batch.columns[0].long_at(row);
                     if (end > first_ && end < end_) ends.push_back(end);
                   }));
    }
    ends.push_back(end_);
    return ends;
  }

  Result<bool> any_others() {
    HUNTBOOK_TRY(
        const std::int64_t found,
        read_number(connection_, fmt::format("SELECT 1 FROM {0} WHERE {1} AND {2} >= {3} AND {2} < {4} LIMIT 1",
                                             entry_.relation(), others(), time_, first_, end_)));
    return found == 1;
  }

  // Drops the duplicates among the rows of a time slice.
  Result<void> compare(const std::string& slice, bool with_others, Duplicates& found) {
    const std::string key_hash = fmt::format("hash({})", joined(key_, ", "));
    const std::string& relation = entry_.relation();
    const std::string own_keys =
        fmt::format("SELECT {} AS h FROM {} WHERE {} AND {}", key_hash, relation, own(), slice);
    // Identities that come more than once, by their hash, of which few more rows than those have one.
    std::string repeated = fmt::format("SELECT h FROM ({}) GROUP BY h HAVING count(*) > 1", own_keys);
    if (with_others)
      repeated += fmt::format(
          " UNION ALL SELECT DISTINCT h FROM ({}) SEMI JOIN (SELECT {} AS h FROM {} WHERE {} AND {}) USING (h)",
          own_keys, key_hash, relation, others(), slice);
    HUNTBOOK_CHECK(connection_.execute("CREATE OR REPLACE TEMPORARY TABLE repeated AS " + repeated));
    HUNTBOOK_TRY(const std::int64_t any, read_number(connection_, "SELECT 1 FROM repeated LIMIT 1"));
    if (any == 1) {
      std::string keys;
      for (std::size_t part = 0; part < key_.size(); ++part) keys += fmt::format("{} AS k{}, ", key_[part], part);
      HUNTBOOK_CHECK(
          connection_.execute(fmt::format("CREATE OR REPLACE TEMPORARY TABLE told AS SELECT rowid AS r, {} AS f, {} AS "
                                          "n, {}sha256(json_array({})::VARCHAR) AS "
                                          "c FROM {} WHERE {} AND {}{} AND {} IN (SELECT h FROM repeated)",
                                          file_, record_, keys, joined(content_, ", "), relation, present_, slice,
                                          with_others ? "" : fmt::format(" AND {} = {}", file_, file_id_), key_hash)));
      HUNTBOOK_CHECK(drop_among_told(found));
      HUNTBOOK_CHECK(connection_.execute("DROP TABLE told"));
    }
    HUNTBOOK_CHECK(connection_.execute("DROP TABLE repeated"));
    return {};
  }

  // The first row that says something of an event stays, by the order of the files and of the records in them.
  Result<void> drop_among_told(Duplicates& found) {
    std::string key;
    for (std::size_t part = 0; part < key_.size(); ++part) key += fmt::format("{}k{}", part == 0 ? "" : ", ", part);
    HUNTBOOK_CHECK(connection_.execute(
        fmt::format("CREATE OR REPLACE TEMPORARY TABLE sighting AS SELECT r, place, first FROM (SELECT r, f, "
                    "row_number() OVER (PARTITION BY {0}, c "
                    "ORDER BY f, n) AS place, min(f) OVER (PARTITION BY {0}) AS first FROM told) WHERE f = {1}",
                    key, file_id_)));
    HUNTBOOK_TRY(const std::uint64_t dropped,
                 connection_.execute(fmt::format(
                     "DELETE FROM {} WHERE rowid IN (SELECT r FROM sighting WHERE place > 1)", entry_.relation())));
    HUNTBOOK_TRY(const std::int64_t differing,
                 read_number(connection_,
                             fmt::format("SELECT count(*) FROM sighting WHERE place = 1 AND first <> {}", file_id_)));
    found.dropped += dropped;
    found.differing += static_cast<std::uint64_t>(differing);
    HUNTBOOK_CHECK(connection_.execute("DROP TABLE sighting"));
    return {};
  }

  engine::Connection& connection_;
  TableEntry& entry_;
  const EventIdentity& identity_;
  std::int64_t file_id_;
  std::string file_, record_, time_, id_;  // the engine's columns, and the SQL of the id
  std::string present_;                    // the row has an identity, and one that the file's rows may have
  std::vector<std::string> key_;
  std::vector<std::string> content_;
  std::int64_t rows_ = 0;
  Ticks first_ = 0, end_ = 0;
};

}  // namespace

Result<Duplicates> drop_duplicates(engine::Connection& connection, TableEntry& entry, std::int64_t file_id) {
  const EventIdentity* const identity = find_identity(entry.name);
  if (identity == nullptr) return Duplicates{};
  return Comparison(connection, entry, *identity, file_id).run();
}

}  // namespace huntbook::casefile
