#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "render/escape.hpp"
#include "render/record_writer.hpp"

namespace huntbook::render {

namespace {

constexpr std::size_t rows_to_measure = 1000;
constexpr std::string_view gap = "  ";

class TextWriter final : public RecordWriter {
 public:
  explicit TextWriter(const TextTableOptions& options) : options_(options) {}

  void begin(const Schema& schema, std::string&) override {
    schema_ = schema;
    columns_.clear();
    waiting_.clear();
    measured_ = false;
    for (const ColumnInfo& column : schema_) {
      const std::string name = header_cell(column);
      columns_.push_back({.header = name, .width = std::max<std::size_t>(1, display_width(name))});
    }
  }

  void rows(const Batch& batch, std::string& out) override {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      std::vector<std::string> cells;
      cells.reserve(batch.columns.size());
      for (const Column& column : batch.columns) {
        cells.push_back(shown(escape_terminal(format_value(column, row, options_.digits))));
      }
      if (measured_) {
        if (bring_in_columns_of(cells)) {
          out += '\n';
          append_header(out);
        }
        append_cells(cells, out);
        continue;
      }
      measure(cells);
      waiting_.push_back(std::move(cells));
      if (waiting_.size() == rows_to_measure) flush(out);
    }
  }

  void end(std::string& out) override {
    if (!measured_) flush(out);
    const auto left_out = std::ranges::count(columns_, false, &TextColumn::visible);
    if (left_out > 0) {
      out += fmt::format("({} without a value in these rows {} left out; a file or a pipe gets all {})\n",
                         left_out == 1 ? "1 column" : fmt::format("{} columns", left_out), left_out == 1 ? "is" : "are",
                         columns_.size());
    }
  }

 private:
  struct TextColumn {
    std::string header;
    std::size_t width = 1;
    bool has_value = false;
    bool visible = true;
  };

  std::string shown(const std::string& text) const {
    return options_.cell_width == 0 ? text : clip(text, options_.cell_width);
  }
  std::string header_cell(const ColumnInfo& column) const { return shown(escape_terminal(column.name)); }

  void measure(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      columns_[i].width = std::max(columns_[i].width, display_width(cells[i]));
      columns_[i].has_value = columns_[i].has_value || !cells[i].empty();
    }
  }

  std::size_t table_width() const {
    std::size_t width = 0;
    for (const TextColumn& column : columns_) width += column.width + gap.size();
    return width > 0 ? width - gap.size() : 0;
  }

  void leave_out_empty_columns() {
    if (options_.screen_width == 0 || table_width() <= options_.screen_width) return;
    if (std::ranges::none_of(columns_, &TextColumn::has_value)) return;  // the names alone say what there would be
    for (TextColumn& column : columns_) column.visible = column.has_value;
  }

  // Whether a row has a value in a column that was left out so far; such columns are shown from here on.
  bool bring_in_columns_of(const std::vector<std::string>& cells) {
    bool changed = false;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (columns_[i].visible || cells[i].empty()) continue;
      columns_[i].visible = true;
      columns_[i].width = std::max(columns_[i].width, display_width(cells[i]));
      changed = true;
    }
    return changed;
  }

  void flush(std::string& out) {
    measured_ = true;
    leave_out_empty_columns();
    append_header(out);
    for (const std::vector<std::string>& cells : waiting_) append_cells(cells, out);
    waiting_.clear();
  }

  void append_header(std::string& out) const {
    append_row([this](std::size_t i) -> const std::string& { return columns_[i].header; }, out);
    bool first = true;
    for (const TextColumn& column : columns_) {
      if (!column.visible) continue;
      if (!std::exchange(first, false)) out += gap;
      for (std::size_t k = 0; k < column.width; ++k) out += "─";
    }
    out += '\n';
  }

  void append_cells(const std::vector<std::string>& cells, std::string& out) const {
    append_row([&cells](std::size_t i) -> const std::string& { return cells[i]; }, out);
  }

  template <typename CellAt>
  void append_row(CellAt cell_at, std::string& out) const {
    std::size_t owed = 0;  // padding is written before the next cell, so that no line ends in blanks
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!columns_[i].visible) continue;
      const std::string& cell = cell_at(i);
      const std::size_t width = display_width(cell);
      const std::size_t padding = width < columns_[i].width ? columns_[i].width - width : 0;
      const bool right = is_number(schema_[i].type);
      out.append(owed + (right ? padding : 0), ' ');
      out += cell;
      owed = gap.size() + (right ? 0 : padding);
    }
    out += '\n';
  }

  TextTableOptions options_;
  Schema schema_;
  std::vector<TextColumn> columns_;
  std::vector<std::vector<std::string>> waiting_;
  bool measured_ = false;
};

}  // namespace

std::unique_ptr<RecordWriter> make_text_writer(const TextTableOptions& options) {
  return std::make_unique<TextWriter>(options);
}

}  // namespace huntbook::render
