#include <fmt/format.h>

#include "base/time.hpp"
#include "kql/syntax/dumper.hpp"

namespace huntbook::kql::syntax {

void Dumper::put(const Literal& literal) {
  if (std::holds_alternative<std::monostate>(literal.value)) {
    return word(fmt::format("{}(null)", name_of(literal.type)));
  }
  if (const bool* flag = std::get_if<bool>(&literal.value)) return word(*flag ? "true" : "false");
  if (const double* real = std::get_if<double>(&literal.value)) return word(fmt::format("{}r", *real));
  if (const std::string* text = std::get_if<std::string>(&literal.value)) {
    if (literal.type == ScalarType::String) {
      if (literal.hidden_string) word("h");
      return quoted(*text);
    }
    return word(fmt::format("{}({})", name_of(literal.type), *text));
  }
  const std::int64_t number = std::get<std::int64_t>(literal.value);
  switch (literal.type) {
    case ScalarType::DateTime:
      return word(fmt::format("datetime({})", format_datetime(number)));
    case ScalarType::TimeSpan:
      return word(fmt::format("timespan({})", format_timespan(number)));
    case ScalarType::Int:
      return word(fmt::format("int({})", number));
    default:
      return word(fmt::format("{}", number));
  }
}

void Dumper::put(const NameRef& node) {
  name_word(node.name);
}

void Dumper::put(const Star&) {
  word("*");
}

void Dumper::put(const Call& node) {
  open("call");
  put(node.function);
  put_all(node.arguments);
  close();
}

void Dumper::put(const Member& node) {
  open(".");
  put(node.object);
  put(node.name);
  close();
}

void Dumper::put(const MemberCall& node) {
  open(".");
  put(node.object);
  put(node.call);
  close();
}

void Dumper::put(const Index& node) {
  open("at");
  put(node.object);
  put(node.index);
  close();
}

void Dumper::put(const Unary& node) {
  open(node.op);
  put(node.operand);
  close();
}

void Dumper::put(const Binary& node) {
  open(node.op);
  put(node.left);
  put(node.right);
  close();
}

void Dumper::put(const InList& node) {
  open(node.op);
  put(node.operand);
  put_all(node.values);
  close();
}

void Dumper::put(const Between& node) {
  open(node.negated ? "!between" : "between");
  put(node.operand);
  put(node.low);
  put(node.high);
  close();
}

void Dumper::put(const Named& node) {
  open("=");
  if (node.names.size() == 1) {
    put(node.names.front());
  } else {
    group("", node.names);
  }
  put(node.expr);
  close();
}

void Dumper::put(const Typed& node) {
  put(node.name);
  out_ += fmt::format(":{}", name_of(node.type));
}

void Dumper::put(const SubPipeline& node) {
  put(*node.pipeline);
}

void Dumper::put(const Missing&) {
  word("<missing>");
}

}  // namespace huntbook::kql::syntax
