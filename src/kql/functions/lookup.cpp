// Functions that ask a local file where Kusto asks a service's (Kusto docs, "geo_info_from_ip_address()",
// "parse_user_agent()").
#include "kql/functions/lookup.hpp"

#include "kql/functions/build.hpp"

namespace huntbook::kql {

void add_lookup_functions(FunctionCatalogue& catalogue) {
  using enum ScalarType;
  catalogue.add(scalar_record({"geo_info_from_ip_address",
                               "Country, state, city and coordinates of an address, by the local GeoIP database that "
                               "HUNTBOOK_GEOIP names; null where it does not know the address.",
                               "datatable(client:string)[\"n/a\"] | extend place = geo_info_from_ip_address(client)"},
                              {one("ip", String)}, Dynamic, &lower_to<"hb_geo_info">));
  Parameter look_for = one("look_for", types::string_or_dynamic);
  look_for.converted_to = String;
  catalogue.add(scalar_record({"parse_user_agent",
                               "Browser, os and device by a user agent's text, by the expressions of the package "
                               "uap-core.",
                               "print parse_user_agent(\"Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 "
                               "Firefox/115.0\", \"browser\")"},
                              {one("user_agent", String), look_for}, Dynamic, &lower_to<"hb_parse_user_agent">));
}

}  // namespace huntbook::kql
