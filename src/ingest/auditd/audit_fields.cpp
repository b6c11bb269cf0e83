#include "ingest/auditd/audit_fields.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace huntbook::ingest {

namespace {

constexpr char enriched_mark = '\x1D';

bool ends_token(char c) {
  return c == ' ' || c == enriched_mark;
}

bool ends_value(char c) {
  return c == ' ' || c == enriched_mark || c == ',' || c == ':' || c == ')' || c == '\'' || c == '}';
}

class Splitter {
 public:
  Splitter(std::string_view text, std::vector<AuditField>& fields) : rest_(text), fields_(fields) {}

  void run(bool inner) {
    skip_blanks();
    if (rest_.starts_with("avc:")) phrase_of_avc();
    while (true) {
      skip_blanks();
      if (rest_.empty()) break;
      std::size_t end = 0;
      while (end < rest_.size() && rest_[end] != '=' && !ends_token(rest_[end])) ++end;
      if (end == rest_.size() || rest_[end] != '=' || end == 0) {
        word(rest_.substr(0, std::max<std::size_t>(1, end)));
        continue;
      }
      std::string_view name = rest_.substr(0, end);
      rest_.remove_prefix(end + 1);
      if (name.front() == '(') name.remove_prefix(1);
      name = renamed(name);
      if (name == "msg" && rest_.starts_with('\'') && !inner) {
        message();
      } else {
        fields_.push_back({name, {}, false, enriched_});
        value(fields_.back());
      }
    }
  }

 private:
  void skip_blanks() {
    while (!rest_.empty()) {
      if (rest_.front() == enriched_mark) {
        enriched_ = true;
      } else if (rest_.front() != ' ' && rest_.front() != ',') {
        return;
      }
      rest_.remove_prefix(1);
    }
  }

  void word(std::string_view word) {
    rest_.remove_prefix(word.size());
    if (word == ":" || word == ")" || word == "'") return;
    fields_.push_back({{}, word, false, enriched_});
  }

  // Old kernels wrote `old auid=` and `new ses=` in LOGIN records.
  std::string_view renamed(std::string_view name) {
    if (fields_.empty() || !fields_.back().name.empty()) return name;
    const std::string_view before = fields_.back().value;
    if (before == "new" && (name == "auid" || name == "ses")) {
      fields_.pop_back();
    } else if (before == "old" && (name == "auid" || name == "ses")) {
      fields_.pop_back();
      return name == "auid" ? "old-auid" : "old-ses";
    }
    return name;
  }

  void message() {
    rest_.remove_prefix(1);
    // Interpretations have no apostrophes around them, so the last one before theirs is the end.
    const std::string_view raw = rest_.substr(0, rest_.find(enriched_mark));
    const std::size_t end = raw.rfind('\'');
    Splitter(raw.substr(0, end), fields_).run(true);
    rest_.remove_prefix(end == std::string_view::npos ? raw.size() : end + 1);
  }

  // avc:  denied  { read write } for  pid=...
  void phrase_of_avc() {
    const std::size_t open = rest_.find('{');
    const std::size_t close = rest_.find('}');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return;
    fields_.push_back({"seresult", trimmed(rest_.substr(4, open - 4), " "), false, enriched_});
    fields_.push_back({"seperms", trimmed(rest_.substr(open + 1, close - open - 1), " "), false, enriched_});
    rest_.remove_prefix(close + 1);
    skip_blanks();
    if (rest_.starts_with("for ")) rest_.remove_prefix(4);
  }

  void value(AuditField& field) {
    if (rest_.starts_with('"')) return quoted(field);
    if (rest_.starts_with('{')) {
      const std::size_t end = rest_.find('}');
      field.value = trimmed(rest_.substr(1, end == std::string_view::npos ? end : end - 1), " ");
      field.quoted = true;
      rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
      return;
    }
    if (rest_.starts_with('\'')) {
      const std::size_t end = rest_.find('\'', 1);
      if (end != std::string_view::npos) {
        field.value = rest_.substr(1, end - 1);
        field.quoted = true;
        rest_.remove_prefix(end + 1);
        return;
      }
    }
    if (rest_.starts_with('=')) rest_.remove_prefix(1);  // some kernels write subj==unconfined
    std::size_t end = 0;
    while (end < rest_.size() && !ends_token(rest_[end])) ++end;
    // AppArmor's context names its mode behind a blank.
    if (field.name == "subj" && rest_.substr(end).starts_with(" (")) {
      const std::size_t close = rest_.find(')', end);
      if (close != std::string_view::npos) end = close + 1;
      field.value = rest_.substr(0, end);
    } else {
      field.value = rest_.substr(0, end);
      while (field.value.ends_with(',')) field.value.remove_suffix(1);
      if (field.value.ends_with(')') && field.value.find('(') == std::string_view::npos) field.value.remove_suffix(1);
    }
    rest_.remove_prefix(end);
  }

  // Up to the quote that something else than text follows; what has quotes inside is written in hexadecimal, or should
  // be.
  void quoted(AuditField& field) {
    field.quoted = true;
    std::size_t end = 1;
    while (true) {
      end = rest_.find('"', end);
      if (end == std::string_view::npos || end + 1 == rest_.size() || ends_value(rest_[end + 1])) break;
      ++end;
    }
    field.value = rest_.substr(1, end == std::string_view::npos ? end : end - 1);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  }

  std::string_view rest_;
  std::vector<AuditField>& fields_;
  bool enriched_ = false;
};

}  // namespace

void split_audit_fields(std::string_view body, std::vector<AuditField>& fields) {
  Splitter(body, fields).run(false);
}

}  // namespace huntbook::ingest
