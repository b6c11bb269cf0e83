// The layouts of records: which fields the shapes bring that a record is put together of, one after the other.
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <unordered_map>
#include <vector>

#include "ingest/evtx/event_shape.hpp"
#include "ingest/record/encoded_record.hpp"

namespace huntbook::ingest::evtx {

// What a record's fields come from, one of its parts after the other; null: one value of the event's own where an
// element should be.
using RecordPart = const EventShape*;

class RecordLayouts {
 public:
  // The layout of records with these parts. `kept`: all of the shapes outlive a block; else the layout lives until
  // drop_passing().
  const RecordLayout* of(std::span<const RecordPart> parts, bool carved, bool kept);
  void drop_passing() { passing_.clear(); }
  // Forgets all, as shapes are about to go.
  void clear();

 private:
  struct Known {
    std::vector<RecordPart> parts;
    bool carved = false;
    RecordLayout layout;
  };
  std::unordered_multimap<std::size_t, Known> known_;  // by the hash of their parts
  const Known* last_ = nullptr;
  std::deque<RecordLayout> passing_;
};

}  // namespace huntbook::ingest::evtx
