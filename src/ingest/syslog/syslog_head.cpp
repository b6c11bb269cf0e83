#include "ingest/syslog/syslog_head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.hpp"
#include "ingest/record/value_reader.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 24> facilities = {
    "kern",   "user",   "mail",     "daemon", "auth",   "syslog",   "lpr",     "news",
    "uucp",   "cron",   "authpriv", "ftp",    "ntp",    "security", "console", "clock",
    "local0", "local1", "local2",   "local3", "local4", "local5",   "local6",  "local7"};
constexpr std::array<std::string_view, 8> severities = {"emerg",   "alert",  "crit", "err",
                                                        "warning", "notice", "info", "debug"};

// Takes one or two digits (or a blank and one) off the front.
bool skip_two(std::string_view& text, int& value) {
  if (text.size() < 2) return false;
  if (text[0] == ' ') text.remove_prefix(1);
  std::size_t size = 0;
  value = 0;
  while (size < 2 && size < text.size() && is_digit(text[size])) value = value * 10 + (text[size++] - '0');
  text.remove_prefix(size);
  return size > 0;
}

bool skip(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// Mmm dd [yyyy ]hh:mm:ss[.fraction]
bool bsd_stamp(std::string_view& text, SyslogHead& head) {
  const auto month = std::ranges::find(months, text.substr(0, 3));
  if (month == months.end()) return false;
  text.remove_prefix(3);
  CivilTime& time = head.local;
  time.month = static_cast<int>(month - months.begin()) + 1;
  if (!skip(text, ' ') || !skip_two(text, time.day) || !skip(text, ' ')) return false;
  head.has_year = text.size() > 4 && text[4] == ' ' && std::all_of(text.begin(), text.begin() + 4, is_digit);
  time.year = 0;
  if (head.has_year) {
    std::from_chars(text.data(), text.data() + 4, time.year);
    text.remove_prefix(5);
  }
  if (!skip_two(text, time.hour) || !skip(text, ':') || !skip_two(text, time.minute) || !skip(text, ':') ||
      !skip_two(text, time.second)) {
    return false;
  }
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    int unit = ticks_per_second / 10;
    while (!text.empty() && is_digit(text[0])) {
      time.fraction += (text[0] - '0') * unit;
      unit /= 10;
      text.remove_prefix(1);
    }
  }
  skip(text, ':');  // of some devices
  // A leap second is the last one of its minute; a leap day is valid in some year.
  time.second = std::min(time.second, 59);
  CivilTime checked = time;
  if (!head.has_year) checked.year = 2000;
  return ticks_from_civil(checked).has_value() && (text.empty() || text[0] == ' ');
}

bool iso_stamp(std::string_view& text, SyslogHead& head) {
  if (text.size() < 19 || text[4] != '-' || text[10] != 'T' || !is_digit(text[0])) return false;
  head.iso = text.substr(0, text.find(' '));
  if (!read_iso_datetime(head.iso)) return false;
  text.remove_prefix(head.iso.size());
  return true;
}

}  // namespace

std::optional<SyslogHead> read_syslog_head(std::string_view line) {
  SyslogHead head;
  std::string_view text = line;
  // Frames with their length before them (RFC 6587, section 3.4.1), as captures of TCP streams hold.
  std::size_t digits = 0;
  while (digits < 6 && digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits > 0 && text.substr(digits).starts_with(" <")) text.remove_prefix(digits + 1);
  if (text.starts_with('<')) {
    const auto read = std::from_chars(text.data() + 1, text.data() + text.size(), head.priority);
    if (read.ec != std::errc{} || read.ptr == text.data() + text.size() || *read.ptr != '>') return std::nullopt;
    if (head.priority < 0 || head.priority > 191) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()) + 1);
    if (text.starts_with("1 ")) {
      text.remove_prefix(2);
      head.rfc5424 = true;
      if (text.starts_with("- ")) {
        text.remove_prefix(1);
        head.has_stamp = false;
        head.rest = static_cast<std::size_t>(text.data() - line.data());
        return head;
      }
    }
  }
  const std::string_view unread = text;
  if (!iso_stamp(text, head) && (head.rfc5424 || !bsd_stamp(text, head))) {
    if (head.priority < 0) return std::nullopt;
    text = unread;
    head.has_stamp = false;
    head.has_year = true;
  }
  if (text.starts_with(' ')) text.remove_prefix(1);
  head.rest = static_cast<std::size_t>(text.data() - line.data());
  return head;
}

std::string stamp_text(const SyslogHead& head, int year) {
  if (!head.has_stamp) return {};
  if (!head.iso.empty()) return std::string(head.iso);
  CivilTime time = head.local;
  if (!head.has_year) time.year = year;
  const auto ticks = ticks_from_civil(time);
  if (!ticks) return {};
  // Without its Z: the zone is not known.
  std::string stamp = format_datetime(*ticks);
  stamp.pop_back();
  return stamp;
}

std::string_view facility_name(int facility) {
  return facility >= 0 && facility < 24 ? facilities[static_cast<std::size_t>(facility)] : std::string_view();
}

std::string_view severity_name(int severity) {
  return severity >= 0 && severity < 8 ? severities[static_cast<std::size_t>(severity)] : std::string_view();
}

}  // namespace huntbook::ingest
