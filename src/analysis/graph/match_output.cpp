#include "analysis/graph/match_output.hpp"

#include <fmt/format.h>

namespace huntbook::graph {

namespace {
constexpr std::size_t batch_rows = 2'048;
}  // namespace

MatchOutput::MatchOutput(std::vector<OutputColumn> columns, std::uint64_t max_bytes)
    : columns_(std::move(columns)), max_bytes_(max_bytes), batch_(empty_batch()) {}

Batch MatchOutput::empty_batch() const {
  Batch batch;
  batch.columns.emplace_back(ScalarType::Long);
  for (const OutputColumn& column : columns_) {
    using Kind = OutputColumn::Kind;
    const ScalarType type = column.kind == Kind::List ? ScalarType::Dynamic
                            : column.kind == Kind::All || column.kind == Kind::Any
                                ? ScalarType::Bool
                                : column.rows->values[column.value].type();
    batch.columns.emplace_back(type);
  }
  return batch;
}

void MatchOutput::put(const OutputColumn& column, const Match& match, Column& to) {
  using Kind = OutputColumn::Kind;
  const Column& values = column.rows->values[column.value];
  if (column.kind == Kind::Node) return to.push_from(values, column.candidates->row_of[match.nodes[column.element]]);
  const Match::Path& path = match.paths[column.element];
  if (column.kind == Kind::Edge) return to.push_from(values, path.edges.front());
  path_rows_.clear();
  if (column.inner) {
    for (NodeId node : path.inner) path_rows_.push_back(column.candidates->row_of[node]);
  } else {
    path_rows_ = path.edges;
  }
  if (column.kind == Kind::List) {
    std::string list = "[";
    for (std::uint32_t row : path_rows_) {
      if (list.size() > 1) list += ',';
      const std::string_view array = values.text_at(row);
      if (array.size() >= 2) list += array.substr(1, array.size() - 2);
    }
    list += ']';
    return to.push_text(list);
  }
  bool all = true, any = false;
  for (std::uint32_t row : path_rows_) {
    const bool holds = !values.is_null(row) && values.bool_at(row);
    all = all && holds;
    any = any || holds;
  }
  to.push_bool(column.kind == Kind::All ? all : any);
}

Result<void> MatchOutput::add(const Match& match) {
  batch_.columns.front().push_long(count_++);
  for (std::size_t i = 0; i < columns_.size(); ++i) put(columns_[i], match, batch_.columns[i + 1]);
  if (batch_.rows() < batch_rows) return {};
  bytes_ += batch_.byte_size();
  if (bytes_ > max_bytes_)
    return fail(ErrorKind::User,
                fmt::format("the matches take more than {} MiB, after {} of them", max_bytes_ >> 20U, count_),
                "say more in 'where', make paths shorter, or project less");
  done_.push_back(std::move(batch_));
  batch_ = empty_batch();
  return {};
}

std::vector<Batch> MatchOutput::finish() {
  if (batch_.rows() > 0) done_.push_back(std::move(batch_));
  return std::move(done_);
}

}  // namespace huntbook::graph
