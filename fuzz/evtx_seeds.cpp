// Writes small event logs for evtx_fuzz to begin with: evtx_seeds FOLDER.
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenario/evtx/evtx_writer.hpp"

namespace {

using huntbook::scenario::EvtxEvent;
using huntbook::scenario::EvtxValue;
using huntbook::scenario::EvtxWriter;

EvtxEvent event_of(std::uint64_t record) {
  EvtxEvent event;
  event.provider = "Test";
  event.id = static_cast<std::uint16_t>(record);
  event.time = huntbook::unix_epoch;
  event.record = record;
  event.channel = "System";
  event.computer = "c";
  return event;
}

std::vector<std::pair<std::string, EvtxEvent>> seeds() {
  std::vector<std::pair<std::string, EvtxEvent>> made;
  const auto add = [&](const char* name, std::vector<std::pair<std::string_view, EvtxValue>> data,
                       std::string_view user = {}) {
    EvtxEvent event = event_of(1);
    event.data = std::move(data);
    event.user_data = user;
    made.emplace_back(name, std::move(event));
  };
  add("nothing", {});
  add("texts", {{"A", EvtxValue::text("a")}, {"B", EvtxValue::texts({"x", "", "y"})}});
  add("numbers", {{"A", EvtxValue::uint8(1)},
                  {"B", EvtxValue::uint16(2)},
                  {"C", EvtxValue::uint32(3)},
                  {"D", EvtxValue::uint64(4)},
                  {"E", EvtxValue::hex32(5)},
                  {"F", EvtxValue::hex64(6)},
                  {"G", EvtxValue::boolean(true)}});
  add("times_and_ids", {{"A", EvtxValue::file_time(huntbook::unix_epoch)},
                        {"B", EvtxValue::sid("S-1-5-18")},
                        {"C", EvtxValue::guid("{0F8FAD5B-D9CB-469F-A165-70867728950E}")}});
  add("user_data", {{"A", EvtxValue::text("a")}}, "Cleared");
  return made;
}

// The log up to its last record: the rest of the chunk is unused.
std::string log_of(const std::vector<EvtxEvent>& events) {
  EvtxWriter writer;
  for (const EvtxEvent& event : events) (void)writer.add(event);
  writer.finish();
  const std::string chunks = writer.take_chunks();
  std::string log = writer.header() + chunks;
  log.resize(log.find_last_not_of('\0') + 1);
  return log;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const std::filesystem::path folder = arguments[1];
  std::filesystem::create_directories(folder);
  std::vector<EvtxEvent> all;
  for (const auto& [name, event] : seeds()) {
    std::ofstream(folder / name, std::ios::binary) << log_of({event});
    all.push_back(event);
    all.back().record = all.size();
  }
  std::ofstream(folder / "all", std::ios::binary) << log_of(all);
  return 0;
}
