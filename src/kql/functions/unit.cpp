// Conversion between units of measurement (Kusto docs, "Conversion functions").
#include "kql/functions/build.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;

FunctionRecord converting(std::string_view name, std::string_view doc, std::string_view example, Lower lower) {
  return {.name = name,
          .signatures = {{{one("value", Real), one("from", String), one("to", String)}, Real}},
          .doc = doc,
          .example = example,
          .lower = lower};
}

}  // namespace

void add_unit_functions(FunctionCatalogue& catalogue) {
  catalogue.add(converting("convert_angle", "An angle in another unit; null for a unit that is none.",
                           "print convert_angle(180, \"Degree\", \"Radian\")", &lower_to<"hb_convert_angle">));
  catalogue.add(converting("convert_energy", "An energy in another unit; null for a unit that is none.",
                           "print convert_energy(1.2, \"KilowattHour\", \"Joule\")", &lower_to<"hb_convert_energy">));
  catalogue.add(converting("convert_force", "A force in another unit; null for a unit that is none.",
                           "print convert_force(1.2, \"Newton\", \"PoundForce\")", &lower_to<"hb_convert_force">));
  catalogue.add(converting("convert_length", "A length in another unit; null for a unit that is none.",
                           "print convert_length(1.2, \"Mile\", \"Kilometer\")", &lower_to<"hb_convert_length">));
  catalogue.add(converting("convert_mass", "A mass in another unit; null for a unit that is none.",
                           "print convert_mass(5, \"Kilogram\", \"Gram\")", &lower_to<"hb_convert_mass">));
  catalogue.add(converting("convert_speed", "A speed in another unit; null for a unit that is none.",
                           "print convert_speed(100, \"KilometerPerHour\", \"Knot\")", &lower_to<"hb_convert_speed">));
  catalogue.add(converting("convert_temperature", "A temperature in another unit; null for a unit that is none.",
                           "print convert_temperature(20, \"DegreeCelsius\", \"DegreeFahrenheit\")",
                           &lower_to<"hb_convert_temperature">));
  catalogue.add(converting("convert_volume", "A volume in another unit; null for a unit that is none.",
                           "print convert_volume(1.2, \"Liter\", \"UsGallon\")", &lower_to<"hb_convert_volume">));
}

}  // namespace huntbook::kql
