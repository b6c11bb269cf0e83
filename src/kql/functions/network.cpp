// Functions on IP addresses (Kusto docs, "IPv4/IPv6 functions", "IPv4 text match functions").
#include "base/json_text.hpp"
#include "kql/functions/build.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;
using Lowered = Result<sql::ExprPtr>;

Parameter text(std::string_view name) {
  Parameter parameter = one(name, types::string_or_dynamic);
  parameter.converted_to = String;
  return parameter;
}
Parameter wide(Parameter parameter) {
  parameter.converted_to = Long;
  return parameter;
}

// The last argument of the engine's function is a prefix length; `bits` where the call has none.
template <FixedText Function, std::int64_t bits, std::size_t arguments_with_prefix>
Lowered lower_with_prefix(LoweringContext&, const BoundCall&, Arguments arguments) {
  std::vector<sql::ExprPtr> all(arguments.begin(), arguments.end());
  if (all.size() < arguments_with_prefix) all.push_back(sql::literal(bits));
  return sql::call(Function.text, std::move(all));
}

template <FixedText Function, std::int64_t bits>
Lowered lower_is_match(LoweringContext& context, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_TRY(sql::ExprPtr order, (lower_with_prefix<Function, bits, 3>(context, call, arguments)));
  return sql::equal(std::move(order), sql::literal(std::int64_t{0}));
}

// Several values: the engine's function takes them as one array.
template <FixedText Function>
Lowered lower_any(LoweringContext&, const BoundCall& call, Arguments arguments) {
  if (call.arguments[1].type == Dynamic) return sql::call(Function.text, {arguments[0], arguments[1]});
  std::string json;
  JsonWriter writer(json);
  writer.begin_array();
  bool constants = true;
  for (const Argument& value : call.arguments.subspan(1)) {
    const std::string* constant = constant_text(value);
    constants = constants && constant != nullptr;
    if (constants) writer.string(*constant);
  }
  writer.end_array();
  if (constants) return sql::call(Function.text, {arguments[0], sql::literal(std::string_view(json))});
  std::vector<sql::ExprPtr> pieces;
  for (const sql::ExprPtr& value : arguments.subspan(1)) {
    pieces.push_back(sql::literal(pieces.empty() ? "[" : ","));
    pieces.push_back(sql::call("hb_string_to_dynamic", {value}));
  }
  pieces.push_back(sql::literal("]"));
  return sql::call(Function.text, {arguments[0], sql::call("concat", std::move(pieces))});
}

template <FixedText Function>
Lowered lower_has_any(LoweringContext& context, const BoundCall& call, Arguments arguments) {
  HUNTBOOK_TRY(sql::ExprPtr found, lower_any<Function>(context, call, arguments));
  return call.arguments[1].type == Dynamic ? sql::coalesce(std::move(found), sql::literal(false)) : found;
}

FunctionRecord record(std::string_view name, std::vector<Parameter> parameters, ScalarType result, Lower lower,
                      std::string_view doc, std::string_view example) {
  return {.name = name,
          .signatures = {{std::move(parameters), result}},
          .doc = doc,
          .example = example,
          .lower = lower,
          .nullable = result != String};
}

FunctionRecord with_many(FunctionRecord record, std::string_view subject, std::string_view values) {
  record.signatures = {{{text(subject), repeated(values, String)}, Bool},
                       {{text(subject), one(values, Dynamic)}, Bool}};
  return record;
}

void add_ipv4(FunctionCatalogue& catalogue) {
  Parameter prefix = wide(one("prefix", types::integers));
  Parameter maybe_prefix = wide(optional("prefix", types::integers));
  Parameter two[] = {one("ip1", String), one("ip2", String)};
  catalogue.add(record("parse_ipv4", {one("ip", String)}, Long, &lower_with_prefix<"hb_ipv4_to_long", 32, 2>,
                       "The IPv4 address, its prefix applied, as a number; null where it is none.",
                       "print parse_ipv4(\"192.168.1.1/24\")"));
  catalogue.add(record("parse_ipv4_mask", {one("ip", String), prefix}, Long, &lower_to<"hb_ipv4_to_long">,
                       "The IPv4 address, prefixes applied, as a number; null where it is none.",
                       "print parse_ipv4_mask(\"127.0.0.1\", 24)"));
  catalogue.add(record("ipv4_compare", {two[0], two[1], maybe_prefix}, Long,
                       &lower_with_prefix<"hb_compare_ipv4", 32, 3>,
                       "-1, 0 or 1 as the first IPv4 address is below, equal to or above the second, prefixes applied.",
                       "print ipv4_compare(\"192.168.1.1\", \"192.168.1.255/24\")"));
  catalogue.add(record("ipv4_is_match", {two[0], two[1], maybe_prefix}, Bool, &lower_is_match<"hb_compare_ipv4", 32>,
                       "The IPv4 addresses are equal, prefixes applied.",
                       "print ipv4_is_match(\"10.20.30.40\", \"10.20.0.0/16\"), ipv4_is_match(\"10.21.0.1\", "
                       "\"10.20.0.0/16\")"));
  catalogue.add(record("ipv4_is_private", {one("ip", String)}, Bool, &lower_to<"hb_ipv4_is_private">,
                       "The IPv4 address is in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
                       "print ipv4_is_private(\"172.20.1.9\"), ipv4_is_private(\"203.0.113.7\")"));
  catalogue.add(record("ipv4_is_in_range", {one("ip", String), one("range", String)}, Bool,
                       &lower_to<"hb_ipv4_is_in_range">, "The IPv4 address is in the network.",
                       "print ipv4_is_in_range(\"192.168.1.1\", \"192.168.1.255/24\")"));
  catalogue.add(with_many(record("ipv4_is_in_any_range", {}, Bool, &lower_any<"hb_ipv4_is_in_any_range">,
                                 "The IPv4 address is in one of the networks.",
                                 "print ipv4_is_in_any_range(\"192.168.1.6\", \"192.168.1.1/24\", \"10.0.0.1/8\")"),
                          "ip", "ranges"));
  catalogue.add(record("ipv4_range_to_cidr_list", {one("start_ip", String), one("end_ip", String)}, Dynamic,
                       &lower_to<"hb_ipv4_range_to_networks">, "The networks that cover a range of IPv4 addresses.",
                       "print ipv4_range_to_cidr_list(\"1.1.128.0\", \"1.1.140.255\")"));
  catalogue.add(record("ipv4_netmask_suffix", {one("ip", String)}, Long, &lower_to<"hb_ipv4_netmask_suffix">,
                       "The length of the prefix; 32 where the IPv4 address has none.",
                       "print ipv4_netmask_suffix(\"192.168.1.1/24\")"));
  std::vector<Signature> formats = {{{text("ip"), maybe_prefix}, String},
                                    {{wide(one("ip", types::integers)), maybe_prefix}, String}};
  FunctionRecord plain =
      record("format_ipv4", {}, String, &lower_with_prefix<"hb_format_ipv4", 32, 2>,
             "The IPv4 address, a text or a number, as text, prefixes applied.", "print format_ipv4(3232235777, 24)");
  plain.signatures = formats;
  catalogue.add(std::move(plain));
  FunctionRecord with_mask =
      record("format_ipv4_mask", {}, String, &lower_with_prefix<"hb_format_ipv4_mask", 32, 2>,
             "The same with its prefix: 192.168.1.0/24.", "print format_ipv4_mask(\"192.168.1.1\", 24)");
  with_mask.signatures = std::move(formats);
  catalogue.add(std::move(with_mask));
}

void add_ipv6(FunctionCatalogue& catalogue) {
  Parameter maybe_prefix = wide(optional("prefix", types::integers));
  Parameter two[] = {one("ip1", String), one("ip2", String)};
  catalogue.add(record("parse_ipv6", {one("ip", String)}, String, &lower_with_prefix<"hb_ipv6_text", 128, 2>,
                       "The IPv6 or IPv4 address as eight groups of IPv6, its prefix applied; else empty.",
                       "print parse_ipv6(\"192.168.255.255/24\")"));
  catalogue.add(record("parse_ipv6_mask", {one("ip", String), wide(one("prefix", types::integers))}, String,
                       &lower_to<"hb_ipv6_text">, "The same with a further prefix.",
                       "print parse_ipv6_mask(\"fe80::85d:e82c:9446:7994\", 120)"));
  catalogue.add(record("ipv6_compare", {two[0], two[1], maybe_prefix}, Long,
                       &lower_with_prefix<"hb_compare_ipv6", 128, 3>,
                       "-1, 0 or 1 as the first address is below, equal to or above the second, prefixes applied.",
                       "print ipv6_compare(\"192.168.1.1/24\", \"::ffff:c0a8:01ff\")"));
  catalogue.add(record("ipv6_is_match", {two[0], two[1], maybe_prefix}, Bool, &lower_is_match<"hb_compare_ipv6", 128>,
                       "The IPv6 or IPv4 addresses are equal, prefixes applied.",
                       "print ipv6_is_match(\"192.168.1.1\", \"::ffff:c0a8:0101\")"));
  catalogue.add(record("ipv6_is_in_range", {one("ip", String), one("range", String)}, Bool,
                       &lower_to<"hb_ipv6_is_in_range">, "The address is in the network.",
                       "print ipv6_is_in_range(\"fe80::1\", \"fe80::/10\")"));
  catalogue.add(with_many(record("ipv6_is_in_any_range", {}, Bool, &lower_any<"hb_ipv6_is_in_any_range">,
                                 "The address is in one of the networks.",
                                 "print ipv6_is_in_any_range(\"fe80::1\", \"fc00::/7\", \"fe80::/10\")"),
                          "ip", "ranges"));
}

void add_text_match(FunctionCatalogue& catalogue) {
  auto add = [&](std::string_view name, Lower lower, std::string_view doc, std::string_view example) {
    FunctionRecord match = record(name, {text("source"), one("ip", String)}, Bool, lower, doc, example);
    match.nullable = false;
    if (name.starts_with("has_any")) match = with_many(std::move(match), "source", "ips");
    catalogue.add(std::move(match));
  };
  add("has_ipv4", &lower_to<"hb_has_ipv4">, "The text has the IPv4 address, no letter or digit beside it.",
      "print has_ipv4(\"05:04:54 127.0.0.1 GET\", \"127.0.0.1\")");
  add("has_ipv4_prefix", &lower_to<"hb_has_ipv4_prefix">,
      "The text has an IPv4 address that starts with the prefix, which ends with a dot or is an address.",
      "print has_ipv4_prefix(\"05:04:54 127.0.0.1 GET\", \"127.0.\")");
  add("has_any_ipv4", &lower_has_any<"hb_has_any_ipv4">, "The text has one of the IPv4 addresses.",
      "print has_any_ipv4(\"05:04:54 127.0.0.1 GET\", \"127.0.0.2\", \"127.0.0.1\")");
  add("has_any_ipv4_prefix", &lower_has_any<"hb_has_any_ipv4_prefix">,
      "The text has an IPv4 address that starts with one of the prefixes.",
      "print has_any_ipv4_prefix(\"05:04:54 127.0.0.1 GET\", dynamic([\"10.\", \"127.0.\"]))");
}

}  // namespace

void add_network_functions(FunctionCatalogue& catalogue) {
  add_ipv4(catalogue);
  add_ipv6(catalogue);
  add_text_match(catalogue);
}

}  // namespace huntbook::kql
