// What goes on day by day, whether there is an attack or not: services and tasks, monitoring, people at work, an
// administrator with odd but lawful ways, patching, and the noise of the internet. Each call lays its habit's first
// events on the timeline; they go on by themselves to the period's end.
#pragma once

#include <vector>

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

}  // namespace huntbook::scenario
