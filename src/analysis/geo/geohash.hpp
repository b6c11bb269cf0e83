// Geohashes: cells of a grid in degrees, named by digits of base 32 (Niemeyer 2008). Every further digit divides a cell
// by 32.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/geo/geometry.hpp"

namespace huntbook::analysis {

inline constexpr int most_geohash_digits = 18;

// Empty where the coordinate is not valid or the digits are not 1..18.
std::string geohash_of(Coordinate coordinate, int digits);

struct GeohashCell {
  double west = -180, south = -90, east = 180, north = 90;
  Coordinate center() const { return {(west + east) / 2, (south + north) / 2}; }
  Path ring() const;  // counterclockwise from the south-west, closed
};

// Nothing where the text is no geohash: 1 to 18 digits and lower-case letters without a, i, l and o.
std::optional<GeohashCell> geohash_cell(std::string_view geohash);

// The eight cells around one, in the order in which Kusto's page lists them; five beside a pole.
std::optional<std::vector<std::string>> geohash_neighbors(std::string_view geohash);

}  // namespace huntbook::analysis
