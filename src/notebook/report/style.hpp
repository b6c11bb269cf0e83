// The style sheet of reports: for the screen and for paper.
#pragma once

#include <string_view>

namespace huntbook::report {

std::string_view style_sheet();

}  // namespace huntbook::report
