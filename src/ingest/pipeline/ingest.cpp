#include "ingest/pipeline/ingest.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "ingest/archive/archive_reader.hpp"
#include "ingest/archive/compression.hpp"
#include "ingest/pipeline/evidence_paths.hpp"
#include "ingest/pipeline/ledger_note.hpp"
#include "ingest/pipeline/not_read.hpp"
#include "ingest/record/utf8.hpp"
#include "ingest/source/file_stamp.hpp"
#include "ingest/source/spooled_source.hpp"
#include "ingest/source/text_source.hpp"
#include "ingest/tables/assumed_zone.hpp"

namespace huntbook::ingest {

namespace {

using casefile::EvidenceRecord;
using casefile::EvidenceStatus;

// Readings of a file that turn out to need wider columns are repeated; one that keeps finding new ones is not.
constexpr int most_readings = 6;

constexpr const char* strict_hint = "--strict stops here; files before this one are in the case";

// As a suffix of a file's name has it: tar.gz.
std::string_view short_name(std::string_view packing) {
  if (packing == "gzip") return "gz";
  if (packing == "bzip2") return "bz2";
  return packing == "zstd" ? "zst" : packing;
}

// Bytes of one file, with everything that is known before they are read.
struct Input {
  std::string path;                     // for the ledger
  ByteSource* source;                   // from the first byte
  std::uint64_t size;                   // 0: unknown
  std::string sha256;                   // empty: not known yet
  int depth = 0;                        // of archives around it
  bool rewinds = false;                 // it can be read again
  std::optional<FileStamp> stamp = {};  // of a file on disk, before it was opened
  std::optional<Ticks> modified = {};   // when it was written last
  UnpackBudget* budget = nullptr;       // of a member: that of the outermost file
};

// When a file was written last, UTC.
std::optional<Ticks> file_time(const std::filesystem::path& path) {
  std::error_code error;
  const auto written = std::filesystem::last_write_time(path, error);
  if (error) return std::nullopt;
  const auto since = std::chrono::file_clock::to_sys(written).time_since_epoch();
  return valid_datetime(unix_epoch + std::chrono::duration_cast<std::chrono::nanoseconds>(since).count() / 100);
}

class Ingestion {
 public:
  Ingestion(Ledger& ledger, const Options& options, std::optional<AssumedZone> zone)
      : ledger_(ledger), options_(options), zone_(std::move(zone)) {}

  Result<Summary> run(const std::vector<EvidencePath>& files) {
    for (const EvidencePath& file : files) bytes_total_ += file.size;
    for (const EvidencePath& file : files) {
      file_start_ = bytes_read_;
      if (const auto done = take_file(file); !done) {
        if (done.error().kind != ErrorKind::Cancelled) return std::unexpected(done.error());
        summary_.cancelled = true;
        return std::move(summary_);
      }
      if (file.size > 0) bytes_read_ = file_start_ + file.size;
    }
    return std::move(summary_);
  }

 private:
  Result<void> take_file(const EvidencePath& file) {
    if (file.path == "-") {
      const auto stdin_source = open_stdin();
      WatchedSource watched(*stdin_source, bytes_read_, options_.stop);
      return take({"-", &watched, 0, {}});
    }
    Input input{file.path.string(), nullptr, file.size, {}, 0, false, file_stamp(file.path), file_time(file.path)};
    const auto source = open_file(file.path);
    if (!source) {
      ++summary_.unreadable;
      return reject_file(input.path, file.size, {}, {}, source.error().message);
    }
    input.rewinds = input.stamp && (*source)->seek(0);
    if (input.rewinds) {
      HUNTBOOK_TRY(const bool seen, hash_first(input, **source));
      if (seen) return {};
    }
    WatchedSource watched(**source, bytes_read_, options_.stop);
    input.source = &watched;
    return take(std::move(input));
  }

  // Two sightings of a file have one size. Where no file of this size is known, the hash is taken while reading;
  // archives are small for what they hold and are read in leaps, so they are hashed first. True: the file was taken in
  // before. Only an archive keeps this hash: of another file it is that of the bytes from which its records came, which
  // somebody may still be writing.
  Result<bool> hash_first(Input& input, ByteSource& source) {
    HUNTBOOK_TRY(const bool size_known, ledger_.has_size(input.stamp->size));
    PeekSource peek(source);
    const std::string_view head = peek.peek(512);
    const bool is_archive = !archive_kind(head).empty();
    bool seen = false;
    if (size_known || is_archive || !compression_kind(head).empty()) {
      WatchedSource watched(peek, unshown_bytes_, options_.stop);
      HashingSource hashing(watched);
      const auto drained = hashing.drain();
      if (!drained && drained.error().kind != ErrorKind::User) return std::unexpected(drained.error());
      const std::string sha256 = hashing.sha256();
      HUNTBOOK_TRY(seen, skip_seen(input.path, sha256));
      // An archive is not read behind a fault either, so it goes by as a stream then.
      if (is_archive && drained) {
        input.sha256 = sha256;
        input.size = hashing.size();
      }
    }
    source.seek(0);
    return seen;
  }

  // Whether the file was taken in before; then it has its row in the summary.
  Result<bool> skip_seen(const std::string& path, const std::string& sha256) {
    HUNTBOOK_TRY(auto before, ledger_.with_hash(sha256));
    if (!before || before->status == EvidenceStatus::Rejected || before->status == EvidenceStatus::NotRead)
      return false;
    before->note = before->path == path ? "seen before" : "seen before as " + before->path;
    if (options_.carve) before->note += "; records are carved out of files that are new to a case only";
    before->path = path;
    before->status = EvidenceStatus::Skipped;
    before->records_read = before->records_stored = before->records_duplicate = before->records_rejected = 0;
    summary_.files.push_back(std::move(*before));
    return true;
  }

  // Unpacks what has to be, and takes the archive or the single file.
  Result<void> take(Input input) {
    UnpackBudget own(options_.limits, input.size);
    if (input.budget == nullptr) input.budget = &own;
    if (!input.sha256.empty()) return unpack(input, *input.source, nullptr);
    HashingSource hashing(*input.source);
    return unpack(input, hashing, &hashing);
  }

  Result<void> unpack(Input& input, ByteSource& bytes, HashingSource* hashing) {
    PeekSource peek(bytes);
    const std::string_view head = peek.peek(512);
    if (const std::string_view packing = compression_kind(head); !packing.empty()) {
      const auto unpacked = decompressed(packing, peek, *input.budget);
      PeekSource inner(*unpacked);
      if (const std::string_view kind = archive_kind(inner.peek(512)); !kind.empty())
        return take_archive(input, inner, 0, fmt::format("{}.{}", kind, short_name(packing)), hashing);
      return take_records(input, inner, std::string(packing), hashing);
    }
    const std::string_view kind = archive_kind(head);
    if (kind.empty()) return take_records(input, peek, {}, hashing);
    if (hashing == nullptr && input.source->seek(0)) {
      return take_archive(input, *input.source, input.size, std::string(kind), hashing);
    }
    return take_archive(input, peek, 0, std::string(kind), hashing);
  }

  Result<void> take_archive(const Input& input, ByteSource& bytes, std::uint64_t size, const std::string& kind,
                            HashingSource* hashing) {
    if (input.depth >= options_.limits.max_depth) {
      return reject_file(input.path, input.size, input.sha256, hashing,
                         fmt::format("archives are nested more than {} deep", options_.limits.max_depth));
    }
    // The directory of a 7-Zip archive stands at its end.
    Spooled spooled;
    if (size == 0 && kind.starts_with("7z")) {
      auto copied = spool(bytes);
      if (!copied && copied.error().kind != ErrorKind::User) return std::unexpected(copied.error());
      if (!copied) return reject_file(input.path, input.size, input.sha256, hashing, copied.error().message);
      spooled = std::move(*copied);
    }
    ArchiveReader reader(spooled.source ? *spooled.source : bytes, spooled.source ? spooled.size : size, *input.budget,
                         options_.archive_passwords);
    std::uint64_t members = 0;
    std::string fault;
    while (true) {
      const auto name = reader.next();
      if (!name) {
        if (name.error().kind != ErrorKind::User) return std::unexpected(name.error());
        fault = name.error().message;
        break;
      }
      if (!*name) break;
      if (members == 0 && begins_office_document(**name)) {
        return reject_file(input.path, input.size, input.sha256, hashing, "the file is an Office document",
                           EvidenceStatus::NotRead);
      }
      ++members;
      const std::string shown = input.path + "!/" + repaired_utf8(**name);
      HUNTBOOK_CHECK(take({.path = shown,
                           .source = &reader.member(),
                           .size = 0,
                           .sha256 = {},
                           .depth = input.depth + 1,
                           .modified = reader.modified(),
                           .budget = input.budget}));
    }
    // The archive's own row comes last, so that one whose ingest was interrupted is not taken for seen.
    EvidenceRecord record;
    record.path = input.path;
    record.format = kind;
    record.note = fmt::format("{} member{}", members, members == 1 ? "" : "s");
    // An archive that is not stored as a whole is read again when it comes again: then with its password.
    if (reader.locked() > 0) {
      record.note += fmt::format("; {} encrypted: --archive-password", reader.locked());
      record.status = EvidenceStatus::Rejected;
    }
    if (!fault.empty()) {
      record.note += "; " + fault;
      record.status = members == 0 ? EvidenceStatus::Rejected : EvidenceStatus::StoredPartly;
    }
    HUNTBOOK_TRY(auto file, ledger_.begin_file());
    return close_file(*file, std::move(record), input, hashing);
  }

  Result<void> take_records(const Input& input, ByteSource& bytes, const std::string& packing, HashingSource* hashing) {
    KnownTypesByTable known;
    HUNTBOOK_TRY(bool done, read_once(input, bytes, packing, hashing, known, input.rewinds));
    for (int reading = 2; !done; ++reading) {
      input.source->seek(0);
      bytes_read_ = file_start_;
      HashingSource again(*input.source);
      UnpackBudget budget(options_.limits, input.size);
      std::unique_ptr<ByteSource> unpacked;
      if (!packing.empty()) unpacked = decompressed(packing, again, budget);
      ByteSource& from = unpacked ? *unpacked : static_cast<ByteSource&>(again);
      HUNTBOOK_TRY(done, read_once(input, from, packing, &again, known, reading < most_readings));
    }
    return {};
  }

  // One reading of a file. False: it should be read again, with the types that are now in `known`.
  Result<bool> read_once(const Input& input, ByteSource& bytes, const std::string& packing, HashingSource* hashing,
                         KnownTypesByTable& known, bool may_repeat) {
    DecodedText decoded(bytes);
    PeekSource& text = decoded.text();
    const std::string head(text.peek(detection_bytes));

    const auto detected =
        detect({head, text.peeked_all(), input.path, input.modified, options_.carve}, options_.format);
    if (!detected) {
      std::string reason = detected.error().message;
      if (!detected.error().hint.empty()) reason += "; " + detected.error().hint;
      // An unreadable start is the fault of the source.
      if (head.empty()) {
        char byte = 0;
        if (const auto again = text.read(&byte, 1); !again) {
          if (again.error().kind != ErrorKind::User) return std::unexpected(again.error());
          reason = again.error().message;
        }
      }
      const bool known = options_.format.empty() && !known_not_read(head).empty();
      HUNTBOOK_CHECK(reject_file(input.path, input.size, input.sha256, hashing, reason,
                                 known ? EvidenceStatus::NotRead : EvidenceStatus::Rejected));
      return true;
    }

    Routing routing{ledger_.documented(), options_.as, !options_.as.empty(), zone_, {}};
    if (!routing.fixed) routing.table = detected->table.empty() ? table_name_from(input.path) : detected->table;
    routing.known = known;
    for (const auto& [column, type] : ledger_.stored_types(routing.table)) {
      // Stored text keeps the spelling of what joins it; a stored real takes whole numbers.
      if (type == ScalarType::String || type == ScalarType::Real)
        routing.known[routing.table].try_emplace(column, type);
    }
    HUNTBOOK_TRY(auto file, ledger_.begin_file());
    RunOptions run = options_.run;
    run.file_id = file->id();
    run.stop = options_.stop;
    run.strict = options_.strict;
    run.progress = [&](std::uint64_t records) { report(input.path, records); };
    auto outcome = run_file(text, *detected, routing, *file, run);
    if (!outcome && outcome.error().kind == ErrorKind::User) {
      if (options_.strict) return fail(ErrorKind::User, input.path + ": " + outcome.error().message, strict_hint);
      // The case refuses the rows (a table of its own, more columns than it takes): a fault of this file alone.
      file.reset();
      HUNTBOOK_CHECK(reject_file(input.path, input.size, input.sha256, hashing, outcome.error().message));
      return true;
    }
    HUNTBOOK_TRY(const RunResult result, std::move(outcome));
    if (!result.widened.empty() && may_repeat && result.damage.empty()) {
      for (const auto& [table, columns] : result.widened) {
        for (const auto& [column, type] : columns) known[table].insert_or_assign(column, type);
      }
      return false;
    }

    EvidenceRecord record;
    record.path = input.path;
    record.format =
        detected->format + (packing.empty() ? "" : " (" + packing + ")") + (decoded.was_utf16() ? " (utf-16)" : "");
    record.timezone = zone_.value_or(AssumedZone(result.zones.offset)).name();
    record.records_read = result.records_read;
    record.records_stored = result.records_stored;
    record.records_rejected = result.records_rejected;
    record.first_event = result.times.first;
    record.last_event = result.times.last;
    if (result.records_rejected > 0) {
      record.status = result.records_stored > 0 ? EvidenceStatus::StoredPartly : EvidenceStatus::Rejected;
    }
    record.note = ledger_note(result, known);
    HUNTBOOK_CHECK(close_file(*file, std::move(record), input, hashing));
    return true;
  }

  Result<void> reject_file(const std::string& path, std::uint64_t size, const std::string& sha256,
                           HashingSource* hashing, const std::string& reason,
                           EvidenceStatus status = EvidenceStatus::Rejected) {
    if (options_.strict && status == EvidenceStatus::Rejected)
      return fail(ErrorKind::User, path + ": " + reason, strict_hint);
    EvidenceRecord record;
    record.path = path;
    record.status = status;
    record.note = reason;
    HUNTBOOK_TRY(auto file, ledger_.begin_file());
    return close_file(*file, std::move(record), {path, nullptr, size, sha256}, hashing);
  }

  // Reads to the end for the hash; damage that the reader met before is no news.
  Result<void> finish_hash(HashingSource& hashing) const {
    const auto drained = hashing.drain();
    if (!drained && drained.error().kind != ErrorKind::User) return std::unexpected(drained.error());
    return {};
  }

  // Commits, unless the hash, which may be complete only now, is that of a file in the ledger.
  Result<void> close_file(LedgerFile& file, EvidenceRecord record, const Input& input, HashingSource* hashing) {
    record.sha256 = input.sha256;
    record.size = input.size;
    if (hashing != nullptr) {
      HUNTBOOK_CHECK(finish_hash(*hashing));
      record.sha256 = hashing->sha256();
      record.size = hashing->size();
      HUNTBOOK_TRY(const bool seen, skip_seen(record.path, record.sha256));
      if (seen) return {};
    }
    if (input.stamp) {
      if (const std::string change = change_of(input.path, *input.stamp); !change.empty())
        record.note += (record.note.empty() ? "" : "; ") + change;
    }
    const bool refused = record.status == EvidenceStatus::Rejected || record.status == EvidenceStatus::NotRead;
    if (refused && !record.sha256.empty()) {
      HUNTBOOK_TRY(const auto before, ledger_.with_hash(record.sha256));
      if (before && before->note == record.note) {
        record.id = before->id;
        summary_.files.push_back(std::move(record));
        return {};
      }
    }
    if (record.timezone.empty()) record.timezone = zone_.value_or(AssumedZone()).name();
    record.ingested_at = now_ticks();
    record.tool_version = HUNTBOOK_VERSION;
    HUNTBOOK_TRY(auto stored, file.commit(std::move(record)));
    summary_.files.push_back(std::move(stored));
    return {};
  }

  void report(const std::string& path, std::uint64_t records) {
    using std::chrono::steady_clock;
    const auto now = steady_clock::now();
    if (!options_.progress || now - last_report_ < std::chrono::milliseconds(100)) return;
    last_report_ = now;
    options_.progress({path, bytes_read_, bytes_total_, records});
  }

  Ledger& ledger_;
  const Options& options_;
  std::optional<AssumedZone> zone_;
  Summary summary_;
  std::atomic<std::uint64_t> bytes_read_ = 0;
  std::atomic<std::uint64_t> unshown_bytes_ = 0;
  std::uint64_t bytes_total_ = 0;
  std::uint64_t file_start_ = 0;  // bytes_read_ where the file at hand begins
  std::chrono::steady_clock::time_point last_report_;
};

}  // namespace

std::uint64_t Summary::records_stored() const {
  std::uint64_t stored = 0;
  for (const EvidenceRecord& file : files) stored += file.records_stored;
  return stored;
}

bool Summary::failed() const {
  const auto rejected = std::ranges::count(files, EvidenceStatus::Rejected, &EvidenceRecord::status) +
                        std::ranges::count(files, EvidenceStatus::NotRead, &EvidenceRecord::status);
  const auto skipped = std::ranges::count(files, EvidenceStatus::Skipped, &EvidenceRecord::status);
  return rejected > 0 && skipped == 0 && records_stored() == 0;
}

Result<Summary> ingest(Ledger& ledger, const std::vector<std::filesystem::path>& paths, const Options& options) {
  if (!options.format.empty() && !is_format_name(options.format)) {
    return fail(ErrorKind::Usage, "'" + options.format + "' is no format", "the formats are " + format_names());
  }
  std::optional<AssumedZone> zone;
  if (!options.timezone.empty()) {
    HUNTBOOK_TRY(zone, AssumedZone::parse(options.timezone));
  }
  HUNTBOOK_TRY(const auto found, expand_paths(paths, ledger.case_folder()));
  HUNTBOOK_TRY(Summary summary, Ingestion(ledger, options, zone).run(found.files));
  summary.case_left_out = found.case_left_out;
  return summary;
}

}  // namespace huntbook::ingest
