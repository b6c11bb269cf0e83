// evaluate ipv4_lookup(..), ipv6_lookup(..) (Kusto docs, "ipv4_lookup plugin", "ipv6_lookup plugin"). Two addresses
// with prefixes match where they are equal under the shorter one. Each pair of prefix lengths that occurs makes that an
// equality, so that the engine joins by hash; it joins the distinct addresses, not the rows.
#include <algorithm>

#include <fmt/format.h>

#include "kql/bind/lookup_tables.hpp"
#include "kql/bind/operators.hpp"
#include "kql/bind/plan_plugin.hpp"
#include "kql/bind/table.hpp"

namespace huntbook::kql::bind {

namespace {

using plan::Column;

struct Version {
  std::string_view table, source_key, lookup_key;  // names of the parameters
  std::string_view length;                         // of the prefix of `ip`, null where it is no address
  std::string_view mask;                           // `ip` under a prefix of `bits`
};

constexpr Version v4{"LookupTable", "SourceIPv4Key", "IPv4LookupKey", "tolong(ipv4_netmask_suffix(ip))",
                     "tostring(parse_ipv4_mask(ip, bits))"};
// An IPv4 address is a mapped one: its prefix counts from bit 96.
constexpr Version v6{"LookupTable", "SourceIPv6Key", "IPv6LookupKey",
                     "iff(isempty(parse_ipv6(ip)), long(null), iff(ip has ':' or ip contains ':',"
                     " coalesce(tolong(extract('/(\\\\d+)$', 1, ip)), 128),"
                     " 96 + coalesce(tolong(extract('/(\\\\d+)$', 1, ip)), 32)))",
                     "parse_ipv6_mask(ip, bits)"};

class IpLookup {
 public:
  IpLookup(Context& context, PluginCall call, const Version& version)
      : context_(context), call_(std::move(call)), version_(version) {}

  plan::RelPtr bind() {
    if (!read()) return nullptr;
    std::vector<std::pair<std::string, LetValue>> names{
        {"S", shared(context_, renamed(call_.input, 's', source_key_, source_extra_))},
        {"L", shared(context_, renamed(lookup_, 'l', lookup_key_, lookup_extra_))}};
    std::string extra;
    for (std::size_t i = 0; i < source_extra_.size(); ++i) extra += fmt::format(", e{}", i);
    std::string query = fmt::format(
        "let A = S | distinct ip | extend a = {0} | where isnotnull(a);"
        "let B = L | extend b = {0} | where isnotnull(b);"
        "let P = (A | distinct a | extend one = 1) | join kind=inner (B | distinct b | extend one = 1) on one"
        " | project a, b, bits = min_of(a, b);"
        "let X = A | join kind=inner (P) on a | extend masked = {1} | project address = ip, a, b, masked;"
        "let Y = B | join kind=inner (P) on b | extend masked = {1} | project-rename net = ip;"
        "let M = X | join kind=inner (Y) on a, b, masked | project-rename ip = address;"
        "S | join kind={2} (M) on ip{3}",
        version_.length, version_.mask, unmatched_ ? "leftouter" : "inner", extra);
    plan::RelPtr joined = bind_own_query(context_, query, std::move(names), call_.span);
    if (!joined) return nullptr;
    return with_schema(context_, under_own_names(context_, std::move(joined), *call_.input, *lookup_, lookup_extra_),
                       call_);
  }

 private:
  const Column* text_column(const plan::RelPtr& table, const syntax::Expr& expr) {
    PluginCall of_table = call_;
    of_table.input = table;
    const Column* column = bind_column_argument(context_, of_table, expr);
    if (column == nullptr || column->type == ScalarType::String) return column;
    return context_.error("KS107", expr.span,
                          fmt::format("Addresses are text, but this column is of type {}.", name_of(column->type)));
  }

  bool read() {
    auto arguments = PluginArguments::read(
        context_, call_, {version_.table, version_.source_key, version_.lookup_key, "return_unmatched"}, 3, true);
    if (!arguments) return false;
    lookup_ = bind_table_expression(context_, arguments->at(version_.table));
    if (!lookup_) return false;
    const Column* source = text_column(call_.input, arguments->at(version_.source_key));
    const Column* network = source != nullptr ? text_column(lookup_, arguments->at(version_.lookup_key)) : nullptr;
    if (network == nullptr) return false;
    source_key_ = *source;
    lookup_key_ = *network;
    // Behind the keys stand columns, and last the flag, each by its place.
    std::vector<const syntax::Expr*> rest = arguments->rest();
    if (const syntax::Expr* fourth = arguments->find("return_unmatched")) rest.insert(rest.begin(), fourth);
    for (const syntax::Expr* expr : rest) {
      const auto* name = std::get_if<syntax::NameRef>(&expr->node);
      const Column* column = name != nullptr ? find_column(call_.input->columns, name->name) : nullptr;
      if (column == nullptr) {
        auto flag = bind_constant_argument(context_, *expr, ScalarType::Bool);
        if (!flag) return false;
        const bool* value = std::get_if<bool>(&*flag);
        unmatched_ = value != nullptr && *value;
        continue;
      }
      const Column* other = find_column(lookup_->columns, name->name);
      if (other == nullptr || other->type != column->type) {
        context_.error(
            "HB005", expr->span,
            fmt::format("The lookup table has no column '{}' of type {}.", name->name, name_of(column->type)));
        return false;
      }
      source_extra_.push_back(*column);
      lookup_extra_.push_back(*other);
    }
    return true;
  }

  // Beside the address as 'ip' and the further keys as e0, e1, ...
  plan::RelPtr renamed(const plan::RelPtr& table, char prefix, const Column& key, const std::vector<Column>& extra) {
    std::vector<std::pair<Column, std::string>> keys{{key, "ip"}};
    for (std::size_t i = 0; i < extra.size(); ++i) keys.emplace_back(extra[i], fmt::format("e{}", i));
    return with_own_names(context_, table, prefix, keys);
  }

  Context& context_;
  PluginCall call_;
  const Version& version_;
  plan::RelPtr lookup_;
  Column source_key_, lookup_key_;
  std::vector<Column> source_extra_, lookup_extra_;
  bool unmatched_ = false;
};

}  // namespace

plan::RelPtr bind_ipv4_lookup(Context& context, PluginCall call) {
  return IpLookup(context, std::move(call), v4).bind();
}
plan::RelPtr bind_ipv6_lookup(Context& context, PluginCall call) {
  return IpLookup(context, std::move(call), v6).bind();
}

}  // namespace huntbook::kql::bind
