// What charts have around the data: title, legend, axes with grid lines, notes, and the picture of no data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "render/chart/chart.hpp"
#include "render/chart/scale.hpp"
#include "render/chart/svg.hpp"

namespace huntbook::render {

// The rectangle in which data is drawn.
struct Plot {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

struct LegendEntry {
  std::string label;
  std::string_view colour;
};

// The part above the plot: title, then the legend in as many lines as it takes.
class Header {
 public:
  Header(std::string title, std::vector<LegendEntry> legend, double width);
  double height() const { return height_; }
  void draw(Svg& svg) const;

 private:
  struct Place {
    double x, y;
  };
  std::string title_;
  std::vector<LegendEntry> legend_;
  std::vector<Place> places_;
  std::vector<std::string> shown_;
  double width_;
  double height_;
};

// Horizontal grid lines with labels to the left; `title` above the axis.
void draw_y_axis(Svg& svg, const Plot& plot, const Scale& scale, std::string_view title, std::string_view suffix = {});
// Ticks and labels under the plot; `title` at the right end. Takes x_axis_height pixels.
void draw_x_axis(Svg& svg, const Plot& plot, const Scale& scale, std::string_view title);
inline constexpr double x_axis_height = 46;

// Room that the labels of a y axis need.
double label_room(const Scale& scale, std::string_view suffix = {});

// A line of small print under a picture.
void draw_note(Svg& svg, double y, std::string_view note);
// What must be said about rows that are not drawn; empty where all are.
std::string note_of(const ChartRows& rows, std::size_t impossible_times);

// Title and "No data".
std::string draw_nothing(const ChartSpec& spec, std::string_view what);

}  // namespace huntbook::render
