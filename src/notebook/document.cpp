#include "notebook/document.hpp"

#include <set>

#include <fmt/format.h>

namespace huntbook::notebook {

namespace {

constexpr int deepest_nesting = 200;

std::string_view name_of(CellKind kind) {
  switch (kind) {
    case CellKind::Code:
      return "code";
    case CellKind::Markdown:
      return "markdown";
    case CellKind::Raw:
      return "raw";
  }
  return "raw";
}

std::unexpected<Error> no_notebook(std::string why) {
  return fail(ErrorKind::User, "this is no notebook: " + std::move(why), "notebooks are .ipynb files, nbformat 4");
}

}  // namespace

Document::Document() {
  root_ = {{"cells", JsonValue::array()},
           {"metadata",
            {{"kernelspec", {{"display_name", "Huntbook"}, {"language", "kql"}, {"name", "huntbook"}}},
             {"language_info", {{"file_extension", ".kql"}, {"name", "kql"}, {"pygments_lexer", "text"}}}}},
           {"nbformat", 4},
           {"nbformat_minor", 5}};
}

Result<Document> Document::parse(std::string_view text) {
  bool too_deep = false;
  const auto limit_depth = [&](int depth, JsonValue::parse_event_t, JsonValue&) {
    too_deep |= depth > deepest_nesting;
    return depth <= deepest_nesting;  // what lies deeper is not kept, so that writing it cannot overflow the stack
  };
  JsonValue root = JsonValue::parse(text, limit_depth, false);
  if (too_deep) return no_notebook(fmt::format("its JSON is nested deeper than {} levels", deepest_nesting));
  if (root.is_discarded() || !root.is_object()) return no_notebook("it holds no JSON object");
  const auto version = root.find("nbformat");
  if (version == root.end() || !version->is_number_integer()) return no_notebook("it has no nbformat");
  if (*version != 4) {
    return fail(ErrorKind::User, fmt::format("notebooks of nbformat {} are not supported", version->dump()),
                "convert it first: jupyter nbconvert --to notebook --nbformat 4");
  }
  const auto cells = root.find("cells");
  if (cells == root.end() || !cells->is_array()) return no_notebook("it has no list of cells");
  for (const JsonValue& cell : *cells) {
    if (!cell.is_object() || !cell.contains("cell_type")) return no_notebook("a cell is no object with a cell_type");
  }
  Document document(std::move(root));
  document.complete_ids();
  return document;
}

void Document::complete_ids() {
  std::set<std::string> taken;
  for (std::size_t i = 0; i < size(); ++i) {
    const auto id = cell_at(i).find("id");
    if (id != cell_at(i).end() && id->is_string()) taken.insert(id->get<std::string>());
  }
  for (std::size_t i = 0; i < size(); ++i) {
    const auto id = cell_at(i).find("id");
    if (id != cell_at(i).end() && id->is_string()) continue;
    std::string made = content_id(source(i));
    for (int n = 1; !taken.insert(made).second; ++n) made = content_id(fmt::format("{} {}", source(i), n));
    cell_at(i)["id"] = made;
  }
  const auto minor = root_.find("nbformat_minor");
  if (minor == root_.end() || !minor->is_number_integer() || *minor < 5) root_["nbformat_minor"] = 5;
}

std::string Document::dump() const {
  return root_.dump(1, ' ', false, JsonValue::error_handler_t::replace) + "\n";
}

std::size_t Document::size() const {
  return root_["cells"].size();
}

CellKind Document::kind(std::size_t cell) const {
  const JsonValue& type = cell_at(cell)["cell_type"];
  if (type == "code") return CellKind::Code;
  return type == "markdown" ? CellKind::Markdown : CellKind::Raw;
}

std::string Document::id(std::size_t cell) const {
  return cell_at(cell)["id"].get<std::string>();
}

std::string Document::source(std::size_t cell) const {
  const auto source = cell_at(cell).find("source");
  return source == cell_at(cell).end() ? std::string() : text_of(*source);
}

const JsonValue& Document::outputs(std::size_t cell) const {
  static const JsonValue none = JsonValue::array();
  const auto outputs = cell_at(cell).find("outputs");
  return outputs != cell_at(cell).end() && outputs->is_array() ? *outputs : none;
}

bool Document::has_tag(std::size_t cell, std::string_view tag) const {
  const auto metadata = cell_at(cell).find("metadata");
  if (metadata == cell_at(cell).end() || !metadata->is_object()) return false;
  const auto tags = metadata->find("tags");
  if (tags == metadata->end() || !tags->is_array()) return false;
  for (const JsonValue& each : *tags) {
    if (each.is_string() && each.get_ref<const std::string&>() == tag) return true;
  }
  return false;
}

void Document::add(CellKind kind, std::string_view source) {
  JsonValue cell = {{"cell_type", name_of(kind)}};
  if (kind == CellKind::Code) cell["execution_count"] = nullptr;
  cell["metadata"] = JsonValue::object();
  if (kind == CellKind::Code) cell["outputs"] = JsonValue::array();
  cell["source"] = lines_of(source);
  root_["cells"].push_back(std::move(cell));
  complete_ids();
}

void Document::set_outputs(std::size_t cell, std::vector<JsonValue> outputs, std::size_t execution_count) {
  JsonValue& target = cell_at(cell);
  target["execution_count"] = execution_count;
  target["outputs"] = JsonValue(JsonValue::array());
  for (JsonValue& output : outputs) target["outputs"].push_back(std::move(output));
}

JsonValue lines_of(std::string_view text) {
  JsonValue lines = JsonValue::array();
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

std::string text_of(const JsonValue& lines) {
  if (lines.is_string()) return lines.get<std::string>();
  std::string text;
  if (!lines.is_array()) return text;
  for (const JsonValue& line : lines) {
    if (line.is_string()) text += line.get_ref<const std::string&>();
  }
  return text;
}

std::string content_id(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return fmt::format("{:016x}", hash);
}

}  // namespace huntbook::notebook
