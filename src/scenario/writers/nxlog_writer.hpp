// Windows events as NXLog forwards them: one flat JSON object a line, header fields and event data side by side (NXLog
// reference, im_msvistalog and xm_json).
#pragma once

#include <string>

#include "scenario/world/windows_event.hpp"

namespace huntbook::scenario {

// Appends the event as one line with its line feed, its time as UTC with microseconds. Its kind must be one that
// find_event_kind() knows.
void append_nxlog_line(const WindowsEvent& event, std::string& out);

}  // namespace huntbook::scenario
