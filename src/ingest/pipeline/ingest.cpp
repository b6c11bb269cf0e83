#include "ingest/pipeline/ingest.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "ingest/archive/archive_reader.hpp"
#include "ingest/archive/compression.hpp"
#include "ingest/pipeline/ledger_note.hpp"
#include "ingest/pipeline/packing.hpp"
#include "ingest/source/file_stamp.hpp"
#include "ingest/source/text_source.hpp"
#include "ingest/tables/assumed_zone.hpp"

namespace huntbook::ingest {

namespace {

using casefile::EvidenceRecord;
using casefile::EvidenceStatus;

// Readings of a file that turn out to need wider columns are repeated; one that keeps finding new ones is not.
constexpr int most_readings = 6;

constexpr const char* strict_hint = "--strict stops here; files before this one are in the case";

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

  // One file on its way into the case, once its packing is off.
  class Intake final : public Unpacked {
   public:
    Intake(Ingestion& ingestion, Input& input, HashingSource* hashing)
        : ingestion_(ingestion), input_(input), hashing_(hashing) {}
    Result<void> records(ByteSource& bytes, const std::string& packing) override {
      return ingestion_.take_records(input_, bytes, packing, hashing_);
    }
    Result<void> member(const ArchiveMember& member) override {
      return ingestion_.take({.path = input_.path + "!/" + member.name,
                              .source = &member.bytes,
                              .size = 0,
                              .sha256 = {},
                              .depth = input_.depth + 1,
                              .modified = member.modified,
                              .budget = input_.budget});
    }
    // The archive's own row comes last, so that one whose ingest was interrupted is not taken for seen.
    Result<void> archive(const OpenedArchive& archive) override {
      EvidenceRecord record;
      record.path = input_.path;
      record.format = archive.kind;
      record.note = archive.note;
      record.status = archive.status;
      HUNTBOOK_TRY(auto file, ingestion_.ledger_.begin_file());
      return ingestion_.close_file(*file, std::move(record), input_, hashing_);
    }
    Result<void> refuse(const std::string& reason, EvidenceStatus status) override {
      return ingestion_.reject_file(input_.path, input_.size, input_.sha256, hashing_, reason, status);
    }

   private:
    Ingestion& ingestion_;
    Input& input_;
    HashingSource* hashing_;
  };

  Result<void> take(Input input) {
    UnpackBudget own(options_.limits, input.size);
    if (input.budget == nullptr) input.budget = &own;
    const UnpackOptions unpacking{options_.limits, options_.archive_passwords};
    if (!input.sha256.empty()) {
      Intake intake(*this, input, nullptr);
      return unpack({*input.source, *input.budget, input.size, input.depth}, unpacking, intake);
    }
    HashingSource hashing(*input.source);
    Intake intake(*this, input, &hashing);
    return unpack({hashing, *input.budget, input.size, input.depth}, unpacking, intake);
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
    HUNTBOOK_TRY(
        const Recognised found,
        recognise(text, {.path = input.path, .modified = input.modified, .carve = options_.carve}, options_.format));
    if (!found.how) {
      HUNTBOOK_CHECK(reject_file(input.path, input.size, input.sha256, hashing, found.reason,
                                 found.known ? EvidenceStatus::NotRead : EvidenceStatus::Rejected));
      return true;
    }
    const Detected& detected = *found.how;

    Routing routing = routing_of(ledger_.documented(), options_.as, zone_, detected.table, input.path);
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
    auto outcome = run_file(text, detected, routing, *file, run);
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
        detected.format + (packing.empty() ? "" : " (" + packing + ")") + (decoded.was_utf16() ? " (utf-16)" : "");
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
    HUNTBOOK_TRY(auto stored, file.commit(std::move(record), options_.stop));
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

Result<Plan> planned(const std::vector<std::filesystem::path>& paths, const Options& options,
                     const std::filesystem::path& case_folder) {
  if (!options.format.empty() && !is_format_name(options.format)) {
    return fail(ErrorKind::Usage, "'" + options.format + "' is no format", "the formats are " + format_names());
  }
  Plan plan;
  if (!options.timezone.empty()) {
    HUNTBOOK_TRY(plan.zone, AssumedZone::parse(options.timezone));
  }
  HUNTBOOK_TRY(plan.paths, expand_paths(paths, case_folder));
  return plan;
}

Result<Summary> ingest(Ledger& ledger, const std::vector<std::filesystem::path>& paths, const Options& options) {
  HUNTBOOK_TRY(const Plan plan, planned(paths, options, ledger.case_folder()));
  HUNTBOOK_TRY(Summary summary, Ingestion(ledger, options, plan.zone).run(plan.paths.files));
  summary.case_left_out = plan.paths.case_left_out;
  return summary;
}

}  // namespace huntbook::ingest
