// Colours and type sizes of charts. The categorical colours can be told apart with the common forms of colour blindness
// (M. Okabe and K. Ito, "Color Universal Design", 2008), reordered so that the first ones are calm.
#pragma once

#include <array>
#include <string_view>

namespace huntbook::render::palette {

inline constexpr std::array<std::string_view, 8> series = {"#2f6db3", "#d9702b", "#1f9e83", "#b565a7",
                                                           "#e0a526", "#58b0dd", "#8a5a3b", "#4b5563"};
inline constexpr std::string_view other = "#b4bcc6";      // what is grouped together
inline constexpr std::string_view highlight = "#d1491b";  // what stands out
inline constexpr std::string_view event = "#4a6785";      // events on a timeline
inline constexpr std::string_view ink = "#1f2933";
inline constexpr std::string_view muted = "#5f6b7a";
inline constexpr std::string_view grid = "#e6e9ee";
inline constexpr std::string_view axis = "#a9b2bd";
inline constexpr std::string_view paper = "#ffffff";

inline constexpr double title_size = 14;
inline constexpr double label_size = 11;
inline constexpr double width = 860;

}  // namespace huntbook::render::palette
