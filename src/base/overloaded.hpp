// One visitor out of several lambdas, for std::visit.
#pragma once

namespace huntbook {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};

}  // namespace huntbook
