// What goes on on a host day by day: services and tasks, monitoring, people at work, an administrator with odd but
// lawful ways, patching, and the noise of the internet.
#pragma once

#include <string>
#include <vector>

#include "scenario/windows_host.hpp"

namespace huntbook::scenario {

struct Company {
  std::string domain;               // "harbourline.example"
  std::vector<std::string> people;  // account names of those who work on this host
  std::string administrator;        // account name
  int host_number = 0;              // tells the hosts' addresses apart
};

struct Period {
  Ticks begin = 0;  // a Monday, 00:00
  int days = 14;
  Ticks end() const { return begin + days * ticks_per_day; }
};

// How often things happen that have no fixed hour, in thousandths of the usual.
using Intensity = std::int64_t;

// Each lays its habit's first events on the host's timeline; they go on by themselves to the period's end.
void keep_services_running(WindowsHost& host, const Period& period, Intensity intensity);
void monitor(WindowsHost& host, const Period& period, Intensity intensity);
void run_nightly_jobs(WindowsHost& host, const Period& period);
void patch(WindowsHost& host, const Period& period);
void go_to_work(WindowsHost& host, const Company& company, const Period& period, Intensity intensity);
void administer(WindowsHost& host, const Company& company, const Period& period);
void scan_from_the_internet(WindowsHost& host, const Period& period, Intensity intensity);

// Replaces {n} (number), {h} (8 hex digits), {g} (GUID), {u} (the session's user), {d} (a document's name).
std::string fill_in(std::string_view pattern, const Session& session, Random& random);

}  // namespace huntbook::scenario
