#include "render/record_writer.hpp"

namespace huntbook::render {

namespace {

constexpr TypeSet text_types{ScalarType::String, ScalarType::Dynamic};

class CsvWriter final : public RecordWriter {
 public:
  CsvWriter(bool guard_formulas, RealDigits digits) : guard_formulas_(guard_formulas), digits_(digits) {}

  void begin(const Schema& schema, std::string& out) override {
    for (std::size_t i = 0; i < schema.size(); ++i) {
      if (i > 0) out += ',';
      append_cell(schema[i].name, guard_formulas_, out);
    }
    out += '\n';
  }

  void rows(const Batch& batch, std::string& out) override {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      for (std::size_t i = 0; i < batch.columns.size(); ++i) {
        if (i > 0) out += ',';
        const Column& column = batch.columns[i];
        cell_.clear();
        append_value(column, row, digits_, cell_);
        append_cell(cell_, guard_formulas_ && text_types.contains(column.type()), out);
      }
      out += '\n';
    }
  }

  void end(std::string&) override {}

 private:
  static void append_cell(std::string_view cell, bool guard, std::string& out) {
    const bool formula = guard && !cell.empty() && std::string_view("=+-@\t\r").contains(cell.front());
    const bool quote = cell.find_first_of("\",\r\n") != std::string_view::npos ||
                       (!cell.empty() && (cell.front() == ' ' || cell.back() == ' '));
    if (quote) out += '"';
    if (formula) out += '\'';
    for (char c : cell) {
      if (c == '"') out += '"';
      out += c;
    }
    if (quote) out += '"';
  }

  bool guard_formulas_;
  RealDigits digits_;
  std::string cell_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_csv_writer(bool guard_formulas, RealDigits digits) {
  return std::make_unique<CsvWriter>(guard_formulas, digits);
}

}  // namespace huntbook::render
