#include "scenario/writers/evidence_folder.hpp"

#include <utility>

#include <fmt/format.h>

#include "scenario/windows/event_kinds.hpp"
#include "scenario/writers/nxlog_writer.hpp"

namespace huntbook::scenario {

namespace {

std::string_view short_name(std::string_view computer) {
  return computer.substr(0, computer.find('.'));
}

constexpr std::string_view nxlog_file = "windows-events.json";

}  // namespace

// The log that was made, in its place; null where it could not be made.
template <class Log>
Log* EvidenceFolder::keep(std::optional<Log>& place, Result<Log> made) {
  if (made) {
    place.emplace(std::move(*made));
    return &*place;
  }
  outcome_ = std::unexpected(std::move(made).error());
  return nullptr;
}

void EvidenceFolder::record(const WindowsEvent& event) {
  if (!outcome_) return;
  ++events_;
  if (windows_ == WindowsForm::Nxlog) {
    if (!nxlog_ && keep(nxlog_, EvidenceFile::create(logs_ / nxlog_file)) == nullptr) return;
    append_nxlog_line(event, nxlog_->text());
    nxlog_->flush();
    truth_.add(event.label, nxlog_file, fmt::format("{}", event.record), event.time, event.computer,
               fmt::format("{}", event.id));
    return;
  }
  if (event.host >= windows_hosts_.size()) windows_hosts_.resize(event.host + 1);
  auto& log = windows_hosts_[event.host].channels[static_cast<std::size_t>(event.channel)];
  const auto file = [&] { return fmt::format("{}/{}.evtx", short_name(event.computer), file_name_of(event.channel)); };
  if (!log && keep(log, EvtxLog::create(logs_ / file())) == nullptr) return;
  log->add(event);
  if (event.label != nullptr) {
    truth_.add(event.label, file(), fmt::format("{}", event.record), event.time, event.computer,
               fmt::format("{}", event.id));
  }
}

Result<void> EvidenceFolder::close() {
  HUNTBOOK_CHECK(outcome_);
  for (WindowsHostLogs& host : windows_hosts_) {
    for (std::optional<EvtxLog>& log : host.channels) {
      if (log) HUNTBOOK_CHECK(log->close());
    }
  }
  if (nxlog_) HUNTBOOK_CHECK(nxlog_->close());
  return {};
}

}  // namespace huntbook::scenario
