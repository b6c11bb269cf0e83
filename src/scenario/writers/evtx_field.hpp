// The types that event data has in Windows' binary logs.
#pragma once

#include <string_view>

#include "ingest/evtx/layout.hpp"
#include "scenario/evtx/evtx_writer.hpp"
#include "scenario/world/windows_event.hpp"

namespace huntbook::scenario {

// The type that the providers' manifests give a field; String where they give none else.
ingest::evtx::ValueType type_of_field(WindowsChannel channel, std::string_view name);

// `text` in the binary form of the type: decimal or 0x numbers, S-1-..., {GUID}, ISO times. A text that is none of the
// type's stays a string. Buffers of `value` are used again.
void set_value(EvtxValue& value, ingest::evtx::ValueType type, std::string_view text);

}  // namespace huntbook::scenario
