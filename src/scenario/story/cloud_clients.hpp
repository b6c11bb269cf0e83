// The programs and addresses that people reach the cloud services from.
#pragma once

#include "scenario/world/cloud_event.hpp"

namespace huntbook::scenario {

Client office_client(const Person& person);
Client phone_client(const Person& person);
Client travelling_client();
Client attackers_client();

}  // namespace huntbook::scenario
