#include "kql/functions/regex_dialect.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/regex_dialect.hpp"
#include "kql/functions/build.hpp"

namespace huntbook::kql {
namespace {

re2::RE2::Options quiet() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  return options;
}

}  // namespace

std::string regex_literal(std::string_view text) {
  constexpr std::string_view special = "\\^$.|?*+()[]{}-";
  std::string pattern;
  for (char c : text) {
    if (special.find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

Result<std::string> to_re2(std::string_view pattern) {
  HUNTBOOK_TRY(std::string translated, re2_pattern_of(pattern));
  re2::RE2 compiled(translated, quiet());
  if (!compiled.ok()) return fail(ErrorKind::User, fmt::format("no regular expression: {}", compiled.error()));
  return translated;
}

Result<sql::ExprPtr> translated_regex(const Argument& argument) {
  const std::string* pattern = constant_text(argument);
  if (pattern == nullptr) return fail(ErrorKind::User, "the regular expression must be a constant");
  HUNTBOOK_TRY(std::string translated, to_re2(*pattern));
  return sql::literal(translated);
}

int group_count(const std::string& re2_pattern) {
  return re2::RE2(re2_pattern, quiet()).NumberOfCapturingGroups();
}

int group_named(const std::string& re2_pattern, const std::string& name) {
  re2::RE2 compiled(re2_pattern, quiet());
  const auto& names = compiled.NamedCapturingGroups();
  auto found = names.find(name);
  return found == names.end() ? 0 : found->second;
}

}  // namespace huntbook::kql
