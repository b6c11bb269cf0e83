// The folders that commands of a notebook or query may read and write: those that whoever runs them has named.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace huntbook::notebook {

struct Places {
  std::filesystem::path exports;              // for relative paths of .export, made when needed; empty: nowhere
  std::vector<std::filesystem::path> writes;  // further folders that .export may write below
  std::vector<std::filesystem::path> reads;   // folders that .ingest may read below
  bool online = false;                        // externaldata may fetch http(s) URLs
  std::function<void(std::string_view line)> announce = {};  // told what is sent
  bool csv_safe = false;                                     // .export csv guards cells that look like formulas
};

// Where .export writes `given`, its folders made. Links are followed before the folder is judged. Errors of kind User:
// no file name, a folder outside of those allowed, a file that is there already.
Result<std::filesystem::path> place_to_export(const Places& places, std::string_view given);

// The file or folder that .ingest reads. Errors of kind User: outside of the folders allowed, or not there.
Result<std::filesystem::path> place_to_read(const Places& places, std::string_view given);

}  // namespace huntbook::notebook
