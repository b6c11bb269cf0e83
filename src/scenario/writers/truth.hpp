// The truth: every event of the attack, where it stands and what it was. One CSV row an event, in order of time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "scenario/world/label.hpp"

namespace huntbook::scenario {

class Truth {
 public:
  static constexpr std::string_view header = "File,Record,TimeGenerated,Host,Event,Stage,Technique,What";

  // `file` is the path below the folder of logs. `record` is what the record's own format knows it by: an event log's
  // record number, an audit event's serial number, a connection's or alert's id, else the number of its line. `event`
  // is its kind: 4624, EXECVE, FileDownloaded. Those without a label are passed over.
  void add(const Label* label, std::string_view file, std::string_view record, Ticks time, std::string_view host,
           std::string_view event);
  std::uint64_t events() const { return lines_.size(); }
  Result<void> write(const std::filesystem::path& path);

 private:
  struct Line {
    Ticks time;
    std::string text;
  };
  std::vector<Line> lines_;  // the attack stays small however much goes on around it
};

}  // namespace huntbook::scenario
