#include "case_reader.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace huntbook::kql_cases {

namespace {

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool is_blank(const std::string& line) {
  return line.find_first_not_of(" \t\r") == std::string::npos;
}

}  // namespace

const std::string* Case::find(std::string_view key) const {
  for (const Field& field : fields) {
    if (field.key == key) return &field.value;
  }
  return nullptr;
}

std::vector<Case> read_cases(const std::filesystem::path& file) {
  std::vector<std::string> lines = lines_of(file);
  std::vector<Case> cases;
  for (std::size_t i = 0; i < lines.size();) {
    if (is_blank(lines[i])) {
      ++i;
      continue;
    }
    Case found;
    found.line = i + 1;
    while (i < lines.size() && !is_blank(lines[i]) && lines[i][0] == '#') {
      found.title = lines[i].substr(lines[i].find_first_not_of("# "));
      ++i;
    }
    while (i < lines.size() && !is_blank(lines[i])) {
      std::size_t bracket = lines[i].starts_with("input ") ? lines[i].find("):") : std::string::npos;
      std::size_t colon = bracket == std::string::npos ? lines[i].find(':') : bracket + 1;
      if (colon == std::string::npos)
        throw std::runtime_error(file.string() + ":" + std::to_string(i + 1) + ": no key");
      Field field{lines[i].substr(0, colon), lines[i].substr(colon + 1)};
      field.value.erase(0, std::min(field.value.find_first_not_of(' '), field.value.size()));
      ++i;
      if (field.value == "|") {
        field.value.clear();
        while (i < lines.size() && lines[i].starts_with("  ")) field.value += lines[i++].substr(2) + "\n";
      }
      found.fields.push_back(std::move(field));
    }
    if (!found.fields.empty()) cases.push_back(std::move(found));
  }
  return cases;
}

std::string read_header(const std::filesystem::path& file) {
  std::string header;
  std::vector<std::string> lines = lines_of(file);
  for (std::size_t i = 0; i < lines.size() && !lines[i].empty() && lines[i][0] == '#'; ++i) header += lines[i] + "\n";
  // A header is a paragraph of comment alone; a title stands right above its case.
  std::size_t count = static_cast<std::size_t>(std::count(header.begin(), header.end(), '\n'));
  return count < lines.size() && is_blank(lines[count]) ? header : "";
}

std::string print_cases(const std::vector<Case>& cases, const std::string& header) {
  std::string text = header;
  for (const Case& found : cases) {
    if (!text.empty()) text += "\n";
    text += "# " + found.title + "\n";
    for (const Field& field : found.fields) {
      if (field.value.find('\n') == std::string::npos) {
        text += field.key + ": " + field.value + "\n";
        continue;
      }
      text += field.key + ": |\n";
      for (std::size_t begin = 0; begin < field.value.size();) {
        std::size_t end = field.value.find('\n', begin);
        text += "  " + field.value.substr(begin, end - begin) + "\n";
        begin = end + 1;
      }
    }
  }
  return text;
}

}  // namespace huntbook::kql_cases
