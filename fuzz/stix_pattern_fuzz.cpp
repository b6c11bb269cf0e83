// STIX patterns and indicators of any bytes: what comes out is no larger than what went in, and a pattern made of an
// observable gives the same one back.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/indicators/indicator_kind.hpp"
#include "ingest/indicators/stix_pattern.hpp"
#include "require.hpp"

using huntbook::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace ingest = huntbook::ingest;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::size_t values = 0;
  for (const auto& observable : ingest::observables_of(text)) {
    require(!observable.key.empty() && observable.key.size() <= size);
    values += observable.value.size();
  }
  require(values <= size);
  const std::string plain = ingest::refanged(text);
  require(plain.size() <= size);
  const ingest::Observable one{std::string(ingest::key_by_look(plain)), plain};
  if (one.key.empty()) return 0;
  const auto back = ingest::observables_of(ingest::pattern_of(one));
  require(back.size() == 1 && back[0] == one);
  return 0;
}
