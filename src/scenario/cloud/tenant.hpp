// The company's tenant of cloud services: what people and an attacker do in it becomes operations of the unified audit
// log, sign-ins and alerts.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenario/world/cloud_event.hpp"
#include "scenario/world/random.hpp"
#include "scenario/world/world.hpp"

namespace huntbook::scenario {

struct Application {
  std::string_view name;
  std::string_view id;
};
inline constexpr Application sharepoint_online{"Office 365 SharePoint Online", "00000003-0000-0ff1-ce00-000000000000"};
inline constexpr Application exchange_online{"Office 365 Exchange Online", "00000002-0000-0ff1-ce00-000000000000"};
inline constexpr Application office_home{"OfficeHome", "4765445b-32c6-49b0-83e6-1d93765276ca"};

inline constexpr int wrong_password = 50126;  // of Entra
inline constexpr int account_locked = 50053;

class Tenant {
 public:
  explicit Tenant(World& world) : world_(world), random_(world.seed(), "tenant") {}

  World& world() { return world_; }
  // Now, each of them. A sign-in is told by Entra and by the audit log.
  void sign_in(const Person& person, const Client& client, const Application& application, int error = 0);
  void handle_file(const Person& person, const Client& client, std::string_view operation, std::string_view site,
                   std::string_view folder, std::string_view file);
  void handle_mail(const Person& person, const Client& client, std::string_view operation);
  void command(const Person& person, const Client& client, std::string_view name,
               std::vector<std::pair<std::string_view, std::string>> parameters);
  // Raised now; id and time are filled in.
  void raise(Alert alert);

 private:
  OfficeOperation begin(const Person& person, const Client& client, std::string_view name, Workload workload,
                        int record_type);

  World& world_;
  Random random_;
};

}  // namespace huntbook::scenario
