#include "ingest/syslog/syslog_parser.hpp"

#include <algorithm>
#include <utility>

#include <simdjson.h>

#include "base/ascii.hpp"
#include "base/json_text.hpp"
#include "ingest/record/json_text.hpp"
#include "ingest/record/utf8.hpp"
#include "ingest/syslog/syslog_head.hpp"

namespace huntbook::ingest {

namespace {

// Takes the first word and the blank behind it off the front.
std::string_view next_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

std::string_view unless_nil(std::string_view word) {
  return word == "-" ? std::string_view() : word;
}

bool is_process_id(std::string_view text) {
  return !text.empty() && text.size() <= 9 && text[0] != '0' && std::ranges::all_of(text, is_digit);
}

// The name and the id of `name[id]: ` or `name: ` at the start of a text.
struct Tag {
  std::string_view name;
  std::string_view id;
  std::size_t size = 0;  // of the tag with what separates it from the message; 0: there is none
};

Tag read_tag(std::string_view text) {
  constexpr std::size_t longest = 128;
  Tag tag;
  std::size_t end = 0;
  while (end < text.size() && end < longest && text[end] != ' ' && text[end] != ':' && text[end] != '[') ++end;
  if (end == 0 || end == text.size() || text[end] == ' ' || end == longest) return {};
  tag.name = text.substr(0, end);
  if (text[end] == '[') {
    const std::size_t close = text.find(']', end);
    if (close == std::string_view::npos || close - end > 32) return {};
    tag.id = text.substr(end + 1, close - end - 1);
    end = close + 1;
  }
  if (end < text.size() && text[end] == ':') ++end;
  // A colon within a word (a path, an address, a time) ends no tag.
  if (end < text.size() && text[end] != ' ' && text[end] != '\n') return {};
  tag.size = std::min(end + 1, text.size());
  return tag;
}

class SyslogParser final : public RecordParser {
 public:
  explicit SyslogParser(std::string facility) : facility_(std::move(facility)) {}

  void parse(const Block& block, ParsedBlock& out) override {
    out.source = syslog_source_name;
    for (std::size_t i = 0; i < block.records.size(); ++i) {
      const std::size_t first = out.fields.size();
      message(block.text(block.records[i]), block.years[i], out);
      out.records.push_back({first, out.fields.size() - first, i});
    }
  }

 private:
  void message(std::string_view text, int year, ParsedBlock& out) {
    if (!simdjson::validate_utf8(text.data(), text.size())) {
      text = out.keep(repaired_utf8(text));
      ++out.repaired;
    }
    const auto head = read_syslog_head(text);
    if (!head) {
      // Repairs cannot change a head; the text is kept whatever it is.
      return add(out, "SyslogMessage", text);
    }
    add(out, "TimeGenerated", out.keep(stamp_text(*head, year)));
    text.remove_prefix(head->rest);
    if (head->rfc5424) {
      new_form(text, out);
    } else {
      old_form(text, *head, out);
    }
    std::string_view facility = facility_name(head->priority >= 0 ? head->priority / 8 : -1);
    if (head->priority < 0) facility = known_facility();
    add(out, "Facility", facility);
    add(out, "SeverityLevel", severity_name(head->priority >= 0 ? head->priority % 8 : -1));
  }

  static void add(ParsedBlock& out, std::string_view name, std::string_view value, FieldKind kind = FieldKind::Text) {
    if (!value.empty()) out.fields.push_back({name, value, kind, false});
  }

  void add_host(std::string_view host, ParsedBlock& out) {
    add(out, "Computer", host);
    add(out, "HostName", host);
  }

  void add_process(std::string_view name, std::string_view id, ParsedBlock& out) {
    process_ = name;
    add(out, "ProcessName", name);
    if (is_process_id(id)) {
      add(out, "ProcessID", id, FieldKind::Number);
    } else {
      add(out, "ProcId", id);
    }
  }

  // RFC 3164, section 4.1: [HOST ]TAG message.
  void old_form(std::string_view text, const SyslogHead& head, ParsedBlock& out) {
    Tag tag = read_tag(text);
    // Senders may leave the host out; a line of a file has it. Without a stamp all is message.
    if (!head.has_stamp) tag = {};
    if (head.has_stamp && (tag.size == 0 || head.priority < 0)) {
      std::string_view rest = text;
      const std::string_view host = next_word(rest);
      if (!host.ends_with(':') && host.find('[') == std::string_view::npos) {
        add_host(host, out);
        text = rest;
        tag = read_tag(text);
      }
    }
    add_process(tag.name, tag.id, out);
    text.remove_prefix(tag.size);
    message_ = text;
    add(out, "SyslogMessage", text);
  }

  // RFC 5424, section 6: HOST APP PROCID MSGID SD [message], each - where there is none.
  void new_form(std::string_view text, ParsedBlock& out) {
    add_host(unless_nil(next_word(text)), out);
    const std::string_view name = unless_nil(next_word(text));
    add_process(name, unless_nil(next_word(text)), out);
    add(out, "MsgId", unless_nil(next_word(text)));
    std::string data;
    if (text.starts_with('-')) {
      text.remove_prefix(1);
    } else {
      const std::size_t size = read_data(text, data);
      if (size > 0) add(out, "StructuredData", out.keep(std::move(data)), FieldKind::Nested);
      text.remove_prefix(size);
    }
    if (text.starts_with(' ')) text.remove_prefix(1);
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    message_ = text;
    add(out, "SyslogMessage", text);
  }

  // Elements [id name="value" ...][...] as a JSON object of objects; the bytes that they take, 0 where they are
  // malformed and stay in the message.
  static std::size_t read_data(std::string_view text, std::string& json) {
    std::size_t at = 0;
    json = "{";
    while (at < text.size() && text[at] == '[') {
      const std::size_t id_end = text.find_first_of(" ]", at);
      if (id_end == std::string_view::npos) return 0;
      if (json.size() > 1) json.push_back(',');
      append_json_string(json, text.substr(at + 1, id_end - at - 1));
      json += ":{";
      at = id_end;
      while (at < text.size() && text[at] == ' ') {
        const std::size_t equals = text.find("=\"", at);
        if (equals == std::string_view::npos) return 0;
        std::string value;
        std::size_t end = equals + 2;
        while (end < text.size() && text[end] != '"') {
          if (text[end] == '\\' && end + 1 < text.size()) ++end;
          value.push_back(text[end++]);
        }
        if (end == text.size()) return 0;
        append_member(json, text.substr(at + 1, equals - at - 1), value);
        at = end + 1;
      }
      if (at == text.size() || text[at] != ']') return 0;
      json.push_back('}');
      ++at;
    }
    json.push_back('}');
    return at;
  }

  // Of a message without a priority, where the file or the program leave no doubt.
  std::string_view known_facility() const {
    if (!facility_.empty()) return facility_;
    if (process_ == "kernel") return "kern";
    if (message_.starts_with("pam_unix(")) return "authpriv";
    const bool of_cron = process_ == "CRON" || process_ == "CROND" || process_ == "crond" || process_ == "cron";
    return of_cron && message_.starts_with('(') ? "cron" : "";
  }

  std::string facility_;
  std::string_view process_;  // of the message at hand
  std::string_view message_;
};

}  // namespace

std::unique_ptr<RecordParser> syslog_parser(std::string facility) {
  return std::make_unique<SyslogParser>(std::move(facility));
}

}  // namespace huntbook::ingest
