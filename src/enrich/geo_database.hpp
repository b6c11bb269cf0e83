// Where an address is, by a local database in MaxMind's format with the fields of a city database (GeoLite2 City, DB-IP
// City Lite). Files of others are hostile: every field is checked for its type.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace huntbook::enrich {

struct GeoPlace {
  std::string country;  // names in English; empty where not known
  std::string state;
  std::string city;
  std::optional<double> latitude;  // degrees
  std::optional<double> longitude;
};

class GeoDatabase {
 public:
  ~GeoDatabase();
  // Errors: the file can't be read (Environment), is no such database or none of cities or countries (User).
  static Result<std::unique_ptr<GeoDatabase>> open(const std::filesystem::path& file);

  // Nothing where the text is no address, or the database does not know it. Safe from several threads.
  std::optional<GeoPlace> find(const std::string& address) const;

 private:
  struct Handle;
  explicit GeoDatabase(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

// The database that HUNTBOOK_GEOIP names, else the one where Debian's geoipupdate puts it; opened on first use. The
// error says how to come by one.
const Result<std::unique_ptr<GeoDatabase>>& installed_geo_database();

}  // namespace huntbook::enrich
