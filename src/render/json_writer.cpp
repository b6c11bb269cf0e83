#include "render/escape.hpp"
#include "render/record_writer.hpp"

namespace huntbook::render {

namespace {

class JsonWriter final : public RecordWriter {
 public:
  explicit JsonWriter(RealDigits digits) : digits_(digits) {}

  void begin(const Schema& schema, std::string& out) override {
    out += R"({"columns":[)";
    for (std::size_t i = 0; i < schema.size(); ++i) {
      if (i > 0) out += ',';
      out += R"({"name":)";
      append_json_string(schema[i].name, out);
      out += R"(,"type":")";
      out += name_of(schema[i].type);
      out += "\"}";
    }
    out += R"(],"rows":[)";
    first_ = true;
  }

  void rows(const Batch& batch, std::string& out) override {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      out += first_ ? "[" : ",[";
      first_ = false;
      for (std::size_t i = 0; i < batch.columns.size(); ++i) {
        if (i > 0) out += ',';
        append_json_value(batch.columns[i], row, digits_, out);
      }
      out += ']';
    }
  }

  void end(std::string& out) override { out += "]}\n"; }

 private:
  RealDigits digits_;
  bool first_ = true;
};

class NdjsonWriter final : public RecordWriter {
 public:
  explicit NdjsonWriter(RealDigits digits) : digits_(digits) {}

  void begin(const Schema& schema, std::string&) override {
    keys_.clear();
    for (const ColumnInfo& column : schema) {
      append_json_string(column.name, keys_.emplace_back());
      keys_.back() += ':';
    }
  }

  void rows(const Batch& batch, std::string& out) override {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      out += '{';
      for (std::size_t i = 0; i < batch.columns.size(); ++i) {
        if (i > 0) out += ',';
        out += keys_[i];
        append_json_value(batch.columns[i], row, digits_, out);
      }
      out += "}\n";
    }
  }

  void end(std::string&) override {}

 private:
  RealDigits digits_;
  std::vector<std::string> keys_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_json_writer(RealDigits digits) {
  return std::make_unique<JsonWriter>(digits);
}

std::unique_ptr<RecordWriter> make_ndjson_writer(RealDigits digits) {
  return std::make_unique<NdjsonWriter>(digits);
}

}  // namespace huntbook::render
