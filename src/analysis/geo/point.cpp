#include "analysis/geo/point.hpp"

#include <cmath>
#include <numbers>

#include "analysis/geo/s2_convert.hpp"

namespace huntbook::analysis {

namespace {

constexpr double full_turn = 2 * std::numbers::pi;

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

double positive(double angle) {
  double turned = std::fmod(angle, full_turn);
  return turned < 0 ? turned + full_turn : turned;
}

}  // namespace

bool is_valid(Coordinate coordinate) {
  return std::fabs(coordinate.longitude) <= 180 && std::fabs(coordinate.latitude) <= 90;
}

double sphere_distance(Coordinate from, Coordinate to) {
  return metres_of(S1Angle(point_of(from), point_of(to)));
}

std::optional<double> spheroid_distance(Coordinate from, Coordinate to) {
  constexpr double major = 6'378'137.0;
  constexpr double flattening = 1 / 298.257223563;
  constexpr double minor = major * (1 - flattening);
  if (from == to) return 0.0;
  double difference = radians(to.longitude - from.longitude);
  double u1 = std::atan((1 - flattening) * std::tan(radians(from.latitude)));
  double u2 = std::atan((1 - flattening) * std::tan(radians(to.latitude)));
  double sin_u1 = std::sin(u1), cos_u1 = std::cos(u1), sin_u2 = std::sin(u2), cos_u2 = std::cos(u2);
  double lambda = difference;
  for (int round = 0; round < 200; ++round) {
    double sin_lambda = std::sin(lambda), cos_lambda = std::cos(lambda);
    double sin_sigma = std::hypot(cos_u2 * sin_lambda, cos_u1 * sin_u2 - sin_u1 * cos_u2 * cos_lambda);
    if (sin_sigma == 0) return 0.0;
    double cos_sigma = sin_u1 * sin_u2 + cos_u1 * cos_u2 * cos_lambda;
    double sigma = std::atan2(sin_sigma, cos_sigma);
    double sin_alpha = cos_u1 * cos_u2 * sin_lambda / sin_sigma;
    double cos2_alpha = 1 - sin_alpha * sin_alpha;
    // Along the equator the middle of the arc has no latitude to speak of.
    double cos_2m = cos2_alpha == 0 ? 0 : cos_sigma - 2 * sin_u1 * sin_u2 / cos2_alpha;
    double c = flattening / 16 * cos2_alpha * (4 + flattening * (4 - 3 * cos2_alpha));
    double before = lambda;
    lambda = difference + (1 - c) * flattening * sin_alpha *
                              (sigma + c * sin_sigma * (cos_2m + c * cos_sigma * (2 * cos_2m * cos_2m - 1)));
    if (std::fabs(lambda - before) > 1e-12) continue;
    double u_squared = cos2_alpha * (major * major - minor * minor) / (minor * minor);
    double a = 1 + u_squared / 16384 * (4096 + u_squared * (-768 + u_squared * (320 - 175 * u_squared)));
    double b = u_squared / 1024 * (256 + u_squared * (-128 + u_squared * (74 - 47 * u_squared)));
    double correction = b * sin_sigma *
                        (cos_2m + b / 4 *
                                      (cos_sigma * (2 * cos_2m * cos_2m - 1) -
                                       b / 6 * cos_2m * (4 * sin_sigma * sin_sigma - 3) * (4 * cos_2m * cos_2m - 3)));
    return minor * a * (sigma - correction);
  }
  return std::nullopt;
}

std::optional<double> azimuth(Coordinate from, Coordinate to) {
  if (point_of(from) == point_of(to)) return std::nullopt;
  double difference = radians(to.longitude - from.longitude);
  double from_latitude = radians(from.latitude), to_latitude = radians(to.latitude);
  double east = std::sin(difference) * std::cos(to_latitude);
  double north = std::cos(from_latitude) * std::sin(to_latitude) -
                 std::sin(from_latitude) * std::cos(to_latitude) * std::cos(difference);
  return positive(std::atan2(east, north));
}

std::optional<double> angle(Coordinate first, Coordinate middle, Coordinate last) {
  auto to_first = azimuth(middle, first);
  auto to_last = azimuth(middle, last);
  if (!to_first || !to_last) return std::nullopt;
  return positive(*to_last - *to_first);
}

}  // namespace huntbook::analysis
