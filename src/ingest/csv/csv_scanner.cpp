#include "ingest/csv/csv_scanner.hpp"

#include <algorithm>

#include <simdjson.h>

#include "ingest/record/byte_search.hpp"
#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

namespace {

class CsvScanner final : public RecordScanner {
 public:
  explicit CsvScanner(const CsvDialect& dialect) : dialect_(dialect) {}

  std::optional<std::size_t> end_of_record(std::string_view bytes) override {
    if (!dialect_.quoted) {
      const std::size_t end = bytes.find('\n');
      if (end == std::string_view::npos) return std::nullopt;
      return end + 1;
    }
    std::size_t i = 0;
    while (i < bytes.size()) {
      if (in_quotes_) {
        i = bytes.find('"', i);
        if (i == std::string_view::npos) break;
        in_quotes_ = false;
        after_quote_ = true;
        before_ = '"';
        ++i;
        continue;
      }
      const std::size_t found = find_either(bytes, i, '"', '\n');
      if (found > i) {
        before_ = bytes[found - 1];
        after_quote_ = false;
      }
      if (found == bytes.size()) break;
      i = found + 1;
      if (bytes[found] == '\n') {
        before_ = '\n';
        after_quote_ = false;
        return i;
      }
      // A quote opens a cell, or is the second of two inside one; any other is text.
      in_quotes_ = after_quote_ || before_ == dialect_.delimiter || before_ == '\n';
      after_quote_ = false;
      before_ = '"';
    }
    return std::nullopt;
  }

  std::string_view trim(std::string_view bytes) const override {
    if (bytes.ends_with('\n')) bytes.remove_suffix(1);
    if (bytes.ends_with('\r')) bytes.remove_suffix(1);
    if (!dialect_.comment_prefix.empty() && bytes.starts_with(dialect_.comment_prefix)) return {};
    return bytes;
  }

 private:
  const CsvDialect dialect_;
  char before_ = '\n';  // the byte before the next one, where that is outside of quotes
  bool in_quotes_ = false;
  bool after_quote_ = false;  // the byte before ended a quoted part
};

class CsvParser final : public RecordParser {
 public:
  explicit CsvParser(const CsvDialect& dialect) : dialect_(dialect) {}

  void parse(const Block& block, ParsedBlock& out) override {
    const bool valid_utf8 = simdjson::validate_utf8(block.bytes.get(), block.size);
    for (std::size_t i = 0; i < block.records.size(); ++i) {
      const RawRecord& raw = block.records[i];
      std::string_view text = block.text(raw);
      const bool repaired = !valid_utf8 && !simdjson::validate_utf8(text.data(), text.size());
      if (repaired) text = out.keep(repaired_utf8(text));
      cells_.clear();
      if (!split_cells(text, dialect_, cells_)) {
        out.rejected.push_back(reject_record(block, raw, "a quoted cell does not end"));
        continue;
      }
      if (cells_.size() > dialect_.columns.size()) {
        out.rejected.push_back(reject_record(block, raw,
                                             "record has " + std::to_string(cells_.size()) + " cells, the header " +
                                                 std::to_string(dialect_.columns.size())));
        continue;
      }
      if (repaired) ++out.repaired;
      const std::size_t first_field = out.fields.size();
      for (std::size_t c = 0; c < dialect_.columns.size(); ++c) out.fields.push_back(field(c, out));
      out.records.push_back({first_field, dialect_.columns.size(), i});
    }
  }

 private:
  Field field(std::size_t column, ParsedBlock& out) const {
    Field made{dialect_.columns[column], {}, FieldKind::Cell, false};
    if (column >= cells_.size()) {
      made.kind = FieldKind::Null;
      return made;
    }
    const CsvCell& cell = cells_[column];
    made.utc = column < dialect_.utc.size() && dialect_.utc[column];
    made.text = cell.doubled ? out.keep(cell_text(cell.text)) : cell.text;
    if (!cell.quoted && !dialect_.null_cell.empty() && made.text == dialect_.null_cell) made.kind = FieldKind::Null;
    if (!dialect_.empty_cell.empty() && made.text == dialect_.empty_cell) made.text = {};
    return made;
  }

  const CsvDialect dialect_;
  std::vector<CsvCell> cells_;
};

}  // namespace

bool split_cells(std::string_view record, const CsvDialect& dialect, std::vector<CsvCell>& cells) {
  std::size_t at = 0;
  while (true) {
    CsvCell cell;
    std::size_t end = 0;
    if (dialect.quoted && at < record.size() && record[at] == '"') {
      cell.quoted = true;
      std::size_t close = at;
      while (true) {
        close = record.find('"', close + 1);
        if (close == std::string_view::npos) return false;
        if (close + 1 >= record.size() || record[close + 1] != '"') break;
        cell.doubled = true;
        ++close;
      }
      end = std::min(record.find(dialect.delimiter, close + 1), record.size());
      if (end != close + 1) cell.doubled = true;
      cell.text = cell.doubled ? record.substr(at, end - at) : record.substr(at + 1, close - at - 1);
    } else {
      end = std::min(record.find(dialect.delimiter, at), record.size());
      cell.text = record.substr(at, end - at);
    }
    cells.push_back(cell);
    if (end == record.size()) return true;
    at = end + 1;
  }
}

std::string cell_text(std::string_view raw) {
  std::string text;
  text.reserve(raw.size());
  bool inside = false;
  for (std::size_t i = 0; i < raw.size();) {
    const std::size_t quote = std::min(raw.find('"', i), raw.size());
    text.append(raw.substr(i, quote - i));
    if (quote == raw.size()) break;
    i = quote + 1;
    if (!inside && quote == 0) {
      inside = true;
    } else if (inside && i < raw.size() && raw[i] == '"') {
      text.push_back('"');
      ++i;
    } else if (inside) {
      inside = false;
    } else {
      text.push_back('"');
    }
  }
  return text;
}

std::unique_ptr<RecordScanner> csv_scanner(const CsvDialect& dialect) {
  return std::make_unique<CsvScanner>(dialect);
}

std::unique_ptr<RecordParser> csv_parser(const CsvDialect& dialect) {
  return std::make_unique<CsvParser>(dialect);
}

}  // namespace huntbook::ingest
