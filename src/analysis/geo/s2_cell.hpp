// Cells of the S2 grid by their tokens (s2geometry.io, "S2 Cells").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/geo/area.hpp"
#include "analysis/geo/geometry.hpp"
#include "analysis/geo/line.hpp"

namespace huntbook::analysis {

inline constexpr int most_s2_level = 30;
inline constexpr std::size_t most_covering_cells = 65'536;  // Kusto docs, geo_polygon_to_s2cells()

// Empty where the coordinate is not valid or the level not 0..30.
std::string s2_cell_of(Coordinate coordinate, int level);

// Nothing where the token is none.
std::optional<Coordinate> s2_cell_center(std::string_view token);
std::optional<Path> s2_cell_ring(std::string_view token);
// The cells of the same level that share an edge or a corner, as S2 lists them.
std::optional<std::vector<std::string>> s2_cell_neighbors(std::string_view token);

// The cells of a level that cover a line or an area and all within `radius` metres of it, in the order of the grid.
// Nothing where they are more than most_covering_cells, or the level or radius is out of its range.
std::optional<std::vector<std::string>> s2_covering(const Line& line, int level, double radius);
std::optional<std::vector<std::string>> s2_covering(const Area& area, int level, double radius);

}  // namespace huntbook::analysis
