#include "ingest/pipeline/detect.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "ingest/csv/csv_scanner.hpp"
#include "ingest/evtx/evtx_blocks.hpp"
#include "ingest/evtx/evtx_parser.hpp"
#include "ingest/json/json_parser.hpp"
#include "ingest/record/line_scanner.hpp"
#include "ingest/text/text_parser.hpp"
#include "ingest/zeek/zeek_header.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::string_view evtx_format = "evtx";

struct Magic {
  std::string_view bytes;
  std::string_view what;
};

// Files that are known and not read; the text completes "the file is ...".
constexpr std::array known_binaries = {
    Magic{"PAR1", "a Parquet file, which is not read yet"},
    Magic{"SQLite format 3", "an SQLite database"},
    Magic{"7z\xBC\xAF\x27\x1C", "a 7-Zip archive, which is not read yet"},
    Magic{"BZh", "compressed with bzip2, which is not read yet"},
    Magic{"\xFD"
          "7zXZ",
          "compressed with xz, which is not read yet"},
    Magic{"\x28\xB5\x2F\xFD", "compressed with Zstandard, which is not read yet"},
    Magic{"Rar!", "a RAR archive, which is not read yet"},
    Magic{"%PDF", "a PDF document"},
    Magic{"\x7F"
          "ELF",
          "a program"},
    Magic{"MZ", "a program"},
};

// Text may hold a NUL here and there; a file with many control characters is something else.
bool is_binary(std::string_view head) {
  const std::string_view sample = head.substr(0, 8'192);
  const auto control = std::ranges::count_if(sample, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != 0x1B;
  });
  return static_cast<std::size_t>(control) * 20 > sample.size();
}

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  std::string lower = ascii_lower(name);
  if (lower.ends_with(".gz")) lower.resize(lower.size() - 3);
  return std::ranges::any_of(endings, [&lower](std::string_view ending) { return lower.ends_with(ending); });
}

Detected from_json(const JsonLayout& layout) {
  Detected found;
  found.format = layout.kind == JsonLayout::Kind::Lines ? "jsonl" : "json";
  found.json = layout;
  found.prefix = layout.prefix;
  return found;
}

Detected from_csv(CsvDialect dialect, std::string format) {
  Detected found;
  found.format = std::move(format);
  found.prefix = dialect.prefix;
  found.prefix_lines = dialect.prefix_lines;
  found.csv = std::move(dialect);
  return found;
}

Detected from_text(std::string format, std::string table) {
  Detected found;
  found.format = std::move(format);
  found.table = std::move(table);
  return found;
}

std::optional<Detected> detect_zeek(std::string_view head) {
  auto log = zeek_header(head);
  if (!log) return std::nullopt;
  Detected found = from_csv(std::move(log->dialect), "zeek");
  if (!log->path.empty()) found.table = "Zeek_" + log->path;
  return found;
}

Result<Detected> detect_as(std::string_view head, bool whole, std::string_view forced) {
  if (forced == "json") {
    if (const auto layout = json_layout(head, whole)) return from_json(*layout);
    return from_json(JsonLayout{});
  }
  if (forced == "csv" || forced == "tsv") {
    const char delimiter = forced == "tsv" ? '\t' : ',';
    if (auto dialect = csv_dialect(head, whole, delimiter)) return from_csv(std::move(*dialect), std::string(forced));
    return fail(ErrorKind::User, "no header line in the first " + std::to_string(head.size()) + " bytes");
  }
  if (forced == "zeek") {
    if (auto found = detect_zeek(head)) return *found;
    return fail(ErrorKind::User, "no Zeek header (#separator, #fields) at the start");
  }
  if (forced == evtx_format) return from_text(std::string(evtx_format), {});
  if (forced == "auditd") return from_text("auditd", "AuditLog_CL");
  return from_text("text", {});
}

}  // namespace

bool is_format_name(std::string_view name) {
  constexpr std::array<std::string_view, 7> names = {evtx_format, "json", "csv", "tsv", "zeek", "auditd", "text"};
  return std::ranges::find(names, name) != names.end();
}

std::unique_ptr<BlockSource> Detected::blocks(ByteSource& source, const BlockSizes& sizes) const {
  if (format == evtx_format) return evtx_blocks(source, sizes.block);
  std::unique_ptr<RecordScanner> scanner;
  if (format == "jsonl" || format == "json") {
    scanner = json_scanner(json);
  } else if (format == "auditd" || format == "text") {
    scanner = line_scanner();
  } else {
    scanner = csv_scanner(csv);
  }
  return std::make_unique<BlockReader>(source, std::move(scanner), prefix, prefix_lines, sizes);
}

std::unique_ptr<RecordParser> Detected::parser() const {
  if (format == evtx_format) return evtx_parser();
  if (format == "jsonl" || format == "json") return json_parser();
  if (format == "auditd" || format == "text") return text_parser();
  return csv_parser(csv);
}

Result<Detected> detect(std::string_view head, bool whole, std::string_view name, std::string_view forced) {
  if (head.empty()) return fail(ErrorKind::User, "the file is empty");
  if (!forced.empty()) return detect_as(head, whole, forced);
  if (is_evtx(head)) return from_text(std::string(evtx_format), {});
  for (const Magic& magic : known_binaries) {
    if (head.starts_with(magic.bytes)) return fail(ErrorKind::User, "the file is " + std::string(magic.what));
  }
  if (is_binary(head)) return fail(ErrorKind::User, "the file is binary and of no known format");
  if (head.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return fail(ErrorKind::User, "the file holds blanks only");
  }
  if (auto zeek = detect_zeek(head)) return *zeek;
  if (const auto layout = json_layout(head, whole)) return from_json(*layout);
  if (is_auditd(head)) return from_text("auditd", "AuditLog_CL");
  if (ends_with_any(name, {".json", ".jsonl", ".ndjson"}) && head.find_first_of("{[") != std::string_view::npos) {
    return from_json(JsonLayout{});
  }
  if (auto dialect = csv_dialect(head, whole)) {
    const std::string format = dialect->delimiter == '\t' ? "tsv" : "csv";
    return from_csv(std::move(*dialect), format);
  }
  if (ends_with_any(name, {".csv"})) {
    if (auto dialect = csv_dialect(head, whole, ',')) return from_csv(std::move(*dialect), "csv");
  }
  if (ends_with_any(name, {".tsv", ".tab"})) {
    if (auto dialect = csv_dialect(head, whole, '\t')) return from_csv(std::move(*dialect), "tsv");
  }
  return fail(ErrorKind::User, "the text is of no known format", "--format text stores it line by line");
}

}  // namespace huntbook::ingest
