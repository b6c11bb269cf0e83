#include "scenario/story/cloud_clients.hpp"

#include <fmt/format.h>

#include "scenario/story/attack.hpp"

namespace huntbook::scenario {

namespace {

constexpr std::string_view edge =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36 "
    "Edg/122.0.0.0";
constexpr std::string_view mobile =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.3 "
    "Mobile/15E148 Safari/604.1";
constexpr std::string_view firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0";

}  // namespace

Client office_client(const Person& person) {
  Client client{person.public_address, "GB", "Portharbour", edge, "Edge 122.0.0", "Windows10"};
  if (person.zone < 0) {
    client.country = "CA";
    client.city = "Halifax";
  } else if (person.zone > 0) {
    client.country = "SG";
    client.city = "Singapore";
  }
  return client;
}

Client phone_client(const Person& person) {
  Client client = office_client(person);
  client.address = fmt::format("2001:db8:40:{:x}::{:x}", 16 + person.number, 0xa0 + person.number);
  client.user_agent = mobile;
  client.browser = "Mobile Safari 17.3";
  client.system = "iOS 17.3";
  return client;
}

Client travelling_client() {
  return {"192.0.2.201", "PT", "Lisbon", edge, "Edge 122.0.0", "Windows10"};
}

// No country is known of its address.
Client attackers_client() {
  return {std::string(botnet_address), "", "", firefox, "Firefox 102.0", "Linux"};
}

}  // namespace huntbook::scenario
