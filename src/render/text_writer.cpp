#include <algorithm>

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
    widths_.clear();
    waiting_.clear();
    measured_ = false;
    std::vector<std::string> header;
    for (const ColumnInfo& column : schema_) {
      header.push_back(shown(escape_terminal(column.name)));
      widths_.push_back(std::max<std::size_t>(1, display_width(header.back())));
    }
    header_ = std::move(header);
  }

  void rows(const Batch& batch, std::string& out) override {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      std::vector<std::string> cells;
      cells.reserve(batch.columns.size());
      for (const Column& column : batch.columns) {
        cells.push_back(shown(escape_terminal(format_value(column, row, options_.digits))));
      }
      if (measured_) {
        append_row(cells, out);
        continue;
      }
      for (std::size_t i = 0; i < cells.size(); ++i) widths_[i] = std::max(widths_[i], display_width(cells[i]));
      waiting_.push_back(std::move(cells));
      if (waiting_.size() == rows_to_measure) flush(out);
    }
  }

  void end(std::string& out) override {
    if (!measured_) flush(out);
  }

 private:
  std::string shown(std::string text) const {
    return options_.cell_width == 0 ? text : clip(text, options_.cell_width);
  }

  void flush(std::string& out) {
    measured_ = true;
    append_row(header_, out);
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      if (i > 0) out += gap;
      for (std::size_t k = 0; k < widths_[i]; ++k) out += "─";
    }
    out += '\n';
    for (const std::vector<std::string>& cells : waiting_) append_row(cells, out);
    waiting_.clear();
  }

  void append_row(const std::vector<std::string>& cells, std::string& out) const {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out += gap;
      const std::size_t width = display_width(cells[i]);
      const std::string padding(width < widths_[i] ? widths_[i] - width : 0, ' ');
      const bool right = is_number(schema_[i].type);
      if (right) out += padding;
      out += cells[i];
      if (!right && i + 1 < cells.size()) out += padding;
    }
    out += '\n';
  }

  TextTableOptions options_;
  Schema schema_;
  std::vector<std::string> header_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<std::string>> waiting_;
  bool measured_ = false;
};

}  // namespace

std::unique_ptr<RecordWriter> make_text_writer(const TextTableOptions& options) {
  return std::make_unique<TextWriter>(options);
}

}  // namespace huntbook::render
