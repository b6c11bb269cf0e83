// Scores the points of a series by Tukey's fences (Tukey 1977; Kusto docs, "series_outliers()").
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace huntbook::analysis {

// Shares (0..1) of the sorted points that are left out before the quartiles of the others are taken: above `high` for
// points that lie high, below `low` for those that lie low.
struct OutlierTrim {
  double low = 0.1;
  double high = 0.9;
};

// Per point how far it lies above the third quartile (negative: below the first), in units of the distance between the
// two; 0 for points between the quartiles of the whole series and for points that are not finite. Without a trim the
// quartiles are those of all points: Kusto's "tukey". With one they are those of the points without their highest or
// lowest: "ctukey". Kusto's page does not say how its percentiles enter; this gives the scores of the example that it
// printed in 2019. The quartiles are learnt from the first `learned` points. Where they are equal, a point beside them
// scores an infinity.
std::vector<double> outlier_scores(std::span<const double> series, std::optional<OutlierTrim> trim,
                                   std::size_t learned);

}  // namespace huntbook::analysis
