#include "analysis/geo/geohash.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace huntbook::analysis {

namespace {

constexpr std::string_view digits_of_geohash = "0123456789bcdefghjkmnpqrstuvwxyz";

// A cell by its place in the grid of a number of digits: columns from -180 degrees on, rows from -90.
struct Place {
  std::uint64_t column = 0;
  std::uint64_t row = 0;
};

// Bits alternate, beginning with the longitude.
int column_bits(int digits) {
  return (digits * 5 + 1) / 2;
}
int row_bits(int digits) {
  return digits * 5 / 2;
}

std::uint64_t cell_along(double position, double extent, int bits) {
  double cells = std::ldexp(1.0, bits);
  double cell = std::floor(position / extent * cells);
  if (cell <= 0) return 0;
  return static_cast<std::uint64_t>(std::min(cell, cells - 1));
}

std::string name_of(Place place, int digits) {
  std::string name;
  int column_bit = column_bits(digits), row_bit = row_bits(digits);
  for (int digit = 0, bit = 0; digit < digits; ++digit) {
    std::size_t value = 0;
    for (int i = 0; i < 5; ++i, ++bit) {
      std::uint64_t next = bit % 2 == 0 ? place.column >> --column_bit : place.row >> --row_bit;
      value = value * 2 + (next & 1);
    }
    name += digits_of_geohash[value];
  }
  return name;
}

std::optional<Place> place_of(std::string_view geohash) {
  if (geohash.empty() || geohash.size() > static_cast<std::size_t>(most_geohash_digits)) return std::nullopt;
  Place place;
  int bit = 0;
  for (char c : geohash) {
    std::size_t value = digits_of_geohash.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    for (int i = 4; i >= 0; --i, ++bit) {
      std::uint64_t& along = bit % 2 == 0 ? place.column : place.row;
      along = along * 2 + ((value >> i) & 1);
    }
  }
  return place;
}

}  // namespace

std::string geohash_of(Coordinate coordinate, int digits) {
  if (!is_valid(coordinate) || digits < 1 || digits > most_geohash_digits) return {};
  return name_of({cell_along(coordinate.longitude + 180, 360, column_bits(digits)),
                  cell_along(coordinate.latitude + 90, 180, row_bits(digits))},
                 digits);
}

Path GeohashCell::ring() const {
  return {{west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
}

std::optional<GeohashCell> geohash_cell(std::string_view geohash) {
  auto place = place_of(geohash);
  if (!place) return std::nullopt;
  auto digits = static_cast<int>(geohash.size());
  double width = std::ldexp(360.0, -column_bits(digits));
  double height = std::ldexp(180.0, -row_bits(digits));
  double west = -180 + width * static_cast<double>(place->column);
  double south = -90 + height * static_cast<double>(place->row);
  return GeohashCell{west, south, west + width, south + height};
}

std::optional<std::vector<std::string>> geohash_neighbors(std::string_view geohash) {
  auto place = place_of(geohash);
  if (!place) return std::nullopt;
  auto digits = static_cast<int>(geohash.size());
  std::uint64_t columns = std::uint64_t{1} << column_bits(digits);
  std::uint64_t rows = std::uint64_t{1} << row_bits(digits);
  // The order of Kusto's documented example.
  static constexpr struct {
    int column, row;
  } steps[] = {{-1, -1}, {-1, 1}, {1, -1}, {0, 1}, {-1, 0}, {1, 1}, {1, 0}, {0, -1}};
  std::vector<std::string> names;
  for (auto step : steps) {
    if ((step.row < 0 && place->row == 0) || (step.row > 0 && place->row + 1 == rows)) continue;
    std::uint64_t column = (place->column + columns + static_cast<std::uint64_t>(step.column)) % columns;
    names.push_back(name_of({column, place->row + static_cast<std::uint64_t>(step.row)}, digits));
  }
  return names;
}

}  // namespace huntbook::analysis
