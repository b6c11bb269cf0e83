#include "ingest/cef/syslog_prefix.hpp"

#include "ingest/record/value_reader.hpp"

namespace huntbook::ingest {

namespace {

std::string_view take_word(std::string_view& text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

bool is_month(std::string_view word) {
  constexpr std::string_view months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
  return word.size() == 3 && months.find(word) != std::string_view::npos;
}

bool is_clock(std::string_view word) {
  return word.size() >= 8 && word[2] == ':' && word[5] == ':';
}

}  // namespace

SyslogPrefix read_syslog_prefix(std::string_view text, Ticks zone) {
  SyslogPrefix prefix;
  if (text.starts_with('<')) {
    const std::size_t close = text.find('>');
    constexpr std::size_t last = 4;  // <191>
    if (close > last) return prefix;
    text.remove_prefix(close + 1);
  }
  if (text.starts_with("1 ")) text.remove_prefix(2);
  std::string_view rest = text;
  const std::string_view first = take_word(rest);
  prefix.time = read_iso_datetime(first, zone);
  if (prefix.time) {
    prefix.host = take_word(rest);
  } else if (is_month(first)) {
    take_word(rest);  // the day
    std::string_view clock = take_word(rest);
    if (!is_clock(clock)) clock = take_word(rest);  // a year stood before it
    if (is_clock(clock)) prefix.host = take_word(rest);
  }
  if (prefix.host == "-" || prefix.host.ends_with(':')) prefix.host = {};
  return prefix;
}

}  // namespace huntbook::ingest
