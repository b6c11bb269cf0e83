// Brings the database of a case from an older layout to the one that this program writes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/engine.hpp"

namespace huntbook::casefile {

// One step: what a layout has that the one before it lacked.
struct Migration {
  std::int64_t layout;
  std::vector<std::string> statements;
};

// In the order of their layouts, from 2 on, without a gap. A step is never changed once a release wrote its layout.
std::span<const Migration> migrations();

// The layout of new cases: that of the last migration.
std::int64_t layout_version();

// Runs every step after `layout`, all in one transaction: the case has the old layout or the new one.
Result<void> migrate(engine::Connection& connection, std::int64_t layout);

}  // namespace huntbook::casefile
