#include "scenario/writers/threat_report.hpp"

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "scenario/world/random.hpp"

namespace huntbook::scenario {

namespace {

using Kind = KnownIndicator::Kind;

std::string pattern_of(const KnownIndicator& indicator) {
  switch (indicator.kind) {
    case Kind::Address:
      return fmt::format("[ipv4-addr:value = '{}']", indicator.value);
    case Kind::Domain:
      return fmt::format("[domain-name:value = '{}']", indicator.value);
    case Kind::Url:
      return fmt::format("[url:value = '{}']", indicator.value);
    case Kind::Sha256:
      break;
  }
  return fmt::format("[file:hashes.'SHA-256' = '{}']", indicator.value);
}

// STIX's time stamps have milliseconds.
std::string stamp(Ticks ticks) {
  const CivilTime time = civil_from_ticks(ticks);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", time.year, time.month, time.day, time.hour,
                     time.minute, time.second, time.fraction / ticks_per_millisecond);
}

class Bundle {
 public:
  Bundle(std::string& out, Random& random) : json_(out), random_(random) {
    json_.begin_object();
    json_.member("type", "bundle");
    json_.member("id", "bundle--" + random_.guid());
    json_.key("objects");
    json_.begin_array();
  }
  void close() {
    json_.end_array();
    json_.end_object();
  }

  // Begins an object; end_object() ends it. Its id is given back.
  std::string begin(std::string_view type, Ticks created) {
    std::string id = fmt::format("{}--{}", type, random_.guid());
    json_.begin_object();
    json_.member("type", type);
    json_.member("spec_version", "2.1");
    json_.member("id", id);
    json_.member("created", stamp(created));
    json_.member("modified", stamp(created));
    return id;
  }
  JsonWriter& json() { return json_; }

  std::string indicator(const KnownIndicator& known, const std::string& author, Ticks created, int confidence) {
    const std::string id = begin("indicator", created);
    json_.member("created_by_ref", author);
    json_.member("name", known.what);
    json_.key("indicator_types");
    json_.begin_array();
    json_.string("malicious-activity");
    json_.end_array();
    json_.member("pattern", pattern_of(known));
    json_.member("pattern_type", "stix");
    json_.member("valid_from", stamp(created));
    json_.member("valid_until", stamp(created + 90 * ticks_per_day));
    json_.key("confidence");
    json_.integer(confidence);
    json_.end_object();
    return id;
  }

 private:
  JsonWriter json_;
  Random& random_;
};

KnownIndicator other_indicator(Random& random) {
  switch (random.below(4)) {
    case 0:
      return {Kind::Domain, fmt::format("{}.storm-cdn.example", random.hex(8)), "Phishing page"};
    case 1:
      return {Kind::Url, fmt::format("http://198.51.100.{}/{}.bin", random.between(60, 99), random.hex(6)), "Loader"};
    case 2:
      return {Kind::Sha256, random.hex(64), "Loader"};
    default:
      return {Kind::Address, fmt::format("198.51.100.{}", random.between(60, 99)), "Scanner"};
  }
}

std::string defanged(std::string_view text) {
  std::string out;
  if (text.starts_with("http")) {
    out = "hxxp";
    text.remove_prefix(4);
  }
  for (const char c : text) {
    if (c == '.') {
      out += "[.]";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string stix_bundle(std::uint64_t seed, const std::vector<KnownIndicator>& known, int others, Ticks published) {
  Random random(seed, "threat feed");
  std::string out;
  Bundle bundle(out, random);
  const std::string author = bundle.begin("identity", published);
  bundle.json().member("name", "Breakwater CERT");
  bundle.json().member("identity_class", "organization");
  bundle.json().end_object();
  const std::string group = bundle.begin("intrusion-set", published);
  bundle.json().member("created_by_ref", author);
  bundle.json().member("name", "Slack Water");
  bundle.json().member("description", "Guesses passwords of small companies, stays for weeks, carries documents away.");
  bundle.json().end_object();
  std::vector<std::string> of_group;
  for (const KnownIndicator& indicator : known) of_group.push_back(bundle.indicator(indicator, author, published, 85));
  for (int i = 0; i < others; ++i) {
    const Ticks created = published - random.between(1, 200) * ticks_per_hour;
    bundle.indicator(other_indicator(random), author, created, static_cast<int>(random.between(20, 70)));
  }
  for (const std::string& indicator : of_group) {
    bundle.begin("relationship", published);
    bundle.json().member("relationship_type", "indicates");
    bundle.json().member("source_ref", indicator);
    bundle.json().member("target_ref", group);
    bundle.json().end_object();
  }
  bundle.close();
  return out + "\n";
}

std::string report_text(const std::vector<KnownIndicator>& known, Ticks published) {
  const CivilTime at = civil_from_ticks(published);
  std::string indicators;
  for (const KnownIndicator& indicator : known) {
    indicators += fmt::format(
        "  {:<70} {}\n", indicator.kind == Kind::Sha256 ? indicator.value : defanged(indicator.value), indicator.what);
  }
  return fmt::format(
      R"(BREAKWATER CERT                                                   {:04}-{:02}-{:02}
SLACK WATER: passwords guessed, documents gone

Since January a group that we call Slack Water has visited small companies along the coast. It owns a botnet of a few
addresses and tries passwords from them, a few thousand in a night, first over ssh and then over remote desktop.
Where it gets in it looks around, fetches a script over plain HTTP, makes it executable and puts it into cron. The
program that the script brings calls home every half an hour or so. On Windows it brings its tools by scripted
ftp, adds users to the administrators, takes the protection from the terminal services, dumps credentials and clears
the logs. Days later it signs in to Office 365 with what it found and downloads what it can within minutes.

Indicators

{}
Do not look only for these: the addresses change, the habits do not. Mail questions to csirt[at]breakwater[.]example.
)",
      at.year, at.month, at.day, indicators);
}

}  // namespace huntbook::scenario
