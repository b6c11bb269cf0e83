// Writes Windows event logs, in the layout that Windows itself writes: chunks with checksums, names and templates
// shared within a chunk, event data as a template of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "ingest/evtx/layout.hpp"

namespace huntbook::scenario {

// A value in its binary form.
struct EvtxValue {
  ingest::evtx::ValueType type = ingest::evtx::ValueType::Null;
  std::string bytes;
  bool array = false;

  static EvtxValue text(std::string_view utf8);
  static EvtxValue uint8(std::uint8_t value);
  static EvtxValue uint16(std::uint16_t value);
  static EvtxValue uint32(std::uint32_t value);
  static EvtxValue uint64(std::uint64_t value);
  static EvtxValue hex32(std::uint32_t value);
  static EvtxValue hex64(std::uint64_t value);
  static EvtxValue boolean(bool value);
  static EvtxValue file_time(Ticks time);
  // S-1-..., {....}: null where the text is none.
  static EvtxValue sid(std::string_view text);
  static EvtxValue guid(std::string_view text);
  static EvtxValue texts(const std::vector<std::string>& utf8);
};

// Texts are the caller's and are needed until the event has been added.
struct EvtxEvent {
  std::string_view provider;
  std::string_view provider_guid;  // empty: none
  std::uint16_t id = 0;
  std::uint8_t version = 0;
  std::uint8_t level = 0;
  std::uint16_t task = 0;
  std::uint8_t opcode = 0;
  std::uint64_t keywords = 0;
  Ticks time = 0;
  std::uint64_t record = 0;
  std::uint32_t process = 0;
  std::uint32_t thread = 0;
  std::string_view channel;
  std::string_view computer;
  std::string_view user_sid;  // empty: none
  std::vector<std::pair<std::string_view, EvtxValue>> data;
  std::string_view user_data;  // not empty: the data goes to an element of this name below UserData
};

class EvtxWriter {
 public:
  EvtxWriter();
  ~EvtxWriter();
  EvtxWriter(EvtxWriter&&) noexcept;
  EvtxWriter& operator=(EvtxWriter&&) noexcept;

  // Events come in the order of their records. Errors (Usage): the event is longer than a chunk.
  Result<void> add(const EvtxEvent& event);
  // Whole chunks written since the last call, without the file's header.
  std::string take_chunks();
  void take_chunks(std::string& out);  // appends them
  bool has_chunks() const;
  // Ends the last chunk; take_chunks() gives it.
  void finish();
  // The file's header, right when all events are there. `dirty`: as Windows leaves it while the log is open.
  std::string header(bool dirty = false) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace huntbook::scenario
