#include "ingest/pipeline/normalisers.hpp"

#include <array>

#include "ingest/winevents/windows_record.hpp"

namespace huntbook::ingest {

std::span<const Source> sources() {
  static const std::array all = {windows_events_source()};
  return all;
}

}  // namespace huntbook::ingest
