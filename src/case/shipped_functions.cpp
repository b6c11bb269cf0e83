#include "case/shipped_functions.hpp"

#include <algorithm>
#include <string>

namespace huntbook::casefile {

namespace {

constexpr std::string_view comment = "// ";
constexpr std::string_view folder = "folder: ";

StoredFunction read(const EmbeddedFunction& embedded) {
  StoredFunction function;
  std::string_view text = embedded.text;
  while (text.starts_with(comment)) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    line.remove_prefix(comment.size());
    if (line.starts_with(folder)) {
      function.folder = line.substr(folder.size());
    } else {
      if (!function.docstring.empty()) function.docstring += ' ';
      function.docstring += line;
    }
  }
  while (text.ends_with('\n')) text.remove_suffix(1);
  // Parameters hold no braces but in defaults of type dynamic, which ours have none of.
  const std::size_t parameters = text.find('(');
  const std::size_t body = text.find('{');
  function.name = text.substr(0, parameters);
  function.parameters = text.substr(parameters, text.rfind(')', body) + 1 - parameters);
  function.body = text.substr(body);
  return function;
}

}  // namespace

const std::vector<StoredFunction>& shipped_functions() {
  static const std::vector<StoredFunction> functions = [] {
    std::vector<StoredFunction> made;
    for (const EmbeddedFunction& embedded : embedded_functions()) made.push_back(read(embedded));
    return made;
  }();
  return functions;
}

std::vector<StoredFunction> with_shipped(const std::vector<StoredFunction>& kept) {
  std::vector<StoredFunction> all = kept;
  for (const StoredFunction& shipped : shipped_functions()) {
    if (std::ranges::find(kept, shipped.name, &StoredFunction::name) == kept.end()) all.push_back(shipped);
  }
  std::ranges::sort(all, {}, &StoredFunction::name);
  return all;
}

}  // namespace huntbook::casefile
