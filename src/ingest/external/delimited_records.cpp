#include "ingest/external/delimited_records.hpp"

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <simdjson.h>

#include "ingest/csv/csv_scanner.hpp"
#include "ingest/format/block_reader.hpp"
#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

namespace {

CsvDialect dialect_of(kql::ExternalFormat format) {
  using enum kql::ExternalFormat;
  CsvDialect dialect;
  dialect.quoted = format != Tsve && format != Txt;
  dialect.delimiter = format == Tsv || format == Tsve ? '\t'
                      : format == Psv                 ? '|'
                      : format == Scsv                ? ';'
                      : format == Sohsv               ? '\x01'
                      : format == W3cLog              ? ' '
                                                      : ',';
  return dialect;
}

// What stands for a tab, a line end or itself behind a backslash.
std::string unescaped(std::string_view cell) {
  std::string out;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] != '\\' || i + 1 == cell.size()) {
      out += cell[i];
      continue;
    }
    const char next = cell[++i];
    out += next == 't' ? '\t' : next == 'n' ? '\n' : next == 'r' ? '\r' : next;
  }
  return out;
}

// The cells of one record; those that do not stand in it as they are stand in `made`.
class CellReader {
 public:
  explicit CellReader(kql::ExternalFormat format) : format_(format), dialect_(dialect_of(format)) {}

  bool read(std::string_view record) {
    cells_.clear();
    made_.clear();
    texts_.clear();
    if (!simdjson::validate_utf8(record.data(), record.size())) record = made_.emplace_back(repaired_utf8(record));
    if (format_ == kql::ExternalFormat::Txt) {
      texts_.push_back(record);
      return true;
    }
    if (format_ == kql::ExternalFormat::Tsve) {
      split_escaped(record);
      return true;
    }
    if (!split_cells(record, dialect_, cells_)) return false;
    for (const CsvCell& cell : cells_)
      texts_.push_back(cell.doubled ? std::string_view(made_.emplace_back(cell_text(cell.text))) : cell.text);
    return true;
  }
  const std::vector<std::string_view>& texts() const { return texts_; }
  const CsvDialect& dialect() const { return dialect_; }

 private:
  // A backslash guards the tab behind it.
  void split_escaped(std::string_view record) {
    std::size_t begin = 0, at = 0;
    while (at <= record.size()) {
      if (at < record.size() && record[at] != '\t') {
        at = std::min(at + (record[at] == '\\' ? 2 : 1), record.size());
        continue;
      }
      texts_.push_back(made_.emplace_back(unescaped(record.substr(begin, at - begin))));
      begin = ++at;
    }
  }

  kql::ExternalFormat format_;
  CsvDialect dialect_;
  std::vector<CsvCell> cells_;
  std::deque<std::string> made_;
  std::vector<std::string_view> texts_;
};

}  // namespace

std::unexpected<Error> bad_record(std::string_view shown, std::uint64_t line, std::string_view reason) {
  return fail(ErrorKind::User, fmt::format("{}, line {}: {}", shown, line, reason));
}

Result<void> each_block(const ExternalText& text, std::unique_ptr<RecordScanner> scanner, std::size_t prefix,
                        const std::function<Result<void>(Block&)>& take) {
  BlockReader reader(text.source, std::move(scanner), prefix, 0);
  while (true) {
    if (text.stop != nullptr && *text.stop) return fail(ErrorKind::Cancelled, "stopped on request");
    HUNTBOOK_TRY(auto block, reader.next());
    if (!block) return {};
    if (text.ignore_first && !block->records.empty() && block->records.front().number == 1)
      block->records.erase(block->records.begin());
    HUNTBOOK_CHECK(take(*block));
    if (!block->rejected.empty())
      return bad_record(text.shown, block->rejected.front().line, block->rejected.front().reason);
  }
}

Result<void> read_delimited(const ExternalText& text, TextRows& rows) {
  CellReader cells(text.format);
  return each_block(text, csv_scanner(cells.dialect()), 0, [&](Block& block) -> Result<void> {
    for (const RawRecord& record : block.records) {
      if (!cells.read(block.text(record))) return bad_record(text.shown, record.line, "a quoted cell does not end");
      HUNTBOOK_CHECK(rows.add_cells(cells.texts(), record.number));
    }
    return {};
  });
}

Result<void> read_raw(const ExternalText& text, TextRows& rows) {
  std::string whole;
  std::vector<char> buffer(std::size_t{1} << 20);
  while (true) {
    HUNTBOOK_TRY(const std::size_t count, text.source.read(buffer.data(), buffer.size()));
    if (count == 0) break;
    whole.append(buffer.data(), count);
    if (whole.size() > max_record_bytes)
      return fail(
          ErrorKind::User,
          fmt::format("{} is longer than {} MiB, the most that format raw takes", text.shown, max_record_bytes >> 20),
          "format txt gives its lines");
  }
  if (text.ignore_first || whole.empty()) return {};
  if (!simdjson::validate_utf8(whole.data(), whole.size())) whole = repaired_utf8(whole);
  return rows.add_cells({whole}, 1);
}

Result<void> read_w3c_log(const ExternalText& text, TextRows& rows) {
  CellReader cells(text.format);
  // Lines, since a directive may hold any quotes.
  CsvDialect lines;
  lines.quoted = false;
  std::vector<std::string> names;
  std::vector<Field> fields;
  bool ignore = text.ignore_first;  // directives are no records
  const ExternalText all{text.source, text.format, text.shown, false, text.stop};
  return each_block(all, csv_scanner(lines), 0, [&](Block& block) -> Result<void> {
    for (const RawRecord& record : block.records) {
      const std::string_view line = block.text(record);
      constexpr std::string_view directive = "#Fields:";
      if (line.starts_with(directive)) {
        if (!cells.read(line.substr(std::min(line.size(), line.find_first_not_of(' ', directive.size())))))
          return bad_record(text.shown, record.line, "a quoted name does not end");
        names.assign(cells.texts().begin(), cells.texts().end());
        continue;
      }
      if (line.starts_with('#')) continue;
      if (names.empty())
        return bad_record(text.shown, record.line, "a record stands before the line '#Fields:' that names its fields");
      if (std::exchange(ignore, false)) continue;
      if (!cells.read(line)) return bad_record(text.shown, record.line, "a quoted value does not end");
      fields.clear();
      for (std::size_t i = 0; i < cells.texts().size() && i < names.size(); ++i) {
        const bool none = cells.texts()[i] == "-";
        fields.push_back(
            {names[i], none ? std::string_view{} : cells.texts()[i], none ? FieldKind::Null : FieldKind::Text, false});
      }
      HUNTBOOK_CHECK(rows.add_record(fields, line, record.number));
    }
    return {};
  });
}

}  // namespace huntbook::ingest
