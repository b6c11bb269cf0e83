#include "scenario/writers/syslog_file.hpp"

#include <array>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace huntbook::scenario {

Result<SyslogFile> SyslogFile::create(const std::filesystem::path& path) {
  HUNTBOOK_TRY(EvidenceFile file, EvidenceFile::create(path));
  return SyslogFile(std::move(file));
}

void SyslogFile::add(const SyslogLine& line) {
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilTime time = civil_from_ticks(line.time);
  std::string& text = file_.text();
  fmt::format_to(std::back_inserter(text), "{} {:>2} {:02}:{:02}:{:02} {} {}", months[time.month - 1], time.day,
                 time.hour, time.minute, time.second, line.computer, line.program);
  if (line.process != 0) fmt::format_to(std::back_inserter(text), "[{}]", line.process);
  text += ": ";
  text += line.message;
  text += '\n';
  ++lines_;
  file_.flush();
}

}  // namespace huntbook::scenario
