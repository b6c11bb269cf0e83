// Browser, system and device by a user agent's text, by the regular expressions of the ua-parser project (Debian's
// package uap-core), which is what Kusto uses. Source: github.com/ua-parser/uap-core, docs/specification.md.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace huntbook::enrich {

// What one list of expressions finds: the family ("Other" where none matches), then versions, or brand and model.
using UserAgentParts = std::vector<std::string>;

class UserAgentPatterns {
 public:
  ~UserAgentPatterns();
  // Reads regexes.yaml. Errors: the file can't be read (Environment), or has another shape (User). Expressions that
  // RE2 can't run (those that look ahead) are left out; skipped() says how many.
  static Result<std::unique_ptr<UserAgentPatterns>> read(const std::filesystem::path& file);

  UserAgentParts browser(std::string_view user_agent) const;  // family, major, minor, patch
  UserAgentParts system(std::string_view user_agent) const;   // family, major, minor, patch, patch minor
  UserAgentParts device(std::string_view user_agent) const;   // family, brand, model
  std::size_t skipped() const;

 private:
  struct List;
  UserAgentPatterns();
  std::unique_ptr<List> browsers_, systems_, devices_;
};

// The file that HUNTBOOK_USER_AGENTS names, else that of Debian's package; read on first use. Safe from several
// threads.
const Result<std::unique_ptr<UserAgentPatterns>>& installed_user_agent_patterns();

}  // namespace huntbook::enrich
