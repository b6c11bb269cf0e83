// Flow logs of a network security group, version 2: for each minute and network card the flows of each rule as tuples
// of text (Azure Network Watcher documentation, "Flow logging for network security groups", log format). A file holds
// the hours of one day put together, in the shape of a PT1H.json.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "scenario/world/network_event.hpp"
#include "scenario/writers/evidence_file.hpp"
#include "scenario/writers/truth.hpp"

namespace huntbook::scenario {

class NsgLog {
 public:
  // Files are made in `folder` below `root`, one a day; what the attack caused goes to `truth`.
  NsgLog(std::filesystem::path root, std::string folder, Truth& truth)
      : root_(std::move(root)), folder_(std::move(folder)), truth_(truth) {}

  // Connections of the servers' subnet, in order of time; others are passed over.
  void add(const Connection& connection);
  std::uint64_t tuples() const { return tuples_; }
  bool failed() const { return !outcome_; }
  Result<void> close();

 private:
  enum class Direction : char { In = 'I', Out = 'O' };
  // What is still to be said of a connection that goes on.
  struct Ongoing {
    Ticks next = 0;
    std::uint64_t order = 0;
    Ticks end = 0;
    Connection connection;
    std::optional<Label> label;  // its connection's is gone by then
    std::string card;
    Direction direction = Direction::In;
    bool operator<(const Ongoing& other) const {  // the earliest on top
      return next != other.next ? next > other.next : order > other.order;
    }
  };

  void see(const Connection& connection, std::string_view server, Direction direction);
  void put(const Connection& connection, const Label* label, const std::string& card, Direction direction, Ticks time,
           char state, std::uint64_t share_of);
  void catch_up(Ticks time);
  void write_minute();
  void open_day(Ticks time);
  void close_day();

  std::filesystem::path root_;
  std::string folder_;
  Truth& truth_;
  std::optional<EvidenceFile> file_;
  std::string file_name_;
  Ticks day_ = -1;
  Ticks minute_ = 0;
  bool first_record_ = true;
  std::map<std::string, std::map<std::string, std::string>> cards_;  // tuples of the minute as JSON, by card and rule
  std::priority_queue<Ongoing> ongoing_;
  std::uint64_t order_ = 0;
  std::uint64_t tuples_ = 0;
  Result<void> outcome_;
};

}  // namespace huntbook::scenario
