#include "kql/editor/signature.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kql/syntax/function_text.hpp"

namespace huntbook::kql::editor {

namespace {

class Builder {
 public:
  explicit Builder(std::string_view name) { signature_.label = fmt::format("{}(", name); }

  void add(std::string_view text) {
    if (!signature_.parameters.empty()) signature_.label += ", ";
    const std::size_t begin = signature_.label.size();
    signature_.label += text;
    signature_.parameters.push_back({begin, signature_.label.size()});
  }
  void repeat_last() { signature_.last_repeats = true; }
  Signature finish(std::string_view result) {
    if (signature_.last_repeats) signature_.label += ", ...";
    signature_.label += ")";
    if (!result.empty()) signature_.label += fmt::format(": {}", result);
    return std::move(signature_);
  }

 private:
  Signature signature_;
};

std::string text_of(const Parameter& parameter) {
  const std::string text = fmt::format("{}: {}", parameter.name, editor::text_of(parameter.types));
  const bool may_miss =
      parameter.occurs == Parameter::Occurs::Optional || parameter.occurs == Parameter::Occurs::RepeatedOptional;
  return may_miss ? fmt::format("[{}]", text) : text;
}

}  // namespace

std::string text_of(TypeSet types) {
  // A table, a column's name or a type: the binder looks at it.
  if (types == types::any || types.empty()) return "any";
  if (types == types::numbers) return "number";
  if (types == types::not_dynamic) return "scalar";
  std::string text;
  for (const ScalarType type : all_scalar_types) {
    if (types.contains(type)) text += fmt::format("{}{}", text.empty() ? "" : "|", name_of(type));
  }
  return text;
}

std::vector<Signature> signatures_of(const FunctionRecord& record) {
  std::vector<Signature> signatures;
  for (const kql::Signature& form : record.signatures) {
    Builder builder(record.name);
    for (const Parameter& parameter : form.parameters) {
      builder.add(text_of(parameter));
      if (parameter.occurs == Parameter::Occurs::Repeated || parameter.occurs == Parameter::Occurs::RepeatedOptional)
        builder.repeat_last();
    }
    const auto* fixed = std::get_if<ScalarType>(&form.result);
    signatures.push_back(builder.finish(fixed != nullptr ? name_of(*fixed) : std::string_view()));
  }
  return signatures;
}

Signature signature_of(std::string_view name, const syntax::Lambda& lambda) {
  Builder builder(name);
  for (const syntax::Parameter& parameter : lambda.parameters) {
    std::string type = "any";
    if (parameter.type) type = name_of(*parameter.type);
    if (parameter.tabular) {
      type.clear();
      for (const syntax::Typed& column : *parameter.tabular)
        type += fmt::format("{}{}: {}", type.empty() ? "" : ", ", column.name.text, name_of(column.type));
      type = fmt::format("({})", type.empty() ? "*" : type);
    }
    const std::string text = fmt::format("{}: {}", parameter.name.text, type);
    builder.add(parameter.default_value ? fmt::format("[{}]", text) : text);
  }
  return builder.finish({});
}

Signature signature_of(const StoredFunction& function) {
  const syntax::SyntaxTree tree = syntax::parse_function(function.parameters + "{}");
  const syntax::Lambda* const lambda = syntax::function_in(tree);
  return lambda != nullptr ? signature_of(function.name, *lambda) : Signature{function.name + "()", {}};
}

Signature signature_of(const Word& form) {
  Signature signature;
  signature.label = form.form;
  const std::size_t open = std::min(form.form.find('('), form.form.size());
  const std::size_t close = std::min(form.form.rfind(')'), form.form.size());
  for (std::size_t begin = open + 1; begin < close;) {
    const std::size_t end = std::min(form.form.find(',', begin), close);
    if (form.form.substr(begin, end - begin).find("...") != std::string_view::npos) {
      signature.last_repeats = true;
    } else {
      signature.parameters.push_back({begin, end});
    }
    begin = end + 1;
    while (begin < close && form.form[begin] == ' ') ++begin;
  }
  return signature;
}

}  // namespace huntbook::kql::editor
