// A notebook as nbformat 4 has it (Jupyter documentation, "The Notebook file format"). Keys and metadata that are not
// known here stay as they were.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/result.hpp"

namespace huntbook::notebook {

using JsonValue = nlohmann::ordered_json;

enum class CellKind { Code, Markdown, Raw };

class Document {
 public:
  // A notebook without cells, kernelspec huntbook, language kql.
  Document();

  // Reads nbformat 4.0 to 4.5; cells without an id get one made from their content. Errors of kind User: no JSON, no
  // notebook, another major version, nested deeper than 200 levels.
  static Result<Document> parse(std::string_view text);

  // The file's text: one blank of indentation and a line feed at the end, as Jupyter writes it. Bytes that are no UTF-8
  // become U+FFFD.
  std::string dump() const;

  std::size_t size() const;
  CellKind kind(std::size_t cell) const;
  std::string id(std::size_t cell) const;
  std::string source(std::size_t cell) const;
  const JsonValue& outputs(std::size_t cell) const;  // an array; empty where the cell has none
  bool has_tag(std::size_t cell, std::string_view tag) const;

  void add(CellKind kind, std::string_view source);
  void set_outputs(std::size_t cell, std::vector<JsonValue> outputs, std::size_t execution_count);

 private:
  explicit Document(JsonValue root) : root_(std::move(root)) {}
  JsonValue& cell_at(std::size_t cell) { return root_["cells"][cell]; }
  const JsonValue& cell_at(std::size_t cell) const { return root_["cells"][cell]; }
  void complete_ids();

  JsonValue root_;
};

// Text as nbformat keeps it: a list of lines with their line feeds.
JsonValue lines_of(std::string_view text);
// The text of such a list, or of a plain string; empty for anything else.
std::string text_of(const JsonValue& lines);

// 16 hexadecimal digits that depend on the text alone (FNV-1a, 64 bits): an identity, no protection.
std::string content_id(std::string_view text);

}  // namespace huntbook::notebook
