#include "scenario/writers/truth.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "scenario/writers/evidence_file.hpp"

namespace huntbook::scenario {

namespace {

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

void Truth::add(const Label* label, std::string_view file, std::string_view record, Ticks time, std::string_view host,
                std::string_view event) {
  if (label == nullptr) return;
  lines_.push_back(
      {time, fmt::format("{},{},{},{},{},{},{},{}\n", csv_cell(file), csv_cell(record), format_datetime(time), host,
                         event, label->stage, label->technique, csv_cell(label->what))});
}

Result<void> Truth::write(const std::filesystem::path& path) {
  std::ranges::stable_sort(lines_, {}, &Line::time);
  HUNTBOOK_TRY(EvidenceFile file, EvidenceFile::create(path));
  file.text() += header;
  file.text() += '\n';
  for (const Line& line : lines_) file.text() += line.text;
  return file.close();
}

}  // namespace huntbook::scenario
