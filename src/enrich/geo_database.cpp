#include "enrich/geo_database.hpp"

#include <array>
#include <cstdlib>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <maxminddb.h>

#include "base/utf8.hpp"

namespace huntbook::enrich {

struct GeoDatabase::Handle {
  MMDB_s file{};
  ~Handle() { MMDB_close(&file); }
};

namespace {

template <class... Path>
std::optional<MMDB_entry_data_s> value_at(MMDB_entry_s& entry, Path... path) {
  MMDB_entry_data_s data{};
  if (MMDB_get_value(&entry, &data, path..., nullptr) != MMDB_SUCCESS || !data.has_data) return std::nullopt;
  return data;
}

template <class... Path>
std::string text_at(MMDB_entry_s& entry, Path... path) {
  const auto data = value_at(entry, path...);
  if (!data || data->type != MMDB_DATA_TYPE_UTF8_STRING) return {};
  std::string text(data->utf8_string, data->data_size);
  return find_invalid_utf8(text) == std::string::npos ? text : std::string();
}

std::optional<double> degrees_at(MMDB_entry_s& entry, const char* name, double most) {
  const auto data = value_at(entry, "location", name);
  if (!data || data->type != MMDB_DATA_TYPE_DOUBLE) return std::nullopt;
  const double degrees = data->double_value;
  return degrees >= -most && degrees <= most ? std::optional(degrees) : std::nullopt;
}

}  // namespace

GeoDatabase::GeoDatabase(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
GeoDatabase::~GeoDatabase() = default;

Result<std::unique_ptr<GeoDatabase>> GeoDatabase::open(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    return fail(ErrorKind::Environment, fmt::format("cannot read the GeoIP database {}", file.string()));
  MMDB_s opened{};
  if (const int status = MMDB_open(file.c_str(), MMDB_MODE_MMAP, &opened); status != MMDB_SUCCESS)
    return fail(ErrorKind::User, fmt::format("{} is no GeoIP database: {}", file.string(), MMDB_strerror(status)),
                "it must be in MaxMind's format (.mmdb)");
  auto handle = std::make_unique<Handle>();
  handle->file = opened;
  const std::string_view type(opened.metadata.database_type != nullptr ? opened.metadata.database_type : "");
  for (const std::string_view known : {"City", "Country", "Enterprise"}) {
    if (type.find(known) != std::string_view::npos)
      return std::unique_ptr<GeoDatabase>(new GeoDatabase(std::move(handle)));
  }
  return fail(ErrorKind::User, fmt::format("the GeoIP database {} holds '{}', not cities", file.string(), type),
              "a city database is needed: GeoLite2 City or DB-IP City Lite");
}

std::optional<GeoPlace> GeoDatabase::find(const std::string& address) const {
  int address_error = 0;
  int error = 0;
  MMDB_lookup_result_s found = MMDB_lookup_string(&handle_->file, address.c_str(), &address_error, &error);
  if (address_error != 0 || error != MMDB_SUCCESS || !found.found_entry) return std::nullopt;
  MMDB_entry_s& entry = found.entry;
  return GeoPlace{text_at(entry, "country", "names", "en"), text_at(entry, "subdivisions", "0", "names", "en"),
                  text_at(entry, "city", "names", "en"), degrees_at(entry, "latitude", 90),
                  degrees_at(entry, "longitude", 180)};
}

const Result<std::unique_ptr<GeoDatabase>>& installed_geo_database() {
  static const Result<std::unique_ptr<GeoDatabase>> database = []() -> Result<std::unique_ptr<GeoDatabase>> {
    if (const char* named = std::getenv("HUNTBOOK_GEOIP"); named != nullptr && *named != '\0')
      return GeoDatabase::open(named);
    for (const char* place : {"/var/lib/GeoIP/GeoLite2-City.mmdb", "/usr/share/GeoIP/GeoLite2-City.mmdb"}) {
      std::error_code ignored;
      if (std::filesystem::exists(place, ignored)) return GeoDatabase::open(place);
    }
    return fail(ErrorKind::Environment, "there is no GeoIP database to look addresses up in",
                "name a city database in MaxMind's format (GeoLite2 City, DB-IP City Lite) with HUNTBOOK_GEOIP=FILE");
  }();
  return database;
}

}  // namespace huntbook::enrich
