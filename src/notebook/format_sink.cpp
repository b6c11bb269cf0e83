#include "notebook/format_sink.hpp"

#include <fstream>
#include <utility>
#include <vector>

#include "notebook/gathered_batches.hpp"
#include "render/record_writer.hpp"

namespace huntbook::notebook {

namespace {

// Writes each result as it comes; several tables stand one below the other with a line between.
class TextSink final : public query::ResultSink {
 public:
  TextSink(std::unique_ptr<render::RecordWriter> writer, WriteBytes write, bool line_between)
      : writer_(std::move(writer)), write_(std::move(write)), line_between_(line_between) {}

  Result<void> begin(const query::ResultInfo& info) override {
    if (line_between_ && std::exchange(any_, true)) buffer_ += '\n';
    writer_->begin(info.schema, buffer_);
    return flush();
  }
  Result<void> batch(const Batch& batch) override {
    writer_->rows(batch, buffer_);
    return flush();
  }
  Result<void> end() override {
    writer_->end(buffer_);
    return flush();
  }

 private:
  Result<void> flush() {
    Result<void> written = write_(buffer_);
    buffer_.clear();
    return written;
  }

  std::unique_ptr<render::RecordWriter> writer_;
  WriteBytes write_;
  std::string buffer_;
  bool line_between_;
  bool any_ = false;
};

class ParquetSink final : public query::ResultSink {
 public:
  ParquetSink(WriteBytes write, MakeParquet make) : write_(std::move(write)), make_(std::move(make)) {}

  Result<void> begin(const query::ResultInfo& info) override {
    if (std::exchange(any_, true))
      return fail(ErrorKind::User, "a Parquet file holds one result; the query gives several");
    HUNTBOOK_TRY(file_, make_(info.schema, info.ordered));
    return {};
  }
  Result<void> batch(const Batch& batch) override {
    return gathered_.add(batch) ? file_->append(gathered_.take()) : Result<void>{};
  }
  Result<void> end() override {
    HUNTBOOK_CHECK(file_->append(gathered_.take()));
    HUNTBOOK_TRY(const std::filesystem::path path, file_->finish());
    std::ifstream stream(path, std::ios::binary);
    std::vector<char> chunk(std::size_t{1} << 20);
    while (stream) {
      stream.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
      HUNTBOOK_CHECK(write_({chunk.data(), static_cast<std::size_t>(stream.gcount())}));
    }
    if (!stream.eof()) return fail(ErrorKind::Environment, "cannot read " + path.string());
    file_.reset();
    return {};
  }

 private:
  WriteBytes write_;
  MakeParquet make_;
  std::unique_ptr<engine::ParquetFile> file_;
  GatheredBatches gathered_;
  bool any_ = false;
};

}  // namespace

std::optional<ResultFormat> result_format_named(std::string_view name) {
  if (name == "table") return ResultFormat::Text;
  if (name == "json") return ResultFormat::Json;
  if (name == "ndjson") return ResultFormat::Ndjson;
  if (name == "csv") return ResultFormat::Csv;
  if (name == "parquet") return ResultFormat::Parquet;
  return std::nullopt;
}

std::unique_ptr<query::ResultSink> make_format_sink(const FormatOptions& options, WriteBytes write,
                                                    MakeParquet make_parquet) {
  std::unique_ptr<render::RecordWriter> writer;
  switch (options.format) {
    case ResultFormat::Parquet:
      return std::make_unique<ParquetSink>(std::move(write), std::move(make_parquet));
    case ResultFormat::Text:
      writer = render::make_text_writer({.screen_width = options.screen_width});
      break;
    case ResultFormat::Json:
      writer = render::make_json_writer();
      break;
    case ResultFormat::Ndjson:
      writer = render::make_ndjson_writer();
      break;
    case ResultFormat::Csv:
      writer = render::make_csv_writer(options.csv_safe);
      break;
  }
  return std::make_unique<TextSink>(std::move(writer), std::move(write), options.format == ResultFormat::Text);
}

}  // namespace huntbook::notebook
