// What a session needs of a case: queries, observations, kept tables, exports, ingest.
#include <algorithm>

#include "base/whole_file.hpp"
#include "case/kept_table.hpp"
#include "ingest/pipeline/case_ledger.hpp"
#include "notebook/external_files.hpp"
#include "notebook/format_sink.hpp"
#include "notebook/gathered_batches.hpp"
#include "notebook/session.hpp"

namespace huntbook::notebook {

namespace {

std::vector<std::string> filled_tables(const casefile::CaseFile& case_file) {
  std::vector<std::string> names;
  for (const casefile::StoredTable& table : case_file.tables()) {
    if (!table.relation.empty()) names.push_back(table.name);
  }
  std::ranges::sort(names);
  return names;
}

// Takes care that a command's query gives one result.
class OneResult {
 public:
  Result<void> begin() {
    if (std::exchange(begun_, true)) return fail(ErrorKind::User, "the query gives several results; one is expected");
    return {};
  }
  Result<void> finish() const {
    if (!begun_) return fail(ErrorKind::User, "the query gives no result");
    return {};
  }

 private:
  bool begun_ = false;
};

class ToKeptTable final : public Destination {
 public:
  explicit ToKeptTable(std::unique_ptr<casefile::KeptTable> table) : table_(std::move(table)) {}

  Result<void> begin(const query::ResultInfo& info) override {
    HUNTBOOK_CHECK(one_.begin());
    schema_ = info.schema;
    return {};
  }
  Result<void> batch(const Batch& batch) override {
    return gathered_.add(batch) ? table_->append(schema_, gathered_.take()) : Result<void>{};
  }
  Result<void> end() override { return table_->append(schema_, gathered_.take()); }
  Result<std::uint64_t> finish() override {
    HUNTBOOK_CHECK(one_.finish());
    return table_->commit();
  }

 private:
  std::unique_ptr<casefile::KeptTable> table_;
  OneResult one_;
  Schema schema_;
  GatheredBatches gathered_;
};

class ToFile final : public Destination {
 public:
  ToFile(WholeFile file, const FormatOptions& options, MakeParquet make_parquet)
      : file_(std::move(file)),
        sink_(make_format_sink(
            options, [this](std::string_view bytes) { return file_.write(bytes); }, std::move(make_parquet))) {}

  Result<void> begin(const query::ResultInfo& info) override {
    HUNTBOOK_CHECK(one_.begin());
    return sink_->begin(info);
  }
  Result<void> batch(const Batch& batch) override {
    rows_ += batch.rows();
    return sink_->batch(batch);
  }
  Result<void> end() override { return sink_->end(); }
  Result<std::uint64_t> finish() override {
    HUNTBOOK_CHECK(one_.finish());
    HUNTBOOK_CHECK(file_.close());
    return rows_;
  }

 private:
  WholeFile file_;
  OneResult one_;
  std::unique_ptr<query::ResultSink> sink_;
  std::uint64_t rows_ = 0;
};

Result<std::unique_ptr<Destination>> keep(casefile::CaseFile& case_file, std::string_view table,
                                          std::string_view query) {
  HUNTBOOK_TRY(auto kept, case_file.keep_table(table, query));
  return std::make_unique<ToKeptTable>(std::move(kept));
}

Result<std::unique_ptr<Destination>> write_file(casefile::CaseFile& case_file, const Places& places,
                                                ResultFormat format, std::string_view given) {
  HUNTBOOK_TRY(const std::filesystem::path path, place_to_export(places, given));
  HUNTBOOK_TRY(WholeFile file, WholeFile::open(path, WholeFile::Existing::Keep));
  return std::make_unique<ToFile>(
      std::move(file), FormatOptions{.format = format, .csv_safe = places.csv_safe},
      [&case_file](const Schema& schema, bool ordered) { return case_file.make_parquet(schema, ordered); });
}

Result<ingest::Summary> take_in(casefile::CaseFile& case_file, const Places& places, std::string_view given,
                                std::string_view table, const std::atomic<bool>* stop) {
  HUNTBOOK_TRY(const std::filesystem::path path, place_to_read(places, given));
  ingest::Options options;
  options.as = table;
  options.stop = stop;
  return ingest::ingest(case_file, {path}, options);
}

}  // namespace

Surroundings surroundings_of(casefile::CaseFile& case_file, engine::Connection& connection, const Places& places,
                             const std::atomic<bool>* stop) {
  return {
      .run =
          [&case_file, &connection, places, stop](std::string_view text, const query::RunOptions& given,
                                                  query::ResultSink& sink) {
            ExternalFiles files(case_file, places, stop);
            query::RunOptions options = given;
            options.external = &files;
            options.stop = stop;
            return query::run(case_file, connection, text, options, sink);
          },
      .table_names = [&] { return filled_tables(case_file); },
      .observe = [&](casefile::Observation observation) { return case_file.observe(std::move(observation)); },
      .drop_observation = [&](std::string_view caption) { return case_file.drop_observation(caption); },
      .keep_table = [&](std::string_view table, std::string_view query) { return keep(case_file, table, query); },
      .drop_table = [&](std::string_view table) { return case_file.drop_table(table); },
      .functions = [&] { return case_file.functions(); },
      .define_function = [&](std::string_view text, std::string_view name,
                             bool validate) { return query::define_function(case_file, text, name, validate); },
      .keep_functions =
          [&](std::vector<casefile::StoredFunction> functions) {
            return case_file.keep_functions(std::move(functions));
          },
      .drop_functions = [&](const std::vector<std::string>& names) { return case_file.drop_functions(names); },
      .export_to = [&case_file, places](ResultFormat format,
                                        std::string_view path) { return write_file(case_file, places, format, path); },
      .ingest = [&case_file, places, stop](
                    std::string_view path,
                    std::string_view table) { return take_in(case_file, places, path, table, stop); },
  };
}

}  // namespace huntbook::notebook
