// Puts the records of each audit event together, however those of several events are mixed in the log.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ingest/auditd/audit_head.hpp"

namespace huntbook::ingest {

// What is kept of events that may go on. A log of an idle system holds a few at a time, a flooded one two seconds'
// worth.
struct AssemblyLimits {
  std::size_t events = 32'768;
  std::size_t bytes = std::size_t{32} << 20;
  std::size_t event_bytes = std::size_t{4} << 20;  // a longer event goes on as another one
};

// Events come out in the order of their first records. One is complete when it is a lone message, when its PROCTITLE
// or EOE was seen, when the log of its node has moved by more than two seconds since (all of which libauparse does
// too), or when the limits are reached. What happens depends on the lines alone.
class EventAssembler {
 public:
  struct Event {
    Ticks time = 0;
    std::uint64_t serial = 0;
    std::uint32_t node = 0;
    std::string text;          // the records, a line each
    std::uint64_t line = 0;    // of the first
    std::uint64_t offset = 0;  // of the first
    std::uint64_t number = 0;
    bool complete = false;
  };

  // `in_order`: no record of an event follows its last one; else only time ends events of several records.
  explicit EventAssembler(AssemblyLimits limits = {}, bool in_order = true) : limits_(limits), in_order_(in_order) {}

  // Takes a record; `number` is that of the event if it begins one. False: it began none.
  bool add(const AuditHead& head, std::string_view record, std::uint64_t line, std::uint64_t offset,
           std::uint64_t number);
  // The next event that comes out; null: none yet. `at_end`: no record follows.
  const Event* ready(bool at_end) const;
  // Forgets the event that ready() has given.
  void pop();

  // Events that came out early because of the limits.
  std::uint64_t cut_short() const { return cut_short_; }

 private:
  struct Key {
    Ticks time;
    std::uint64_t serial;
    std::uint32_t node;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      const auto mixed =
          (static_cast<std::uint64_t>(key.time) ^ (std::uint64_t{key.node} << 40)) + key.serial * 0x9E3779B97F4A7C15U;
      return static_cast<std::size_t>((mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9U);
    }
  };
  struct Node {
    std::string name;
    Ticks latest = 0;
  };

  std::uint32_t node_of(std::string_view name);
  bool over_limits() const { return events_.size() > limits_.events || bytes_ > limits_.bytes; }
  Event& begin_event();

  AssemblyLimits limits_;
  bool in_order_;
  std::deque<Event> events_;
  std::uint64_t popped_ = 0;                              // events that were there before events_.front()
  std::unordered_map<Key, std::uint64_t, KeyHash> open_;  // place of an event in the order of all
  std::vector<Node> nodes_;
  std::unordered_map<std::string, std::uint32_t> node_places_;
  std::uint32_t last_node_ = 0;
  std::vector<std::string> spare_texts_;
  std::size_t bytes_ = 0;
  std::uint64_t cut_short_ = 0;
};

}  // namespace huntbook::ingest
