// CEF and LEEF of any bytes: keys and values must stand in the text, one after another, and times must not trouble
// their readers.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ingest/cef/event_text.hpp"
#include "ingest/cef/security_log.hpp"
#include "require.hpp"

using huntbook::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace ingest = huntbook::ingest;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto event = ingest::read_cef_event(text);
  (void)ingest::cef_time(text, huntbook::unix_epoch);
  if (!event) return 0;
  require(event->pairs.size() <= size);
  const char* at = text.data();
  std::size_t taken = 0;
  for (const auto& [key, value] : event->pairs) {
    require(!key.empty() || !value.empty());
    if (!value.empty()) {
      require(value.data() >= at && value.data() + value.size() <= text.data() + text.size());
      at = value.data() + value.size();
    }
    taken += key.size() + value.size();
    require(ingest::unescaped_value(value).size() <= value.size());
  }
  require(taken <= size);
  return 0;
}
