#include "ingest/dns/dns_line.hpp"

#include <array>
#include <charconv>

#include "base/ascii.hpp"

namespace huntbook::ingest {

namespace {

std::string_view take_word(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  text.remove_prefix(word.size());
  return word;
}

std::optional<int> number(std::string_view text, int most) {
  int value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value < 0 || value > most) return std::nullopt;
  return value;
}

std::string two(int value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

struct WindowsDate {
  std::array<int, 3> parts{};  // as they stand
  char separator = 0;
  bool year_first() const { return parts[0] > 31; }
};

std::optional<WindowsDate> read_windows_date(std::string_view text) {
  WindowsDate date;
  for (std::size_t i = 0; i < date.parts.size(); ++i) {
    const std::size_t end = i < 2 ? text.find_first_of("/.-") : text.size();
    if (end == std::string_view::npos) return std::nullopt;
    const auto part = number(text.substr(0, end), 9999);
    if (!part) return std::nullopt;
    date.parts[i] = *part;
    if (i == 2) break;
    date.separator = text[end];
    text.remove_prefix(end + 1);
  }
  return date;
}

// The date that Windows writes as its region has it, as YYYY-MM-DD: 3/11/2024 or 11/3/2024 (in the order that is
// given, where it can be), 11.03.2024, 2024-03-11. Empty where it is none.
std::string windows_date(std::string_view text, DateOrder order) {
  const auto date = read_windows_date(text);
  if (!date) return {};
  const auto& parts = date->parts;
  int year = parts[2];
  int month = parts[0];
  int day = parts[1];
  const bool day_can_be_first = parts[1] <= 12;
  if (date->year_first()) {
    year = parts[0];
    month = parts[1];
    day = parts[2];
  } else if (date->separator == '.' || parts[0] > 12 || (order == DateOrder::DayFirst && day_can_be_first)) {
    month = parts[1];
    day = parts[0];
  }
  if (year < 1990 || month < 1 || month > 12 || day < 1 || day > 31) return {};
  return std::to_string(year) + "-" + two(month) + "-" + two(day);
}

// 8:15:30 with AM or PM behind it or without, as hh:mm:ss.
std::string windows_clock(std::string_view clock, std::string_view half) {
  const std::size_t colon = clock.find(':');
  auto hour = number(clock.substr(0, colon), 23);
  if (!hour || colon == std::string_view::npos || clock.size() < colon + 6) return {};
  if (!half.empty()) hour = *hour % 12 + (equal_ignoring_case(half, "PM") ? 12 : 0);
  return two(*hour) + std::string(clock.substr(colon));
}

// 11-Mar-2024 as 2024-03-11.
std::string bind_date(std::string_view text) {
  constexpr std::string_view months = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (text.size() != 11 || text[2] != '-' || text[6] != '-') return {};
  const auto day = number(text.substr(0, 2), 31);
  const auto year = number(text.substr(7), 9999);
  const std::size_t month = months.find(ascii_lower(text.substr(3, 3)));
  if (!day || !year || month == std::string_view::npos || month % 3 != 0) return {};
  return std::to_string(*year) + "-" + two(static_cast<int>(month / 3) + 1) + "-" + two(*day);
}

}  // namespace

std::string dns_name(std::string_view labels) {
  if (!labels.starts_with('(')) return std::string(labels);
  std::string name;
  std::string_view rest = labels;
  while (rest.starts_with('(')) {
    const std::size_t close = rest.find(')');
    const auto size = close == std::string_view::npos ? std::nullopt : number(rest.substr(1, close - 1), 63);
    if (!size || rest.size() - close - 1 < static_cast<std::size_t>(*size)) return std::string(labels);
    if (*size == 0) return name.empty() ? "." : name;
    if (!name.empty()) name.push_back('.');
    name.append(rest.substr(close + 1, static_cast<std::size_t>(*size)));
    rest.remove_prefix(close + 1 + static_cast<std::size_t>(*size));
  }
  return rest.empty() ? name : std::string(labels);
}

std::optional<DnsLine> read_windows_dns(std::string_view line, DateOrder order) {
  DnsLine read;
  std::string_view rest = line;
  const std::string date = windows_date(take_word(rest), order);
  const std::string_view clock = take_word(rest);
  std::string_view word = take_word(rest);
  std::string_view half;
  if (equal_ignoring_case(word, "AM") || equal_ignoring_case(word, "PM")) {
    half = word;
    word = take_word(rest);
  }
  const std::string time = windows_clock(clock, half);
  // `word` is the thread.
  if (date.empty() || time.empty() || take_word(rest) != "PACKET") return std::nullopt;
  read.time = date + " " + time;
  take_word(rest);  // where the packet stood in memory
  read.protocol = take_word(rest);
  read.direction = take_word(rest);
  read.client = take_word(rest);
  read.packet = take_word(rest);
  if ((read.protocol != "UDP" && read.protocol != "TCP") || (read.direction != "Rcv" && read.direction != "Snd"))
    return std::nullopt;
  read.opcode = take_word(rest);
  if (read.opcode == "R") {
    read.response = true;
    read.opcode = take_word(rest);
  }
  const std::size_t open = rest.find('[');
  const std::size_t close = rest.find(']');
  if (read.client.empty() || open == std::string_view::npos || close == std::string_view::npos || close < open)
    return std::nullopt;
  read.flags = rest.substr(open + 1, close - open - 1);
  read.result = read.flags.substr(read.flags.find_last_of(" \t") + 1);
  rest.remove_prefix(close + 1);
  read.type = take_word(rest);
  read.name = dns_name(take_word(rest));
  if (read.type.empty()) return std::nullopt;
  return read;
}

std::optional<DateOrder> date_order_of(std::string_view line) {
  const auto date = read_windows_date(take_word(line));
  if (!date || date->year_first()) return std::nullopt;
  if (date->parts[0] > 12) return DateOrder::DayFirst;
  return date->parts[1] > 12 ? std::optional(DateOrder::MonthFirst) : std::nullopt;
}

std::optional<DnsLine> read_bind_query(std::string_view line) {
  DnsLine read;
  std::string_view rest = line;
  const std::string date = bind_date(take_word(rest));
  const std::string_view clock = take_word(rest);
  constexpr std::string_view client_mark = "client ";
  constexpr std::string_view query_mark = " query: ";
  const std::size_t client = rest.find(client_mark);
  const std::size_t query = rest.find(query_mark);
  if (date.empty() || clock.size() < 8 || !is_digit(clock[0]) || client == std::string_view::npos ||
      query == std::string_view::npos || query < client) {
    return std::nullopt;
  }
  read.time = date + " " + std::string(clock);
  std::string_view who = rest.substr(client + client_mark.size(), query - client - client_mark.size());
  std::string_view end = take_word(who);
  if (end.starts_with('@')) end = take_word(who);
  read.client = end.substr(0, end.find('#'));
  rest.remove_prefix(query + query_mark.size());
  read.name = std::string(take_word(rest));
  take_word(rest);  // the class
  read.type = take_word(rest);
  read.flags = take_word(rest);
  const std::string_view server = take_word(rest);
  if (server.size() > 2 && server.front() == '(' && server.back() == ')')
    read.server = server.substr(1, server.size() - 2);
  if (read.client.empty() || read.type.empty()) return std::nullopt;
  read.direction = "Rcv";
  read.opcode = "Q";
  read.protocol = read.flags.find('T') != std::string_view::npos ? "TCP" : "UDP";
  return read;
}

}  // namespace huntbook::ingest
