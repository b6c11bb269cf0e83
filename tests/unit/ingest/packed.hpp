// Makes compressed files and archives, and reads streams whole.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest::testing {

using Members = std::vector<std::pair<std::string, std::string>>;  // names and contents

// As libarchive names them.
struct Packing {
  const char* format = "raw";
  const char* filter = nullptr;
  const char* options = "";
  const char* password = nullptr;
};

std::string packed(const Packing& how, const Members& members);
std::string gzip_of(const std::string& text);
std::string zip_of(const Members& members);

struct ReadAll {
  std::string text;
  std::string error;  // that ended it; empty: none
};
ReadAll read_all(ByteSource& source);

}  // namespace huntbook::ingest::testing
