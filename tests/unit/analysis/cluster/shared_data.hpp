// Real evidence beside the source tree (../shared/data, or $HUNTBOOK_SHARED/data), for the tests that compare with what
// msticpy computed on it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <zlib.h>

#include "base/column.hpp"

namespace huntbook::cluster::test {

inline std::filesystem::path shared_data(std::string_view file) {
  const char* folder = std::getenv("HUNTBOOK_SHARED");
  const std::filesystem::path root = folder != nullptr ? folder : "../shared";
  return root / "data" / file;
}

// A CSV file, plain or gzip, as rows of text; the first row is the header. Nothing where the file is not there.
inline std::optional<std::vector<std::vector<std::string>>> read_csv(const std::filesystem::path& path) {
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return std::nullopt;
  std::string text;
  char buffer[65536];
  for (int got = 0; (got = gzread(file, buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(got));
  gzclose(file);
  std::vector<std::vector<std::string>> rows(1);
  std::string cell;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char byte = text[i];
    if (quoted) {
      if (byte != '"') {
        cell.push_back(byte);
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell.push_back('"');
        ++i;
      } else {
        quoted = false;
      }
    } else if (byte == '"') {
      quoted = true;
    } else if (byte == ',' || byte == '\n') {
      rows.back().push_back(std::move(cell));
      cell.clear();
      if (byte == '\n' && i + 1 < text.size()) rows.emplace_back();
    } else if (byte != '\r') {
      cell.push_back(byte);
    }
  }
  return rows;
}

// The data rows as one batch of strings.
inline std::pair<Schema, Batch> as_text(const std::vector<std::vector<std::string>>& csv) {
  Schema schema;
  for (const std::string& name : csv.front()) schema.push_back({name, ScalarType::String});
  Batch batch = make_batch(schema);
  for (std::size_t row = 1; row < csv.size(); ++row) {
    for (std::size_t i = 0; i < schema.size(); ++i) batch.columns[i].push_text(csv[row].at(i));
  }
  return {std::move(schema), std::move(batch)};
}

}  // namespace huntbook::cluster::test
