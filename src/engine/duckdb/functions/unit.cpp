// Kernel of convert_length() and its relatives (Kusto docs): units of measurement by the names that the pages list.
// Factors are the units' definitions (BIPM SI brochure; NIST Special Publication 811, appendix B).
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <span>
#include <string_view>

#include "engine/duckdb/functions/register.hpp"

namespace huntbook::engine::duckdb {
namespace {

// A unit by its name: how many of the quantity's base unit it is, or its scale. A quantity's units are in the order of
// their names.
template <class Measure>
struct Unit {
  std::string_view name;
  Measure measure;
};
using Factor = Unit<double>;

template <class Measure>
const Measure* find_unit(std::span<const Unit<Measure>> units, std::string_view name) {
  const auto found = std::ranges::lower_bound(units, name, {}, &Unit<Measure>::name);
  return found != units.end() && found->name == name ? &found->measure : nullptr;
}

constexpr double inch = 0.0254;
constexpr double foot = 0.3048;
constexpr double yard = 0.9144;
constexpr double mile = 1609.344;
constexpr double survey_foot = 1200.0 / 3937;
constexpr double light_year = 9.4607304725808e15;
constexpr double parsec = 3.0856775814913673e16;
constexpr double minute = 60;
constexpr double hour = 3600;
constexpr double day = 86400;
constexpr double pound = 0.45359237;
constexpr double gravity = 9.80665;
constexpr double radian_of_degree = std::numbers::pi / 180;
constexpr double cubic_foot = foot * foot * foot;
constexpr double us_gallon = 0.003785411784;
constexpr double imperial_gallon = 0.00454609;
constexpr double btu = 1055.05585262;
constexpr double electron_volt = 1.602176634e-19;

constexpr auto lengths = std::to_array<Factor>({{"Angstrom", 1e-10},
                                                {"AstronomicalUnit", 149597870700.0},
                                                {"Centimeter", 0.01},
                                                {"Chain", 66 * foot},
                                                {"DataMile", 6000 * foot},
                                                {"Decameter", 10},
                                                {"Decimeter", 0.1},
                                                {"DtpPica", inch / 6},
                                                {"DtpPoint", inch / 72},
                                                {"Fathom", 6 * foot},
                                                {"Foot", foot},
                                                {"Hand", 4 * inch},
                                                {"Hectometer", 100},
                                                {"Inch", inch},
                                                {"KilolightYear", 1e3 * light_year},
                                                {"Kilometer", 1000},
                                                {"Kiloparsec", 1e3 * parsec},
                                                {"LightYear", light_year},
                                                {"MegalightYear", 1e6 * light_year},
                                                {"Megaparsec", 1e6 * parsec},
                                                {"Meter", 1},
                                                {"Microinch", 1e-6 * inch},
                                                {"Micrometer", 1e-6},
                                                {"Mil", 1e-3 * inch},
                                                {"Mile", mile},
                                                {"Millimeter", 1e-3},
                                                {"Nanometer", 1e-9},
                                                {"NauticalMile", 1852},
                                                {"Parsec", parsec},
                                                {"PrinterPica", 12 * inch / 72.27},
                                                {"PrinterPoint", inch / 72.27},
                                                {"Shackle", 90 * foot},
                                                {"SolarRadius", 6.957e8},
                                                {"Twip", inch / 1440},
                                                {"UsSurveyFoot", survey_foot},
                                                {"Yard", yard}});
static_assert(std::ranges::is_sorted(lengths, {}, &Factor::name));

constexpr auto masses = std::to_array<Factor>({{"Centigram", 1e-5},
                                               {"Decagram", 1e-2},
                                               {"Decigram", 1e-4},
                                               {"EarthMass", 5.9722e24},
                                               {"Grain", 6.479891e-5},
                                               {"Gram", 1e-3},
                                               {"Hectogram", 0.1},
                                               {"Kilogram", 1},
                                               {"Kilopound", 1e3 * pound},
                                               {"Kilotonne", 1e6},
                                               {"LongHundredweight", 112 * pound},
                                               {"LongTon", 2240 * pound},
                                               {"Megapound", 1e6 * pound},
                                               {"Megatonne", 1e9},
                                               {"Microgram", 1e-9},
                                               {"Milligram", 1e-6},
                                               {"Nanogram", 1e-12},
                                               {"Ounce", pound / 16},
                                               {"Pound", pound},
                                               {"ShortHundredweight", 100 * pound},
                                               {"ShortTon", 2000 * pound},
                                               {"Slug", pound* gravity / foot},
                                               {"SolarMass", 1.98841e30},
                                               {"Stone", 14 * pound},
                                               {"Tonne", 1000}});
static_assert(std::ranges::is_sorted(masses, {}, &Factor::name));

constexpr auto speeds = std::to_array<Factor>({{"CentimeterPerHour", 0.01 / hour},
                                               {"CentimeterPerMinute", 0.01 / minute},
                                               {"CentimeterPerSecond", 0.01},
                                               {"DecimeterPerMinute", 0.1 / minute},
                                               {"DecimeterPerSecond", 0.1},
                                               {"FootPerHour", foot / hour},
                                               {"FootPerMinute", foot / minute},
                                               {"FootPerSecond", foot},
                                               {"InchPerHour", inch / hour},
                                               {"InchPerMinute", inch / minute},
                                               {"InchPerSecond", inch},
                                               {"KilometerPerHour", 1000 / hour},
                                               {"KilometerPerMinute", 1000 / minute},
                                               {"KilometerPerSecond", 1000},
                                               {"Knot", 1852 / hour},
                                               {"MeterPerHour", 1 / hour},
                                               {"MeterPerMinute", 1 / minute},
                                               {"MeterPerSecond", 1},
                                               {"MicrometerPerMinute", 1e-6 / minute},
                                               {"MicrometerPerSecond", 1e-6},
                                               {"MilePerHour", mile / hour},
                                               {"MillimeterPerHour", 1e-3 / hour},
                                               {"MillimeterPerMinute", 1e-3 / minute},
                                               {"MillimeterPerSecond", 1e-3},
                                               {"NanometerPerMinute", 1e-9 / minute},
                                               {"NanometerPerSecond", 1e-9},
                                               {"UsSurveyFootPerHour", survey_foot / hour},
                                               {"UsSurveyFootPerMinute", survey_foot / minute},
                                               {"UsSurveyFootPerSecond", survey_foot},
                                               {"YardPerHour", yard / hour},
                                               {"YardPerMinute", yard / minute},
                                               {"YardPerSecond", yard}});
static_assert(std::ranges::is_sorted(speeds, {}, &Factor::name));

constexpr auto forces = std::to_array<Factor>({{"Decanewton", 10},
                                               {"Dyn", 1e-5},
                                               {"KiloPond", gravity},
                                               {"KilogramForce", gravity},
                                               {"Kilonewton", 1000},
                                               {"KilopoundForce", 1e3 * pound* gravity},
                                               {"Meganewton", 1e6},
                                               {"Micronewton", 1e-6},
                                               {"Millinewton", 1e-3},
                                               {"Newton", 1},
                                               {"OunceForce", pound* gravity / 16},
                                               {"PoundForce", pound* gravity},
                                               {"Poundal", pound* foot},
                                               {"ShortTonForce", 2000 * pound* gravity},
                                               {"TonneForce", 1e3 * gravity}});
static_assert(std::ranges::is_sorted(forces, {}, &Factor::name));

constexpr auto energies = std::to_array<Factor>({{"BritishThermalUnit", btu},
                                                 {"Calorie", 4.184},
                                                 {"DecathermEc", 1e6 * btu},
                                                 {"DecathermImperial", 1.0550558525749e9},
                                                 {"DecathermUs", 1.054804e9},
                                                 {"ElectronVolt", electron_volt},
                                                 {"Erg", 1e-7},
                                                 {"FootPound", foot* pound* gravity},
                                                 {"GigabritishThermalUnit", 1e9 * btu},
                                                 {"GigaelectronVolt", 1e9 * electron_volt},
                                                 {"Gigajoule", 1e9},
                                                 {"GigawattDay", 1e9 * day},
                                                 {"GigawattHour", 1e9 * hour},
                                                 {"HorsepowerHour", 550 * foot* pound* gravity* hour},
                                                 {"Joule", 1},
                                                 {"KilobritishThermalUnit", 1e3 * btu},
                                                 {"Kilocalorie", 4184},
                                                 {"KiloelectronVolt", 1e3 * electron_volt},
                                                 {"Kilojoule", 1e3},
                                                 {"KilowattDay", 1e3 * day},
                                                 {"KilowattHour", 1e3 * hour},
                                                 {"MegabritishThermalUnit", 1e6 * btu},
                                                 {"Megacalorie", 4.184e6},
                                                 {"MegaelectronVolt", 1e6 * electron_volt},
                                                 {"Megajoule", 1e6},
                                                 {"MegawattDay", 1e6 * day},
                                                 {"MegawattHour", 1e6 * hour},
                                                 {"Millijoule", 1e-3},
                                                 {"TeraelectronVolt", 1e12 * electron_volt},
                                                 {"TerawattDay", 1e12 * day},
                                                 {"TerawattHour", 1e12 * hour},
                                                 {"ThermEc", 1e5 * btu},
                                                 {"ThermImperial", 1.0550558525749e8},
                                                 {"ThermUs", 1.054804e8},
                                                 {"WattDay", day},
                                                 {"WattHour", hour}});
static_assert(std::ranges::is_sorted(energies, {}, &Factor::name));

constexpr auto volumes = std::to_array<Factor>({{"AcreFoot", 43560 * cubic_foot},
                                                {"AuTablespoon", 2e-5},
                                                {"BoardFoot", cubic_foot / 12},
                                                {"Centiliter", 1e-5},
                                                {"CubicCentimeter", 1e-6},
                                                {"CubicDecimeter", 1e-3},
                                                {"CubicFoot", cubic_foot},
                                                {"CubicHectometer", 1e6},
                                                {"CubicInch", inch* inch* inch},
                                                {"CubicKilometer", 1e9},
                                                {"CubicMeter", 1},
                                                {"CubicMicrometer", 1e-18},
                                                {"CubicMile", mile* mile* mile},
                                                {"CubicMillimeter", 1e-9},
                                                {"CubicYard", yard* yard* yard},
                                                {"Decaliter", 0.01},
                                                {"DecausGallon", 10 * us_gallon},
                                                {"Deciliter", 1e-4},
                                                {"DeciusGallon", us_gallon / 10},
                                                {"HectocubicFoot", 100 * cubic_foot},
                                                {"HectocubicMeter", 100},
                                                {"Hectoliter", 0.1},
                                                {"HectousGallon", 100 * us_gallon},
                                                {"ImperialBeerBarrel", 36 * imperial_gallon},
                                                {"ImperialGallon", imperial_gallon},
                                                {"ImperialOunce", imperial_gallon / 160},
                                                {"ImperialPint", imperial_gallon / 8},
                                                {"KilocubicFoot", 1e3 * cubic_foot},
                                                {"KilocubicMeter", 1e3},
                                                {"KiloimperialGallon", 1e3 * imperial_gallon},
                                                {"Kiloliter", 1},
                                                {"KilousGallon", 1e3 * us_gallon},
                                                {"Liter", 1e-3},
                                                {"MegacubicFoot", 1e6 * cubic_foot},
                                                {"MegaimperialGallon", 1e6 * imperial_gallon},
                                                {"Megaliter", 1e3},
                                                {"MegausGallon", 1e6 * us_gallon},
                                                {"MetricCup", 2.5e-4},
                                                {"MetricTeaspoon", 5e-6},
                                                {"Microliter", 1e-9},
                                                {"Milliliter", 1e-6},
                                                {"OilBarrel", 42 * us_gallon},
                                                {"UkTablespoon", 1.5e-5},
                                                {"UsBeerBarrel", 31 * us_gallon},
                                                {"UsCustomaryCup", us_gallon / 16},
                                                {"UsGallon", us_gallon},
                                                {"UsLegalCup", 2.4e-4},
                                                {"UsOunce", us_gallon / 128},
                                                {"UsPint", us_gallon / 8},
                                                {"UsQuart", us_gallon / 4},
                                                {"UsTablespoon", us_gallon / 256},
                                                {"UsTeaspoon", us_gallon / 768}});
static_assert(std::ranges::is_sorted(volumes, {}, &Factor::name));

constexpr auto angles = std::to_array<Factor>({{"Arcminute", radian_of_degree / 60},
                                               {"Arcsecond", radian_of_degree / 3600},
                                               {"Centiradian", 0.01},
                                               {"Deciradian", 0.1},
                                               {"Degree", radian_of_degree},
                                               {"Gradian", std::numbers::pi / 200},
                                               {"Microdegree", 1e-6 * radian_of_degree},
                                               {"Microradian", 1e-6},
                                               {"Millidegree", 1e-3 * radian_of_degree},
                                               {"Milliradian", 1e-3},
                                               {"Nanodegree", 1e-9 * radian_of_degree},
                                               {"Nanoradian", 1e-9},
                                               {"NatoMil", std::numbers::pi / 3200},
                                               {"Radian", 1},
                                               {"Revolution", 2 * std::numbers::pi}});
static_assert(std::ranges::is_sorted(angles, {}, &Factor::name));

std::optional<double> scaled(std::span<const Factor> units, double value, std::string_view from, std::string_view to) {
  const double* source = find_unit(units, from);
  const double* target = find_unit(units, to);
  if (source == nullptr || target == nullptr) return std::nullopt;
  return value * *source / *target;
}

template <const auto& units>
std::optional<double> convert(double value, std::string_view from, std::string_view to) {
  return scaled(units, value, from, to);
}

// A tilt is the sine of its angle, so it is no multiple of a radian.
std::optional<double> convert_angle(double value, std::string_view from, std::string_view to) {
  constexpr std::string_view tilt = "Tilt";
  if (from == tilt) {
    value = std::asin(value);
    from = "Radian";
  }
  if (to != tilt) return scaled(angles, value, from, to);
  auto radians = scaled(angles, value, from, "Radian");
  return radians ? std::optional(std::sin(*radians)) : std::nullopt;
}

// Scales of temperature: kelvin = value * degree + zero.
struct Scale {
  double degree, zero;
};
constexpr double celsius_zero = 273.15;

constexpr auto temperatures = std::to_array<Unit<Scale>>({{"DegreeCelsius", {1, celsius_zero}},
                                                          {"DegreeDelisle", {-2.0 / 3, 373.15}},
                                                          {"DegreeFahrenheit", {5.0 / 9, 459.67 * 5 / 9}},
                                                          {"DegreeNewton", {100.0 / 33, celsius_zero}},
                                                          {"DegreeRankine", {5.0 / 9, 0}},
                                                          {"DegreeReaumur", {1.25, celsius_zero}},
                                                          {"DegreeRoemer", {40.0 / 21, celsius_zero - 7.5 * 40 / 21}},
                                                          {"Kelvin", {1, 0}},
                                                          {"MillidegreeCelsius", {1e-3, celsius_zero}},
                                                          {"SolarTemperature", {5778, 0}}});
static_assert(std::ranges::is_sorted(temperatures, {}, &Unit<Scale>::name));

std::optional<double> convert_temperature(double value, std::string_view from, std::string_view to) {
  const Scale* source = find_unit<Scale>(temperatures, from);
  const Scale* target = find_unit<Scale>(temperatures, to);
  if (source == nullptr || target == nullptr) return std::nullopt;
  return (value * source->degree + source->zero - target->zero) / target->degree;
}

}  // namespace

void add_unit_functions(ScalarFunctions& table) {
  table.add<&convert_angle>("hb_convert_angle");
  table.add<&convert<energies>>("hb_convert_energy");
  table.add<&convert<forces>>("hb_convert_force");
  table.add<&convert<lengths>>("hb_convert_length");
  table.add<&convert<masses>>("hb_convert_mass");
  table.add<&convert<speeds>>("hb_convert_speed");
  table.add<&convert_temperature>("hb_convert_temperature");
  table.add<&convert<volumes>>("hb_convert_volume");
}

}  // namespace huntbook::engine::duckdb
