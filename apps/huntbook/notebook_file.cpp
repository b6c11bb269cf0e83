#include "notebook_file.hpp"

#include <fstream>
#include <iterator>

namespace huntbook::app {

Result<notebook::Document> read_notebook(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  if (!stream.is_open() || stream.bad() || std::filesystem::is_directory(path)) {
    return fail(ErrorKind::Environment, "Cannot read " + path.string() + ".");
  }
  auto document = notebook::Document::parse(text);
  if (!document) {
    return fail(document.error().kind, path.string() + ": " + document.error().message, document.error().hint);
  }
  return document;
}

}  // namespace huntbook::app
