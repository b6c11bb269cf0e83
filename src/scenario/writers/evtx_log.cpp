#include "scenario/writers/evtx_log.hpp"

#include <string>
#include <utility>

#include "scenario/windows/event_kinds.hpp"
#include "scenario/writers/evtx_field.hpp"

namespace huntbook::scenario {

Result<EvtxLog> EvtxLog::create(const std::filesystem::path& path) {
  HUNTBOOK_TRY(EvidenceFile file, EvidenceFile::create(path));
  // The header is known at the end.
  file.text().assign(ingest::evtx::file_header_size, '\0');
  return EvtxLog(std::move(file));
}

void EvtxLog::add(const WindowsEvent& event) {
  const WindowsEventKind& kind = *find_event_kind(event.channel, event.id);
  const WindowsProvider provider = provider_of(kind);
  event_.provider = provider.name;
  event_.provider_guid = provider.guid;
  event_.id = static_cast<std::uint16_t>(event.id);
  event_.version = kind.version;
  event_.level = kind.level;
  event_.task = kind.task;
  event_.opcode = kind.opcode;
  event_.keywords = keywords_of(kind, event.failure);
  event_.time = event.time;
  event_.record = event.record;
  event_.process = event.process;
  event_.thread = event.thread;
  event_.channel = name_of(event.channel);
  event_.computer = event.computer;
  event_.user_sid = event.user_sid;
  event_.user_data = kind.user_data;
  event_.data.resize(event.data.size());
  for (std::size_t i = 0; i < event.data.size(); ++i) {
    const auto& [name, text] = event.data[i];
    event_.data[i].first = name;
    set_value(event_.data[i].second, type_of_field(event.channel, name), text);
  }
  if (outcome_) outcome_ = writer_.add(event_);
  if (writer_.has_chunks()) {
    writer_.take_chunks(file_.text());
    file_.flush();
  }
}

Result<void> EvtxLog::close() {
  HUNTBOOK_CHECK(outcome_);
  writer_.finish();
  writer_.take_chunks(file_.text());
  file_.replace_start(writer_.header());
  return file_.close();
}

}  // namespace huntbook::scenario
