#include "engine/duckdb/row_spool.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>
#include <string>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "engine/duckdb/api.hpp"

namespace huntbook::engine::duckdb {

namespace {

constexpr std::size_t most_kept = std::size_t{64} << 20;
constexpr std::size_t most_without_folder = std::size_t{1} << 30;

// A column in the file: whether it has nulls, then the validity of each row, then the values; texts as ends and bytes.
template <class Value>
void put(std::string& out, std::span<const Value> values) {
  out.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

void write_column(std::string& out, const Column& column) {
  out += column.has_nulls() ? '\1' : '\0';
  put(out, column.validity());
  switch (column.type()) {
    case ScalarType::Bool:
      return put(out, column.bools());
    case ScalarType::Int:
      return put(out, column.ints());
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      return put(out, column.longs());
    case ScalarType::Real:
      return put(out, column.reals());
    default:
      break;
  }
  std::uint64_t end = 0;
  for (std::size_t row = 0; row < column.size(); ++row) {
    end += column.text_at(row).size();
    put(out, std::span<const std::uint64_t>(&end, 1));
  }
  for (std::size_t row = 0; row < column.size(); ++row) out += column.text_at(row);
}

// What write_column() wrote, this program and no other; so lengths need no check.
class ColumnReader {
 public:
  ColumnReader(std::string_view bytes, std::size_t rows, Column& into) : bytes_(bytes), rows_(rows), into_(into) {}

  void read() {
    if (bytes_.front() == '\1') validity_ = bytes_.substr(1, rows_);
    bytes_.remove_prefix(1 + validity_.size());
    switch (into_.type()) {
      case ScalarType::Bool:
        return each<std::uint8_t>([&](std::uint8_t value) { into_.push_bool(value != 0); });
      case ScalarType::Int:
        return each<std::int32_t>([&](std::int32_t value) { into_.push_int(value); });
      case ScalarType::Long:
      case ScalarType::DateTime:
      case ScalarType::TimeSpan:
        return each<std::int64_t>([&](std::int64_t value) { into_.push_long(value); });
      case ScalarType::Real:
        return each<double>([&](double value) { into_.push_real(value); });
      default:
        break;
    }
    const std::string_view texts = bytes_.substr(rows_ * sizeof(std::uint64_t));
    std::uint64_t begin = 0;
    each<std::uint64_t>([&](std::uint64_t end) { into_.push_text(texts.substr(begin, end - begin)); },
                        [&](std::uint64_t end) { begin = end; });
  }

 private:
  template <class Value, class Push>
  void each(Push push) {
    each<Value>(push, [](Value) {});
  }
  template <class Value, class Push, class Passed>
  void each(Push push, Passed passed) {
    for (std::size_t row = 0; row < rows_; ++row) {
      Value value;
      std::memcpy(&value, bytes_.data() + row * sizeof(Value), sizeof(Value));
      if (!validity_.empty() && validity_[row] == 0) {
        into_.push_null();
      } else {
        push(value);
      }
      passed(value);
    }
  }

  std::string_view bytes_;
  std::string_view validity_ = {};
  std::size_t rows_;
  Column& into_;
};

}  // namespace

RowSpool::~RowSpool() {
  if (file_ >= 0) close(file_);
}

Result<void> RowSpool::open_file() {
  file_ = open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file_ >= 0) return {};
  // Not every file system has files without a name.
  std::string path = (folder_ / "rows-XXXXXX").string();
  file_ = mkostemp(path.data(), O_CLOEXEC);
  if (file_ < 0)
    return fail(ErrorKind::Environment,
                fmt::format("no file can be made in the spill folder {}: {}", folder_.string(), std::strerror(errno)));
  unlink(path.c_str());
  return {};
}

Result<void> RowSpool::add(Batch rows) {
  Block block;
  block.rows = rows.rows();
  const std::size_t bytes = rows.byte_size();
  if (kept_bytes_ + bytes <= (folder_.empty() ? most_without_folder : most_kept)) {
    kept_bytes_ += bytes;
    block.kept = std::move(rows);
    blocks_.push_back(std::move(block));
    return {};
  }
  if (folder_.empty())
    return fail(ErrorKind::Environment, "the rows of a step of the query take more than 1 GiB",
                "there is no spill folder: the case lies where nothing can be written");
  if (file_ < 0) HUNTBOOK_CHECK(open_file());
  std::string out;
  for (const Column& column : rows.columns) {
    write_column(out, column);
    block.ends.push_back(out.size());
  }
  block.offset = file_bytes_;
  for (std::size_t done = 0; done < out.size();) {
    ssize_t written = pwrite(file_, out.data() + done, out.size() - done, static_cast<off_t>(file_bytes_ + done));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0)
      return fail(ErrorKind::Environment, fmt::format("writing to the spill folder failed: {}", std::strerror(errno)));
    done += static_cast<std::size_t>(written);
  }
  file_bytes_ += out.size();
  blocks_.push_back(std::move(block));
  return {};
}

Result<Batch> RowSpool::read(std::size_t index, const std::vector<std::size_t>& wanted) const {
  const Block& block = blocks_[index];
  Batch batch = make_batch(schema_);
  std::string bytes;
  for (std::size_t column : wanted) {
    if (column >= batch.columns.size() || batch.columns[column].size() > 0) continue;
    const std::uint64_t begin = column == 0 ? 0 : block.ends[column - 1];
    bytes.resize(block.ends[column] - begin);
    for (std::size_t done = 0; done < bytes.size();) {
      ssize_t got =
          pread(file_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(block.offset + begin + done));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return fail(ErrorKind::Environment, "reading from the spill folder failed");
      done += static_cast<std::size_t>(got);
    }
    ColumnReader(bytes, block.rows, batch.columns[column]).read();
  }
  return batch;
}

SpooledRelation::SpooledRelation(Schema schema, const std::filesystem::path& folder)
    : schema_(std::move(schema)), spool_(std::make_shared<RowSpool>(schema_, folder)), open_(make_batch(schema_)) {}

Result<void> SpooledRelation::append(const Batch& batch) {
  const std::size_t vector_rows = api().vector_size();
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    for (std::size_t i = 0; i < open_.columns.size(); ++i) open_.columns[i].push_from(batch.columns[i], row);
    if (open_.rows() == vector_rows) HUNTBOOK_CHECK(spool_->add(std::exchange(open_, make_batch(schema_))));
  }
  return {};
}

Result<std::shared_ptr<const RowSpool>> SpooledRelation::finish() {
  if (open_.rows() > 0) HUNTBOOK_CHECK(spool_->add(std::exchange(open_, make_batch(schema_))));
  return std::exchange(spool_, nullptr);
}

}  // namespace huntbook::engine::duckdb
