// What goes on day by day, whether there is an attack or not: services and tasks, monitoring, people at work, an
// administrator with odd but lawful ways, patching, and the noise of the internet. Each call lays its habit's first
// events on the timeline; they go on by themselves to the period's end.
#pragma once

#include <string>
#include <vector>

#include "scenario/cloud/tenant.hpp"
#include "scenario/linux/linux_host.hpp"
#include "scenario/network/network.hpp"
#include "scenario/story/calendar.hpp"
#include "scenario/windows/windows_host.hpp"
#include "scenario/world/organisation.hpp"
#include "scenario/world/world.hpp"

namespace huntbook::scenario {

struct Company {
  World& world;
  Network& network;
  Period period;
  Intensity intensity = 1'000;
  std::vector<Person> people;
};

// A Windows host.
void keep_services_running(WindowsHost& host, const Company& company);
void monitor(WindowsHost& host, const Company& company);
void run_nightly_jobs(WindowsHost& host, const Company& company);
void patch(WindowsHost& host, const Company& company);
// The people from number `first` on, each `step` after the one before, work on this host.
void go_to_work(WindowsHost& host, const Company& company, std::size_t first, std::size_t step);
void administer(WindowsHost& host, const Company& company);
void scan_from_the_internet(WindowsHost& host, const Company& company);

// A Linux host.
void keep_linux_running(LinuxHost& host, const Company& company);
// Of those who develop, the one of number `first` and each `step` after.
void develop_on(LinuxHost& host, const Company& company, int first, int step);
void administer_linux(LinuxHost& host, const Company& company);

// The network.
void browse_the_web(const Company& company);
// A host of that name and address.
void talk_to_services(const std::string& name, const std::string& address, const Company& company);

// The cloud.
void use_the_cloud(Tenant& tenant, const Company& company);
void raise_alerts_on_nothing(Tenant& tenant, const Company& company, const std::string& windows_host);

}  // namespace huntbook::scenario
