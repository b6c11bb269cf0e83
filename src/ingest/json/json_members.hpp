// The members of JSON objects that stand inside a record: as nested values, or as JSON in a text (a CSV cell, a
// string).
#pragma once

#include <deque>
#include <string_view>
#include <vector>

#include "ingest/record/block.hpp"
#include "ingest/record/field.hpp"

namespace huntbook::ingest {

// What it hands out points into the text it was given and into itself, and lives until forget(). Objects of one record
// after another take the same memory.
class JsonMembers {
 public:
  // The object's members; none where the field holds no object.
  Record of(const Field& field);
  Record of(std::string_view json);
  // The values of an array, each as a field without name; none where the field holds no array.
  Record elements_of(const Field& field);
  void forget() { forget_since(0); }
  // Forgets what was handed out after mark() gave `mark`: of one element of a long list after another, say.
  std::size_t mark() const { return used_; }
  void forget_since(std::size_t mark) { used_ = mark; }

 private:
  ParsedBlock& next();
  std::string_view json_of(const Field& field, ParsedBlock& place);

  std::deque<ParsedBlock> places_;
  std::size_t used_ = 0;
};

}  // namespace huntbook::ingest
