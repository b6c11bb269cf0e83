#include "scenario/cloud/tenant.hpp"

#include <fmt/format.h>

namespace huntbook::scenario {

namespace {

// Office 365 Management API, "AuditLogRecordType".
constexpr int exchange_admin = 1;
constexpr int exchange_item = 2;
constexpr int sharepoint_file = 6;
constexpr int directory_logon = 15;
constexpr int exchange_aggregated = 50;

}  // namespace

OfficeOperation Tenant::begin(const Person& person, const Client& client, std::string_view name, Workload workload,
                              int record_type) {
  OfficeOperation operation;
  operation.time = world_.now();
  operation.id = random_.guid();
  operation.name = name;
  operation.workload = workload;
  operation.record_type = record_type;
  operation.person = &person;
  operation.client = client;
  operation.label = world_.label();
  return operation;
}

void Tenant::sign_in(const Person& person, const Client& client, const Application& application, int error) {
  SignIn sign_in;
  sign_in.time = world_.now() + static_cast<Ticks>(random_.below(ticks_per_second));
  sign_in.id = random_.guid();
  sign_in.person = &person;
  sign_in.client = client;
  sign_in.application = application.name;
  sign_in.application_id = application.id;
  sign_in.error = error;
  sign_in.label = world_.label();
  world_.recorder().record(sign_in);
  OfficeOperation operation =
      begin(person, client, error == 0 ? "UserLoggedIn" : "UserLoginFailed", Workload::Directory, directory_logon);
  operation.success = error == 0;
  world_.recorder().record(operation);
}

void Tenant::handle_file(const Person& person, const Client& client, std::string_view operation, std::string_view site,
                         std::string_view folder, std::string_view file) {
  OfficeOperation done =
      begin(person, client, operation, site.empty() ? Workload::OneDrive : Workload::SharePoint, sharepoint_file);
  done.site = site;
  done.folder = folder;
  done.file = file;
  world_.recorder().record(done);
}

void Tenant::handle_mail(const Person& person, const Client& client, std::string_view operation) {
  const int type = operation == "MailItemsAccessed" ? exchange_aggregated : exchange_item;
  world_.recorder().record(begin(person, client, operation, Workload::Exchange, type));
}

void Tenant::command(const Person& person, const Client& client, std::string_view name,
                     std::vector<std::pair<std::string_view, std::string>> parameters) {
  OfficeOperation done = begin(person, client, name, Workload::Exchange, exchange_admin);
  done.parameters = std::move(parameters);
  world_.recorder().record(done);
}

void Tenant::raise(Alert alert) {
  alert.time = world_.now();
  alert.id = random_.guid();
  alert.label = world_.label();
  world_.recorder().record(alert);
}

}  // namespace huntbook::scenario
