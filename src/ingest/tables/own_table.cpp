#include "ingest/tables/own_table.hpp"

#include <unordered_map>

#include "base/ascii.hpp"
#include "ingest/record/json_text.hpp"
#include "ingest/tables/store.hpp"
#include "ingest/tables/type_guess.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::uint32_t no_column = ~std::uint32_t{0};

// The columns of some records in the order of their first sight, and for every field its column.
class Layout {
 public:
  // Fields of a stream usually come in the order of the record before: try the column after the last one first.
  std::uint32_t column_of(std::string_view name) {
    if (next_ < names_.size() && names_[next_] == name) return static_cast<std::uint32_t>(next_++);
    const auto found = index_.find(name);
    if (found != index_.end()) {
      next_ = found->second + 1;
      return found->second;
    }
    if (names_.size() >= max_own_columns || name == extra_column || name == file_column || name == record_column) {
      return no_column;
    }
    const auto column = static_cast<std::uint32_t>(names_.size());
    names_.push_back(name);
    index_.emplace(name, column);
    next_ = names_.size();
    return column;
  }
  void start_record() { next_ = 0; }
  const std::vector<std::string_view>& names() const { return names_; }

 private:
  std::vector<std::string_view> names_;
  std::unordered_map<std::string_view, std::uint32_t> index_;
  std::size_t next_ = 0;
};

}  // namespace

void OwnRows::add(Record record, std::uint64_t record_number) {
  records_.push_back(record);
  numbers_.push_back(record_number);
}

TableRows OwnRows::finish(const KnownTypes& known, LocalTimes& times) {
  Layout layout;
  std::vector<std::uint32_t> column_of_field;
  std::vector<TypeGuess> guesses;
  std::string scratch;
  for (Record record : records_) {
    layout.start_record();
    for (const Field& field : record) {
      const std::uint32_t column = layout.column_of(field.name);
      column_of_field.push_back(column);
      if (column == no_column) continue;
      if (column == guesses.size()) guesses.emplace_back();
      guesses[column].see(field, scratch);
    }
  }

  SparseColumns columns;
  TableRows rows;
  rows.table = table_;
  for (std::size_t i = 0; i < guesses.size(); ++i) {
    rows.column_order.emplace_back(layout.names()[i]);
    const auto before = known.find(layout.names()[i]);
    std::optional<ScalarType> type = guesses[i].type();
    if (before != known.end()) type = type ? common_type(*type, before->second) : before->second;
    columns.add(rows.column_order.back(), type.value_or(ScalarType::String));
  }
  const std::size_t extra_slot = columns.add(std::string(extra_column), ScalarType::Dynamic);

  std::string extra = "{";
  auto column = column_of_field.begin();
  for (Record record : records_) {
    for (const Field& field : record) {
      const std::uint32_t slot = *column++;
      if (field.kind == FieldKind::Null || (field.text.empty() && field.kind == FieldKind::Cell)) continue;
      if (slot == no_column || columns.filled(slot) || !store(field, field.name, columns.open(slot), times, scratch)) {
        append_member(extra, field.name, field);
      }
    }
    if (extra.size() > 1) {
      extra.push_back('}');
      columns.open(extra_slot).push_text(extra);
      extra.resize(1);
    }
    columns.end_row();
  }
  columns.finish(rows);
  rows.record_numbers = std::move(numbers_);
  records_.clear();
  return rows;
}

std::string table_name_from(std::string_view path) {
  std::string_view name = path.substr(path.find_last_of("/\\") + 1);
  // Endings that say how the file is packed or written, not what it is.
  for (bool again = true; again;) {
    again = false;
    for (std::string_view ending : {".gz", ".zip", ".tar", ".tgz", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".txt",
                                    ".log", ".JSON", ".CSV", ".TXT", ".LOG", ".Zip"}) {
      if (name.size() > ending.size() && name.ends_with(ending)) {
        name.remove_suffix(ending.size());
        again = true;
      }
    }
  }
  std::string table;
  for (char c : name) {
    const bool word = is_letter(c) || is_digit(c) || c == '_';
    table.push_back(word ? c : '_');
  }
  if (table.empty() || table.find_first_not_of('_') == std::string::npos) return "Data";
  const bool starts_with_digit = is_digit(table[0]);
  return starts_with_digit ? std::string("T_").append(table) : table;
}

}  // namespace huntbook::ingest
