// Which argument of which function is being written.
#pragma once

#include <optional>
#include <vector>

#include "kql/editor/document.hpp"
#include "kql/editor/signature.hpp"

namespace huntbook::kql::editor {

struct SignatureHelp {
  std::vector<Signature> signatures;  // one for each overload
  std::size_t active_signature = 0;   // the first that takes so many arguments
  std::size_t active_parameter = 0;   // may lie behind the last parameter: too many arguments
  std::string doc;
};

// The innermost call whose brackets are open at this place; nothing where there is none. `offset` is in bytes.
std::optional<SignatureHelp> signature_help(const Document& document, std::size_t offset);

}  // namespace huntbook::kql::editor
