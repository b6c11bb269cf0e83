// Functions that come with the program: schema/functions/NAME.kql, compiled into it. Every case has them until it keeps
// a function of the same name, which then stands in for it.
//
// A file is a comment and a definition:
//   // folder: Huntbook/Windows
//   // What it is for, over any number of lines.
//   Name(parameters) { body }
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "case/case_file.hpp"

namespace huntbook::casefile {

struct EmbeddedFunction {
  std::string_view name;
  std::string_view text;
};
// In the order of their names.
std::span<const EmbeddedFunction> embedded_functions();

// By name.
const std::vector<StoredFunction>& shipped_functions();

// What a case has that keeps `kept`, by name.
std::vector<StoredFunction> with_shipped(const std::vector<StoredFunction>& kept);

}  // namespace huntbook::casefile
