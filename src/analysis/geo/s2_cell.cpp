#include "analysis/geo/s2_cell.hpp"

#include <algorithm>

#include <s2/s2cell.h>
#include <s2/s2cell_id.h>
#include <s2/s2region_coverer.h>
#include <s2/s2shape_index_buffered_region.h>
#include <s2/s2shape_index_region.h>

#include "analysis/geo/s2_shapes.hpp"

namespace huntbook::analysis {

namespace {

std::optional<S2CellId> cell_of_token(std::string_view token) {
  S2CellId cell = S2CellId::FromToken(std::string(token));
  // S2 takes tokens of any spelling; ours are the ones that it writes.
  if (!cell.is_valid() || cell.ToToken() != token) return std::nullopt;
  return cell;
}

std::optional<std::vector<std::string>> covering_of(const S2ShapeIndex& index, int level, double radius) {
  if (level < 0 || level > most_s2_level || !(radius >= 0 && radius < earth_radius)) return std::nullopt;
  S2RegionCoverer::Options options;
  options.set_max_level(level);
  options.set_max_cells(static_cast<int>(most_covering_cells));
  S2RegionCoverer coverer(options);
  S2CellUnion found =
      radius > 0 ? coverer.GetCovering(S2ShapeIndexBufferedRegion(&index, S1ChordAngle(angle_of_metres(radius))))
                 : coverer.GetCovering(MakeS2ShapeIndexRegion(&index));
  // Cells that lie within the shape stay large; they are counted before they are split up.
  std::size_t count = 0;
  for (S2CellId cell : found) {
    int finer = level - cell.level();
    if (finer > 8) return std::nullopt;
    count += std::size_t{1} << (2 * finer);
    if (count > most_covering_cells) return std::nullopt;
  }
  std::vector<S2CellId> cells;
  found.Denormalize(level, 1, &cells);
  std::vector<std::string> tokens;
  for (S2CellId cell : cells) tokens.push_back(cell.ToToken());
  return tokens;
}

}  // namespace

std::string s2_cell_of(Coordinate coordinate, int level) {
  if (!is_valid(coordinate) || level < 0 || level > most_s2_level) return {};
  return S2CellId(point_of(coordinate)).parent(level).ToToken();
}

std::optional<Coordinate> s2_cell_center(std::string_view token) {
  auto cell = cell_of_token(token);
  return cell ? std::optional(coordinate_of(cell->ToPoint())) : std::nullopt;
}

std::optional<Path> s2_cell_ring(std::string_view token) {
  auto id = cell_of_token(token);
  if (!id) return std::nullopt;
  S2Cell cell(*id);
  Path ring;
  for (int corner = 0; corner <= 4; ++corner) ring.push_back(coordinate_of(cell.GetVertex(corner % 4)));
  return ring;
}

std::optional<std::vector<std::string>> s2_cell_neighbors(std::string_view token) {
  auto cell = cell_of_token(token);
  if (!cell) return std::nullopt;
  std::vector<S2CellId> neighbors;
  cell->AppendAllNeighbors(cell->level(), &neighbors);
  // Around one of the cube's eight corners S2 lists a cell twice.
  std::vector<std::string> tokens;
  for (S2CellId neighbor : neighbors) {
    std::string name = neighbor.ToToken();
    if (std::ranges::find(tokens, name) == tokens.end()) tokens.push_back(std::move(name));
  }
  return tokens;
}

std::optional<std::vector<std::string>> s2_covering(const Line& line, int level, double radius) {
  return covering_of(line.shapes().index, level, radius);
}

std::optional<std::vector<std::string>> s2_covering(const Area& area, int level, double radius) {
  return covering_of(area.shapes().polygon->index(), level, radius);
}

}  // namespace huntbook::analysis
