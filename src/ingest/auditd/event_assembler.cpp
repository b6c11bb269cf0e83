#include "ingest/auditd/event_assembler.hpp"

#include <utility>

namespace huntbook::ingest {

namespace {

constexpr Ticks longest_pause = 2 * ticks_per_second;
constexpr std::size_t most_nodes = 65'536;
constexpr std::size_t most_spare_texts = 1'024;
constexpr std::size_t largest_spare_text = 16'384;

}  // namespace

std::uint32_t EventAssembler::node_of(std::string_view name) {
  if (last_node_ < nodes_.size() && nodes_[last_node_].name == name) return last_node_;
  const auto [place, is_new] = node_places_.try_emplace(std::string(name), static_cast<std::uint32_t>(nodes_.size()));
  if (is_new) nodes_.push_back({std::string(name)});
  last_node_ = place->second;
  return last_node_;
}

EventAssembler::Event& EventAssembler::begin_event() {
  Event& event = events_.emplace_back();
  if (!spare_texts_.empty()) {
    event.text = std::move(spare_texts_.back());
    spare_texts_.pop_back();
    event.text.clear();
  }
  return event;
}

bool EventAssembler::add(const AuditHead& head, std::string_view record, std::uint64_t line, std::uint64_t offset,
                         std::uint64_t number) {
  const std::uint32_t node = node_of(head.node);
  nodes_[node].latest = head.time;
  const bool lone = is_lone_audit_type(head.type);
  const bool last = in_order_ && !lone && ends_audit_event(head.type);
  const Key key{head.time, head.serial, node};
  if (!lone) {
    if (const auto found = open_.find(key); found != open_.end()) {
      Event& event = events_[static_cast<std::size_t>(found->second - popped_)];
      const bool fits = event.text.size() + record.size() < limits_.event_bytes;
      if (fits) {
        event.text.append(1, '\n').append(record);
        bytes_ += record.size() + 1;
      }
      event.complete = last || !fits;
      if (event.complete) open_.erase(found);
      if (fits) return false;
      ++cut_short_;
    } else if (head.type == "EOE") {
      return false;  // of an event that has ended
    }
  }
  Event& event = begin_event();
  event.time = head.time;
  event.serial = head.serial;
  event.node = node;
  event.text.append(record);
  event.line = line;
  event.offset = offset;
  event.number = number;
  event.complete = lone || last;
  bytes_ += record.size();
  if (!event.complete) open_.emplace(key, popped_ + events_.size() - 1);
  return true;
}

const EventAssembler::Event* EventAssembler::ready(bool at_end) const {
  if (events_.empty()) return nullptr;
  const Event& event = events_.front();
  if (event.complete || at_end || over_limits()) return &event;
  const Ticks pause = nodes_[event.node].latest - event.time;
  return pause > longest_pause || pause < -longest_pause ? &event : nullptr;
}

void EventAssembler::pop() {
  Event& event = events_.front();
  if (!event.complete) {
    open_.erase({event.time, event.serial, event.node});
    if (over_limits()) ++cut_short_;
  }
  bytes_ -= event.text.size();
  if (spare_texts_.size() < most_spare_texts && event.text.capacity() < largest_spare_text) {
    spare_texts_.push_back(std::move(event.text));
  }
  events_.pop_front();
  ++popped_;
  if (events_.empty() && nodes_.size() > most_nodes) {
    nodes_.clear();
    node_places_.clear();
  }
}

}  // namespace huntbook::ingest
