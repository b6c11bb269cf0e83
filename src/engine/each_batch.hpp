// Reads a result to its end.
#pragma once

#include <optional>
#include <utility>

#include "engine/engine.hpp"

namespace huntbook::engine {

// Gives every batch of the stream to `take` (Batch -> Result<void>), whose first error ends the reading.
template <typename Take>
Result<void> each_batch(ResultStream& stream, Take take) {
  while (true) {
    HUNTBOOK_TRY(std::optional<Batch> batch, stream.next());
    if (!batch) return {};
    HUNTBOOK_CHECK(take(std::move(*batch)));
  }
}

}  // namespace huntbook::engine
