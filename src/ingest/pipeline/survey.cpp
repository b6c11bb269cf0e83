#include "ingest/pipeline/survey.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ingest/pipeline/case_ledger.hpp"
#include "ingest/pipeline/evidence_paths.hpp"
#include "ingest/pipeline/packing.hpp"
#include "ingest/source/text_source.hpp"

namespace huntbook::ingest {

namespace {

using casefile::EvidenceStatus;

// Holds some thousand records of most logs.
constexpr std::size_t sample_bytes = std::size_t{1} << 20;

Finding finding_of(EvidenceStatus status) {
  return status == EvidenceStatus::NotRead ? Finding::NotRead : Finding::Rejected;
}

std::string_view name_of(Finding finding) {
  switch (finding) {
    case Finding::Readable:
      return "readable";
    case Finding::Archive:
      return "archive";
    case Finding::Rejected:
      return "rejected";
    case Finding::NotRead:
      return "not read";
  }
  return "";
}

class Surveying {
 public:
  Surveying(const Options& options, std::optional<AssumedZone> zone) : options_(options), zone_(std::move(zone)) {}

  Result<Survey> run(const std::vector<EvidencePath>& files) {
    for (const EvidencePath& file : files) {
      const auto done = look_at(file);
      if (done) continue;
      if (done.error().kind != ErrorKind::Cancelled) return std::unexpected(done.error());
      survey_.cancelled = true;
      break;
    }
    return std::move(survey_);
  }

 private:
  // One file, once its packing is off.
  class Look final : public Unpacked {
   public:
    Look(Surveying& surveying, SurveyedFile file, std::optional<Ticks> modified, UnpackBudget& budget, int depth)
        : surveying_(surveying), file_(std::move(file)), modified_(modified), budget_(budget), depth_(depth) {}

    Result<void> records(ByteSource& bytes, const std::string& packing) override {
      file_.packing = packing;
      HUNTBOOK_CHECK(surveying_.look_into(bytes, modified_, file_));
      return add();
    }
    Result<void> member(const ArchiveMember& member) override {
      SurveyedFile file;
      file.path = file_.path + "!/" + member.name;
      file.size = member.size;
      Look look(surveying_, std::move(file), member.modified, budget_, depth_ + 1);
      return unpack({member.bytes, budget_, 0, depth_ + 1}, surveying_.unpacking(), look);
    }
    Result<void> archive(const OpenedArchive& archive) override {
      file_.packing = archive.kind;
      file_.note = archive.note;
      file_.finding = archive.status == EvidenceStatus::Rejected ? Finding::Rejected : Finding::Archive;
      return add();
    }
    Result<void> refuse(const std::string& reason, EvidenceStatus status) override {
      file_.finding = finding_of(status);
      file_.note = reason;
      return add();
    }

   private:
    Result<void> add() {
      surveying_.survey_.files.push_back(std::move(file_));
      return {};
    }

    Surveying& surveying_;
    SurveyedFile file_;
    std::optional<Ticks> modified_;
    UnpackBudget& budget_;
    int depth_;
  };

  UnpackOptions unpacking() const { return {options_.limits, options_.archive_passwords}; }

  Result<void> look_at(const EvidencePath& file) {
    SurveyedFile found;
    found.path = file.path.string();
    const bool is_stdin = file.path == "-";
    if (!is_stdin) found.size = file.size;
    auto opened = is_stdin ? Result<std::unique_ptr<ByteSource>>(open_stdin()) : open_file(file.path);
    if (!opened) {
      ++survey_.unreadable;
      found.finding = Finding::Rejected;
      found.note = opened.error().message;
      survey_.files.push_back(std::move(found));
      return {};
    }
    WatchedSource watched(**opened, bytes_read_, options_.stop);
    UnpackBudget budget(options_.limits, file.size);
    Look look(*this, std::move(found), is_stdin ? std::nullopt : file_time(file.path), budget, 0);
    return unpack({watched, budget, file.size, 0}, unpacking(), look);
  }

  Result<void> look_into(ByteSource& bytes, std::optional<Ticks> modified, SurveyedFile& file) {
    DecodedText decoded(bytes);
    HUNTBOOK_TRY(
        const Recognised found,
        recognise(decoded.text(), {.path = file.path, .modified = modified, .carve = options_.carve}, options_.format));
    if (!found.how) {
      file.finding = found.known ? Finding::NotRead : Finding::Rejected;
      file.note = found.reason;
      return {};
    }
    file.format = found.how->format + (decoded.was_utf16() ? " (utf-16)" : "");
    const Routing routing = routing_of(tables_, options_.as, zone_, found.how->table, file.path);
    HUNTBOOK_TRY(const Sample sample, sample_file(decoded.text(), *found.how, routing, sample_bytes));
    file.tables = sample.tables;
    if (!sample.whole) {
      if (sample.records == 0) file.note = fmt::format("no record ends in the first {} bytes", sample_bytes);
      return {};
    }
    if (sample.records == 0 && !sample.rejected.empty()) file.finding = Finding::Rejected;
    if (sample.records == 0 && sample.rejected.empty()) file.note = "no records";
    if (!sample.rejected.empty())
      file.note = fmt::format("{} of {} records rejected, the first: {}", sample.rejected.size(),
                              sample.records + sample.rejected.size(), sample.rejected.front().reason);
    return {};
  }

  const Options& options_;
  std::optional<AssumedZone> zone_;
  const DocumentedTables tables_ = tables_for_evidence();
  std::atomic<std::uint64_t> bytes_read_ = 0;
  Survey survey_;
};

}  // namespace

bool Survey::failed() const {
  const auto is = [this](Finding finding) { return std::ranges::count(files, finding, &SurveyedFile::finding); };
  return is(Finding::Readable) == 0 && is(Finding::Rejected) + is(Finding::NotRead) > 0;
}

Result<Survey> survey(const std::vector<std::filesystem::path>& paths, const Options& options) {
  HUNTBOOK_TRY(const auto plan, planned(paths, options, {}));
  return Surveying(options, plan.zone).run(plan.paths.files);
}

std::pair<Schema, Batch> survey_rows(const Survey& survey) {
  Schema schema = {{"Path", ScalarType::String},   {"Size", ScalarType::Long},     {"Packing", ScalarType::String},
                   {"Format", ScalarType::String}, {"Tables", ScalarType::String}, {"Status", ScalarType::String},
                   {"Note", ScalarType::String}};
  Batch batch = make_batch(schema);
  for (const SurveyedFile& file : survey.files) {
    batch.columns[0].push_text(file.path);
    batch.columns[1].push_long(file.size ? std::optional(static_cast<std::int64_t>(*file.size)) : std::nullopt);
    batch.columns[2].push_text(file.packing);
    batch.columns[3].push_text(file.format);
    batch.columns[4].push_text(fmt::format("{}", fmt::join(file.tables, ", ")));
    batch.columns[5].push_text(name_of(file.finding));
    batch.columns[6].push_text(file.note);
  }
  return {std::move(schema), std::move(batch)};
}

}  // namespace huntbook::ingest
