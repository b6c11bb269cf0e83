#include "ingest/syslog/syslog_format.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "ingest/syslog/syslog_head.hpp"
#include "ingest/syslog/syslog_lines.hpp"
#include "ingest/syslog/syslog_parser.hpp"

namespace huntbook::ingest {

namespace {

constexpr int lines_looked_at = 25;

std::string_view file_name(std::string_view path) {
  return path.substr(path.find_last_of("/\\") + 1);
}

// Files that every syslog daemon's default configuration fills with one facility only.
std::string facility_of_file(std::string_view path) {
  struct Named {
    std::string_view stem;
    std::string_view facility;
  };
  constexpr std::array files = {
      Named{"cron", "cron"},     Named{"daemon.log", "daemon"}, Named{"kern.log", "kern"},   Named{"lpr.log", "lpr"},
      Named{"mail.log", "mail"}, Named{"maillog", "mail"},      Named{"secure", "authpriv"}, Named{"user.log", "user"},
  };
  const std::string_view name = file_name(path);
  for (const Named& file : files) {
    if (!name.starts_with(file.stem)) continue;
    const std::string_view rest = name.substr(file.stem.size());
    if (rest.empty() || rest.front() == '.' || rest.front() == '-') return std::string(file.facility);
  }
  return {};
}

Detected syslog(const FileHead& head, bool needs_years) {
  return {"syslog", "Syslog",
          [needs_years, latest = latest_moment(head)](ByteSource& source, const BlockSizes& sizes) {
            return syslog_lines(source, sizes, needs_years, latest);
          },
          [facility = facility_of_file(head.name)] { return syslog_parser(facility); }};
}

// What the first lines are.
struct Sample {
  int lines = 0;  // that are not blank or indented
  int heads = 0;  // that begin as syslog's do
  int sure = 0;   // of these: with a priority, or a host and a tag behind the stamp
  int yearless = 0;
};

// HOST TAG: or HOST TAG[PID]
bool has_host_and_tag(std::string_view rest) {
  const std::size_t blank = rest.find(' ');
  if (blank == 0 || blank == std::string_view::npos) return false;
  const std::string_view tag = rest.substr(blank + 1, 80);
  const std::size_t end = tag.find_first_of(" :[");
  return end != std::string_view::npos && end > 0 && tag[end] != ' ';
}

Sample sample_of(const FileHead& head) {
  Sample sample;
  std::string_view rest = head.bytes;
  while (!rest.empty() && sample.lines < lines_looked_at) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos && !head.whole && sample.lines > 0) break;
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    while (line.starts_with('\0')) line.remove_prefix(1);
    if (line.empty() || line.front() == ' ' || line.front() == '\t') continue;
    ++sample.lines;
    const auto found = read_syslog_head(line);
    if (!found) continue;
    ++sample.heads;
    sample.yearless += found->has_year ? 0 : 1;
    sample.sure += found->priority >= 0 || has_host_and_tag(line.substr(found->rest)) ? 1 : 0;
  }
  return sample;
}

std::optional<Detected> by_content(const FileHead& head) {
  const Sample sample = sample_of(head);
  const bool is_syslog = sample.sure > 0 && sample.heads * 2 > sample.lines && sample.sure * 2 >= sample.heads;
  if (!is_syslog) return std::nullopt;
  return syslog(head, sample.yearless > 0);
}

}  // namespace

Format syslog_format() {
  return {"syslog", "syslog messages", by_content, nullptr,
          [](const FileHead& head) -> Result<Detected> { return syslog(head, sample_of(head).yearless > 0); }};
}

}  // namespace huntbook::ingest
