#include "enrich/user_agent.hpp"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>

#include <fmt/format.h>
#include <re2/re2.h>
#include <re2/set.h>
#include <yaml-cpp/yaml.h>

#include "base/ascii.hpp"

namespace huntbook::enrich {

namespace {

constexpr std::size_t most_groups = 10;
constexpr std::int64_t match_memory = 64 << 20;
constexpr std::uintmax_t largest_file = 16 << 20;
// Longer texts are no user agents, and the expressions are many.
constexpr std::size_t longest_text = 4096;

RE2::Options options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(match_memory);
  options.set_encoding(RE2::Options::EncodingUTF8);
  return options;
}

// "$1 $2" with the groups of a match.
std::string filled(std::string_view text, const std::vector<re2::StringPiece>& groups) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '$' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9') {
      const auto group = static_cast<std::size_t>(text[++i] - '0');
      if (group < groups.size()) result.append(groups[group].data(), groups[group].size());
    } else {
      result += text[i];
    }
  }
  return std::string(trimmed(result, " \t"));
}

}  // namespace

// Expressions in the order of the file: the first that matches counts.
struct UserAgentPatterns::List {
  struct Pattern {
    std::string regex;
    std::vector<std::optional<std::string>> replacements;  // nothing: the group of `groups` at the same place
    std::unique_ptr<RE2> compiled;                         // on first use
    std::once_flag once;
  };

  std::vector<std::unique_ptr<Pattern>> patterns;
  std::vector<std::size_t> groups;  // that stands for a part where the pattern says nothing; 0: nothing
  std::size_t skipped = 0;
  RE2::Set set{options(), RE2::UNANCHORED};

  void read(const YAML::Node& list, const std::vector<const char*>& keys, std::vector<std::size_t> default_groups) {
    groups = std::move(default_groups);
    for (const YAML::Node& node : list) {
      auto pattern = std::make_unique<Pattern>();
      pattern->regex = node["regex"].as<std::string>();
      if (node["regex_flag"] && node["regex_flag"].as<std::string>() == "i") pattern->regex.insert(0, "(?i)");
      for (const char* key : keys)
        pattern->replacements.push_back(node[key] ? std::optional(node[key].as<std::string>()) : std::nullopt);
      if (set.Add(pattern->regex, nullptr) < 0) {
        ++skipped;
      } else {
        patterns.push_back(std::move(pattern));
      }
    }
  }

  const Pattern* first_match(std::string_view text) {
    std::vector<int> matches;
    RE2::Set::ErrorInfo info{};
    set.Match(re2::StringPiece(text.data(), text.size()), &matches, &info);
    if (!matches.empty()) return compiled(static_cast<std::size_t>(*std::ranges::min_element(matches)));
    if (info.kind != RE2::Set::kOutOfMemory) return nullptr;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      const Pattern* pattern = compiled(i);
      if (RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *pattern->compiled)) return pattern;
    }
    return nullptr;
  }

  const Pattern* compiled(std::size_t index) {
    Pattern& pattern = *patterns[index];
    std::call_once(pattern.once, [&] { pattern.compiled = std::make_unique<RE2>(pattern.regex, options()); });
    return &pattern;
  }

  UserAgentParts find(std::string_view text) {
    text = text.substr(0, longest_text);
    UserAgentParts parts(groups.size());
    parts.front() = "Other";
    const Pattern* pattern = first_match(text);
    if (pattern == nullptr) return parts;
    std::vector<re2::StringPiece> found(
        std::min<std::size_t>(most_groups, 1 + static_cast<std::size_t>(pattern->compiled->NumberOfCapturingGroups())));
    if (!pattern->compiled->Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), RE2::UNANCHORED,
                                  found.data(), static_cast<int>(found.size())))
      return parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (pattern->replacements[i]) {
        parts[i] = filled(*pattern->replacements[i], found);
      } else if (groups[i] > 0) {
        parts[i] = groups[i] < found.size() ? std::string(found[groups[i]].data(), found[groups[i]].size()) : "";
      }
    }
    return parts;
  }
};

UserAgentPatterns::UserAgentPatterns()
    : browsers_(std::make_unique<List>()), systems_(std::make_unique<List>()), devices_(std::make_unique<List>()) {}
UserAgentPatterns::~UserAgentPatterns() = default;

Result<std::unique_ptr<UserAgentPatterns>> UserAgentPatterns::read(const std::filesystem::path& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error)
    return fail(ErrorKind::Environment, fmt::format("cannot read {}: {}", file.string(), error.message()),
                "Debian's package uap-core has the file; HUNTBOOK_USER_AGENTS=FILE names another");
  if (size > largest_file)
    return fail(ErrorKind::User, fmt::format("{} is larger than 16 MB: no list of user agents", file.string()));
  std::unique_ptr<UserAgentPatterns> patterns(new UserAgentPatterns());
  try {
    const YAML::Node root = YAML::LoadFile(file.string());
    patterns->browsers_->read(root["user_agent_parsers"],
                              {"family_replacement", "v1_replacement", "v2_replacement", "v3_replacement"},
                              {1, 2, 3, 4});
    patterns->systems_->read(
        root["os_parsers"],
        {"os_replacement", "os_v1_replacement", "os_v2_replacement", "os_v3_replacement", "os_v4_replacement"},
        {1, 2, 3, 4, 5});
    patterns->devices_->read(root["device_parsers"], {"device_replacement", "brand_replacement", "model_replacement"},
                             {1, 0, 1});
  } catch (const std::exception& exception) {
    return fail(ErrorKind::User, fmt::format("{} is no list of user agents: {}", file.string(), exception.what()));
  }
  for (List* list : {patterns->browsers_.get(), patterns->systems_.get(), patterns->devices_.get()}) {
    if (list->patterns.empty() || !list->set.Compile())
      return fail(ErrorKind::User, fmt::format("{} is no list of user agents", file.string()));
  }
  return patterns;
}

UserAgentParts UserAgentPatterns::browser(std::string_view user_agent) const {
  return browsers_->find(user_agent);
}

UserAgentParts UserAgentPatterns::system(std::string_view user_agent) const {
  return systems_->find(user_agent);
}

UserAgentParts UserAgentPatterns::device(std::string_view user_agent) const {
  return devices_->find(user_agent);
}

std::size_t UserAgentPatterns::skipped() const {
  return browsers_->skipped + systems_->skipped + devices_->skipped;
}

const Result<std::unique_ptr<UserAgentPatterns>>& installed_user_agent_patterns() {
  static const Result<std::unique_ptr<UserAgentPatterns>> patterns = [] {
    const char* named = std::getenv("HUNTBOOK_USER_AGENTS");
    return UserAgentPatterns::read(named != nullptr && *named != '\0' ? named : "/usr/share/uap-core/regexes.yaml");
  }();
  return patterns;
}

}  // namespace huntbook::enrich
