#include "kql/editor/signature_help.hpp"

#include <algorithm>
#include <array>

#include "kql/editor/cursor.hpp"

namespace huntbook::kql::editor {

namespace {

std::optional<SignatureHelp> help_for(const Document& document, const Cursor& cursor, const OpenBracket& call) {
  SignatureHelp help;
  const std::string name(call.name);
  const bind::LetValue* value = document.value_of(name, call.name_span->begin);
  const auto* function = value != nullptr ? std::get_if<bind::LetFunction>(value) : nullptr;
  if (function != nullptr) {
    help.signatures = {signature_of(name, *function->lambda)};
    help.doc = "Function of this text.";
    return help;
  }
  const bool groups = cursor.keyword() == "summarize" || cursor.keyword() == "make-series";
  std::array kinds{FunctionKind::Scalar, FunctionKind::Aggregate, FunctionKind::Window};
  if (groups) std::swap(kinds[0], kinds[1]);
  for (const FunctionKind kind : kinds) {
    if (const FunctionRecord* record = builtin_functions().find(kind, name)) {
      help.signatures = signatures_of(*record);
      help.doc = record->doc;
      return help;
    }
  }
  if (const Word* form = find_word(special_functions(), name)) {
    help.signatures = {signature_of(*form)};
    help.doc = form->doc;
    return help;
  }
  if (const StoredFunction* stored = document.catalogue().find_function(name)) {
    help.signatures = {signature_of(*stored)};
    help.doc = "Function of the case.";
    return help;
  }
  return std::nullopt;
}

}  // namespace

std::optional<SignatureHelp> signature_help(const Document& document, std::size_t offset) {
  const Cursor cursor(document, offset);
  for (const OpenBracket& bracket : cursor.brackets()) {
    if (!bracket.name_span) continue;
    std::optional<SignatureHelp> help = help_for(document, cursor, bracket);
    if (!help) continue;
    const std::size_t argument = bracket.commas;
    const auto fitting = std::ranges::find_if(help->signatures, [&](const Signature& signature) {
      return signature.last_repeats || signature.parameters.size() > argument;
    });
    if (fitting != help->signatures.end())
      help->active_signature = static_cast<std::size_t>(fitting - help->signatures.begin());
    help->active_parameter = argument;
    if (!help->signatures.empty()) {
      const Signature& active = help->signatures[help->active_signature];
      if (active.last_repeats && !active.parameters.empty())
        help->active_parameter = std::min(argument, active.parameters.size() - 1);
    }
    return help;
  }
  return std::nullopt;
}

}  // namespace huntbook::kql::editor
