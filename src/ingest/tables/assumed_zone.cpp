#include "ingest/tables/assumed_zone.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "ingest/record/value_reader.hpp"
#include "ingest/tables/windows_zones.hpp"

namespace huntbook::ingest {

namespace {

constexpr const char* wanted = "give UTC, an offset such as +02:00, or an IANA name such as Europe/Berlin";

// What was meant by a name that is none, for people.
std::string hint_for(std::string_view text) {
  const std::vector<std::string>& names = TimeZone::names();
  if (names.empty()) return "no time zone database was found on this machine; give UTC or an offset such as +02:00";
  if (const std::string_view iana = iana_of_windows_zone(text); !iana.empty())
    return fmt::format("that is Windows' name of it; the IANA name is {}", iana);
  if (text.ends_with(" Time")) return std::string("Windows' names of zones are not used; ") + wanted;
  const auto meant = [text](std::string_view name) {
    return equal_ignoring_case(name, text) || equal_ignoring_case(name.substr(name.find_last_of('/') + 1), text);
  };
  const auto found = std::ranges::find_if(names, meant);
  return found != names.end() ? fmt::format("did you mean {}?", *found) : wanted;
}

}  // namespace

Result<AssumedZone> AssumedZone::parse(std::string_view text) {
  if (text == "UTC" || text == "Z" || text == "utc") return AssumedZone();
  if (text.starts_with('+') || text.starts_with('-')) {
    // A local time with this zone, read as such, differs from the same time in UTC by the offset.
    constexpr std::string_view noon = "2000-01-01T12:00:00";
    const auto local = read_iso_datetime(std::string(noon) + std::string(text));
    const auto utc = read_iso_datetime(noon);
    if (local && utc) return AssumedZone(utc->ticks - local->ticks);
  }
  AssumedZone zone;
  zone.zone_ = TimeZone::find(text);
  zone.name_ = text;
  if (zone.zone_ != nullptr) return zone;
  return fail(ErrorKind::Usage, fmt::format("'{}' is no time zone that can be used", text), hint_for(text));
}

std::string AssumedZone::name() const {
  if (zone_ != nullptr) return name_;
  if (offset_ == 0) return "UTC";
  const Ticks minutes = (offset_ < 0 ? -offset_ : offset_) / ticks_per_minute;
  return fmt::format("{}{:02}:{:02}", offset_ < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

LocalMoments AssumedZone::moments(Ticks local) const {
  if (zone_ != nullptr) return zone_->moments(local);
  return {LocalMoments::Kind::Once, local - offset_, local - offset_};
}

}  // namespace huntbook::ingest
