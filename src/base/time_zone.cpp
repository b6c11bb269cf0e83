#include "base/time_zone.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>

#include "base/ascii.hpp"

namespace huntbook {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_file_bytes = 1 << 20;

// Reads big-endian numbers; a read past the end gives 0 and makes good() false.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : bytes_(bytes) {}
  template <class Number>
  Number read() {
    std::uint64_t value = 0;
    for (char byte : take(sizeof(Number))) value = value << 8 | static_cast<unsigned char>(byte);
    return static_cast<Number>(value);
  }
  std::string_view take(std::size_t count) {
    if (count > bytes_.size()) {
      good_ = false;
      count = 0;
    }
    std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }
  std::string_view rest() const { return bytes_; }
  bool good() const { return good_; }

 private:
  std::string_view bytes_;
  bool good_ = true;
};

// Counts of a block, in the order of its header (RFC 8536, section 3.1).
struct Header {
  std::uint32_t ut_indicators = 0, standard_indicators = 0, leaps = 0, transitions = 0, types = 0, name_bytes = 0;
  char version = 0;
  std::size_t block_size(std::size_t time_size) const {
    return std::size_t{transitions} * (time_size + 1) + std::size_t{types} * 6 + name_bytes +
           std::size_t{leaps} * (time_size + 4) + standard_indicators + ut_indicators;
  }
};

std::optional<Header> read_header(Cursor& cursor) {
  if (cursor.take(4) != "TZif") return std::nullopt;
  Header header;
  header.version = cursor.read<char>();
  cursor.take(15);
  for (std::uint32_t* count : {&header.ut_indicators, &header.standard_indicators, &header.leaps, &header.transitions,
                               &header.types, &header.name_bytes})
    *count = cursor.read<std::uint32_t>();
  return cursor.good() ? std::optional(header) : std::nullopt;
}

// --- the rule for the years to come (POSIX TZ) -----------------------------------------------------------------------

class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : rest_(text) {}

  std::optional<YearlyOffsets> read() {
    YearlyOffsets result;
    auto standard = name() ? time() : std::nullopt;
    if (!standard) return std::nullopt;
    result.standard = -*standard;  // POSIX counts westward
    if (rest_.empty()) return result;
    YearlyOffsets::Summer summer;
    if (!name()) return std::nullopt;
    summer.offset = result.standard + ticks_per_hour;
    if (!rest_.starts_with(',')) {
      auto offset = time();
      if (!offset) return std::nullopt;
      summer.offset = -*offset;
    }
    auto begin = rule();
    auto end = begin ? rule() : std::nullopt;
    if (!end || !rest_.empty()) return std::nullopt;
    summer.begin = *begin;
    summer.end = *end;
    result.summer = summer;
    return result;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool name() {
    std::size_t size = 0;
    if (rest_.starts_with('<')) {
      size = rest_.find('>');
      if (size == std::string_view::npos) return false;
      ++size;
    } else {
      while (size < rest_.size() && ((rest_[size] | 0x20) >= 'a') && ((rest_[size] | 0x20) <= 'z')) ++size;
    }
    rest_.remove_prefix(size);
    return size >= 3;
  }

  std::optional<int> number() {
    int value = 0;
    std::size_t digits = 0;
    while (digits < rest_.size() && digits < 4 && is_digit(rest_[digits])) value = value * 10 + (rest_[digits++] - '0');
    rest_.remove_prefix(digits);
    return digits > 0 ? std::optional(value) : std::nullopt;
  }

  // [+-]hh[:mm[:ss]]
  std::optional<Ticks> time() {
    bool negative = rest_.starts_with('-');
    if (!take('-')) take('+');
    Ticks ticks = 0;
    Ticks unit = ticks_per_hour;
    do {
      auto part = number();
      if (!part) return std::nullopt;
      ticks += *part * unit;
      unit /= 60;
    } while (unit >= ticks_per_second && take(':'));
    return negative ? -ticks : ticks;
  }

  // ,Mm.w.d[/time], ,Jn[/time] or ,n[/time]
  std::optional<YearlyRule> rule() {
    YearlyRule result;
    if (!take(',')) return std::nullopt;
    if (take('M')) {
      result.kind = YearlyRule::Kind::WeekdayOfMonth;
      int month = number().value_or(0);
      int week = take('.') ? number().value_or(0) : 0;
      int weekday = take('.') ? number().value_or(-1) : -1;
      if (month < 1 || month > 12 || week < 1 || week > 5 || weekday < 0 || weekday > 6) return std::nullopt;
      result.month = month;
      result.week = week;
      result.weekday = weekday;
    } else {
      result.kind = take('J') ? YearlyRule::Kind::DayWithoutLeap : YearlyRule::Kind::Day;
      auto day = number();
      if (!day || *day > 365) return std::nullopt;
      result.day = *day;
    }
    result.time = 2 * ticks_per_hour;
    if (take('/')) {
      auto at = time();
      if (!at) return std::nullopt;
      result.time = *at;
    }
    return result;
  }

  std::string_view rest_;
};

Ticks day_ticks(int year, int month, int day) {
  return ticks_from_civil({.year = year, .month = month, .day = day}).value_or(0);
}

// The moment of a rule in a year, by the local clock.
Ticks moment_of(const YearlyRule& rule, int year) {
  Ticks first = day_ticks(year, 1, 1);
  if (rule.kind == YearlyRule::Kind::Day) return first + rule.day * ticks_per_day + rule.time;
  if (rule.kind == YearlyRule::Kind::DayWithoutLeap) {
    bool after_february = rule.day >= 60 && day_ticks(year, 3, 1) - first == 60 * ticks_per_day;
    return first + (rule.day - 1 + (after_february ? 1 : 0)) * ticks_per_day + rule.time;
  }
  Ticks month = day_ticks(year, rule.month, 1);
  Ticks next_month = rule.month == 12 ? day_ticks(year, 12, 31) + ticks_per_day : day_ticks(year, rule.month + 1, 1);
  // 1 January of the year 1 was a Monday.
  auto weekday = static_cast<int>((month / ticks_per_day + 1) % 7);
  Ticks at = month + ((rule.weekday - weekday + 7) % 7 + (rule.week - 1) * 7) * ticks_per_day;
  while (at >= next_month) at -= 7 * ticks_per_day;
  return at + rule.time;
}

Ticks offset_by_rule(const YearlyOffsets& rule, Ticks utc) {
  if (!rule.summer) return rule.standard;
  int year = civil_from_ticks(std::clamp<Ticks>(utc + rule.standard, 0, max_datetime)).year;
  Ticks begin = moment_of(rule.summer->begin, year) - rule.standard;
  Ticks end = moment_of(rule.summer->end, year) - rule.summer->offset;
  // South of the equator summer spans the turn of the year.
  bool in_summer = begin < end ? utc >= begin && utc < end : utc >= begin || utc < end;
  return in_summer ? rule.summer->offset : rule.standard;
}

// --- the system's files ----------------------------------------------------------------------------------------------

fs::path database() {
  const char* folder = std::getenv("TZDIR");
  return folder != nullptr && *folder != '\0' ? folder : "/usr/share/zoneinfo";
}

// No name of a zone has a dot, so none leads out of the database.
bool is_zone_name(std::string_view name) {
  constexpr std::string_view others = "_+-/";
  // The same zones once more, the zone of this machine, and zones with leap seconds.
  for (std::string_view other : {"posix/", "right/"}) {
    if (name.starts_with(other)) return false;
  }
  return !name.empty() && name.size() < 64 && name.front() != '/' && name != "posixrules" && name != "localtime" &&
         std::ranges::all_of(
             name,
             [&](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      others.find(c) != std::string_view::npos;
             });
}

std::string read_start(const fs::path& path, std::size_t most) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(most, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(most));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return bytes;
}

std::vector<std::string> list_names() {
  std::vector<std::string> names;
  std::error_code error;
  fs::path folder = database();
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::string name = at->path().lexically_relative(folder).generic_string();
    if (!is_zone_name(name) || !at->is_regular_file(error)) continue;
    if (read_start(at->path(), 4) == "TZif") names.push_back(std::move(name));
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace

std::optional<TimeZone> TimeZone::parse(std::string_view bytes) {
  Cursor cursor(bytes);
  auto first = read_header(cursor);
  if (!first || first->version < '2') return std::nullopt;
  cursor.take(first->block_size(4));
  auto header = read_header(cursor);
  if (!header || header->types == 0 || header->block_size(8) > cursor.rest().size()) return std::nullopt;
  std::string_view times = cursor.take(std::size_t{header->transitions} * 8);
  std::string_view indices = cursor.take(header->transitions);
  std::vector<Ticks> offsets;
  for (std::uint32_t i = 0; i < header->types; ++i) {
    offsets.push_back(Ticks{cursor.read<std::int32_t>()} * ticks_per_second);
    cursor.take(2);
  }
  cursor.take(header->name_bytes + std::size_t{header->leaps} * 12 + header->standard_indicators +
              header->ut_indicators);
  TimeZone zone;
  zone.first_offset_ = offsets.front();
  Cursor seconds(times);
  constexpr std::int64_t bound = 300'000'000'000;  // seconds around 1970; datetimes lie within
  for (char index : indices) {
    auto type = static_cast<unsigned char>(index);
    if (type >= offsets.size()) return std::nullopt;
    Ticks at = std::clamp(seconds.read<std::int64_t>(), -bound, bound) * ticks_per_second + unix_epoch;
    if (!zone.transitions_.empty() && at < zone.transitions_.back().at) return std::nullopt;
    zone.transitions_.push_back({at, offsets[type]});
  }
  std::string_view footer = cursor.rest();
  if (footer.size() >= 2 && footer.front() == '\n') {
    footer.remove_prefix(1);
    std::string_view rule = footer.substr(0, footer.find('\n'));
    if (!rule.empty()) {
      zone.afterwards_ = RuleReader(rule).read();
      if (!zone.afterwards_) return std::nullopt;
    }
  }
  return zone;
}

const TimeZone* TimeZone::find(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<const TimeZone>, std::less<>> zones;  // null: there is none
  if (!is_zone_name(name)) return nullptr;
  std::lock_guard lock(mutex);
  auto found = zones.find(name);
  if (found == zones.end()) {
    // Names that are none come from data, so only a bounded number of them is remembered.
    constexpr std::size_t most_remembered = 4096;
    auto zone = parse(read_start(database() / name, most_file_bytes));
    if (!zone && zones.size() >= most_remembered) return nullptr;
    found = zones.emplace(name, zone ? std::make_unique<const TimeZone>(std::move(*zone)) : nullptr).first;
  }
  return found->second.get();
}

const std::vector<std::string>& TimeZone::names() {
  static const std::vector<std::string> all = list_names();
  return all;
}

Ticks TimeZone::offset_at(Ticks utc) const {
  auto after = std::ranges::upper_bound(transitions_, utc, {}, &Transition::at);
  if (after == transitions_.end() && afterwards_) return offset_by_rule(*afterwards_, utc);
  return after == transitions_.begin() ? first_offset_ : std::prev(after)->offset;
}

LocalMoments TimeZone::moments(Ticks local) const {
  // No zone is a day ahead or behind, so these are the offsets on both sides of a change nearby.
  Ticks before = offset_at(local - ticks_per_day);
  Ticks after = offset_at(local + ticks_per_day);
  const Ticks earlier = local - std::max(before, after);
  const Ticks later = local - std::min(before, after);
  const bool at_earlier = offset_at(earlier) == local - earlier;
  const bool at_later = offset_at(later) == local - later;
  using enum LocalMoments::Kind;
  if (earlier == later || (at_earlier && !at_later)) return {Once, earlier, earlier};
  if (at_later && !at_earlier) return {Once, later, later};
  return {at_earlier ? Twice : Skipped, earlier, later};
}

}  // namespace huntbook
