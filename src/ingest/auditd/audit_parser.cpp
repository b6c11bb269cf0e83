#include "ingest/auditd/audit_parser.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>
#include <vector>

#include <simdjson.h>

#include "base/ascii.hpp"
#include "base/json_text.hpp"
#include "ingest/auditd/audit_arguments.hpp"
#include "ingest/auditd/audit_columns.hpp"
#include "ingest/auditd/audit_fields.hpp"
#include "ingest/auditd/audit_head.hpp"
#include "ingest/auditd/audit_values.hpp"
#include "ingest/auditd/syscall_names.hpp"
#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

namespace {

using C = AuditColumn;

// Names of one record up to this number are compared one by one; an event of more types than this is none.
constexpr std::size_t few_names = 64;
constexpr std::size_t most_types = 64;
constexpr std::size_t usual_fields = 32;

// An integer as it is normally written, that fits into 64 bits.
bool is_integer(std::string_view text) {
  std::string_view digits = text;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  if (digits.empty() || digits.size() > 18 || (digits[0] == '0' && text.size() > 1)) return false;
  return std::ranges::all_of(digits, is_digit);
}

// What programs and the kernel write where there is nothing to write.
bool is_unset(std::string_view value) {
  return value.empty() || value == "?" || value == "(null)" || value == "(none)" || value == "(unknown)";
}

// Types that tell of a part of an event, not what it is.
bool is_part_of_event(std::string_view type) {
  constexpr std::array<std::string_view, 14> parts = {"BPRM_FCAPS", "CAPSET",  "CWD",          "EOE",       "FD_PAIR",
                                                      "MMAP",       "OBJ_PID", "PATH",         "PROCTITLE", "SOCKADDR",
                                                      "SOCKETCALL", "IPC",     "IPC_SET_PERM", "EXECVE"};
  return std::ranges::find(parts, type) != parts.end();
}

class AuditParser final : public RecordParser {
 public:
  void parse(const Block& block, ParsedBlock& out) override {
    out.source = linux_audit_source_name;
    out.fields.reserve(block.records.size() * usual_fields);
    out.records.reserve(block.records.size());
    for (std::size_t i = 0; i < block.records.size(); ++i) {
      const std::size_t first = out.fields.size();
      event(block.text(block.records[i]), out);
      out.records.push_back({first, out.fields.size() - first, i});
    }
  }

 private:
  std::string_view& column(C place) { return values_[static_cast<std::size_t>(place)]; }
  // The first value that comes is the one that counts.
  void fill(C place, std::string_view value) {
    if (std::string_view& there = column(place); there.empty()) there = value;
  }

  void event(std::string_view text, ParsedBlock& out) {
    out_ = &out;
    values_.fill({});
    types_.clear();
    arguments_.clear();
    records_.assign(1, '[');
    paths_.assign(1, '[');
    arch_ = {};
    file_rank_ = 0;
    if (!simdjson::validate_utf8(text.data(), text.size())) {
      text = out.keep(repaired_utf8(text));
      ++out.repaired;
    }
    Ticks time = 0;
    std::size_t count = 0;
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), line.size() + 1));
      const auto head = read_audit_head(line);
      if (!head) continue;
      if (count++ == 0) {
        time = head->time;
        fill(C::Computer, head->node);
        fill(C::EventId, out.keep(std::to_string(head->serial)));
      }
      record(head->type, line.substr(head->body));
    }
    finish(count);
    out.fields.push_back({"TimeGenerated", out.keep(format_datetime(time)), FieldKind::Text, false});
    for (std::size_t i = 0; i < audit_column_count; ++i) {
      if (values_[i].empty()) continue;
      const AuditColumnInfo& info = audit_column(i);
      const FieldKind kind = info.kind == AuditValueKind::Text     ? FieldKind::Text
                             : info.kind == AuditValueKind::Number ? FieldKind::Number
                                                                   : FieldKind::Nested;
      out.fields.push_back({info.name, values_[i], kind, false});
    }
    if (const auto declared = arguments_.declared();
        declared && *declared != static_cast<std::int64_t>(arguments_.size())) {
      out.fields.push_back({"ArgvIncomplete", "true", FieldKind::Bool, false});
    }
  }

  void record(std::string_view type, std::string_view body) {
    if (types_.size() < most_types && std::ranges::find(types_, type) == types_.end()) types_.push_back(type);
    fields_.clear();
    split_audit_fields(body, fields_);
    const bool execve = type == "EXECVE";
    const bool path = type == "PATH";
    const bool part = path || execve || type == "OBJ_PID";
    decoded_.resize(fields_.size());
    tags_.resize(fields_.size());
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const AuditField& field = fields_[i];
      tags_[i] = audit_name_tag(field.name);
      const AuditFieldInfo* const info = audit_field_info(field.name, tags_[i]);
      decoded_[i] = field.value;
      if (info != nullptr && info->encoded && !field.quoted) decoded_[i] = decoded(field);
      if (execve) {
        arguments_.add(field);
      } else if (info != nullptr && !part) {
        use(*info, field, decoded_[i]);
      } else if (field.name == "saddr") {
        socket(field.value);
      }
      if (field.name == "arch" && type == "SYSCALL") arch_ = field.value;
      if (field.enriched) fill_enriched(field);
    }
    if (path) {
      add_path();
    } else if (!stands_in_columns(type)) {
      append_record(type);
    }
  }

  // What an encoded field stands for; the value itself where it is not encoded.
  std::string_view decoded(const AuditField& field) {
    std::string text;
    if (!append_audit_hex(text, field.value)) return field.value;
    if (field.name == "proctitle" || field.name == "cmd") {
      std::ranges::replace(text, '\0', ' ');
      while (text.ends_with(' ')) text.pop_back();
    } else if (field.name == "key") {
      std::ranges::replace(text, '\1', ',');
    }
    if (!simdjson::validate_utf8(text)) text = repaired_utf8(text);
    return out_->keep(std::move(text));
  }

  void use(const AuditFieldInfo& info, const AuditField& field, std::string_view value) {
    switch (info.use) {
      case AuditUse::Kept:
        return;
      case AuditUse::Outcome:
        if (value == "yes" || value == "success" || value == "1") fill(C::EventResult, "Success");
        if (value == "no" || value == "failed" || value == "0" || value == "fail") fill(C::EventResult, "Failure");
        return;
      case AuditUse::Id:
        if (value == "4294967295" || value == "18446744073709551615" || value == "unset") value = "-1";
        if (is_integer(value)) fill(info.column, value);
        return;
      case AuditUse::Column:
        if (is_unset(value) && !field.quoted) return;
        if (audit_column(static_cast<std::size_t>(info.column)).kind == AuditValueKind::Number && !is_integer(value))
          return;
        fill(info.column, value);
        return;
    }
  }

  void fill_enriched(const AuditField& field) {
    if (field.name == "SYSCALL") fill(C::SyscallName, field.value);
    if (field.name == "ARCH") fill(C::Arch, field.value);
  }

  void socket(std::string_view hex) {
    std::string bytes;
    if (!append_audit_hex(bytes, hex)) return;
    const auto address = read_socket_address(bytes);
    if (!address) return;
    fill(C::SocketFamily, address->family);
    if (!address->address.empty()) fill(C::SocketAddr, out_->keep(address->address));
    if (address->port) fill(C::SocketPort, out_->keep(std::to_string(*address->port)));
    if (address->path.empty()) return;
    const bool sound = simdjson::validate_utf8(address->path);
    fill(C::SocketPath, out_->keep(sound ? address->path : repaired_utf8(address->path)));
  }

  void add_path() {
    if (paths_.size() > 1) paths_.push_back(',');
    paths_.push_back('{');
    std::string_view name;
    std::string_view nametype;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const AuditField& field = fields_[i];
      if (field.name.empty()) continue;
      if (field.name == "name" && !is_unset(decoded_[i])) name = decoded_[i];
      if (field.name == "nametype" || field.name == "objtype") nametype = field.value;
      append_name(paths_, field.name);
      if (is_integer(field.value) && !field.quoted && field.name != "name") {
        paths_ += field.value;
      } else {
        append_json_string(paths_, decoded_[i]);
      }
    }
    paths_.push_back('}');
    if (name.empty()) return;
    // The file that the call is about: the one it makes, else the one it removes, else the first that is no folder of
    // another one.
    const int rank = nametype == "CREATE" ? 4 : nametype == "DELETE" ? 3 : nametype == "PARENT" ? 1 : 2;
    if (rank > file_rank_) column(C::FileName) = name;
    file_rank_ = std::max(file_rank_, rank);
  }

  static void append_name(std::string& out, std::string_view name) {
    if (out.back() != '{') out.push_back(',');
    append_json_string(out, name);
    out.push_back(':');
  }

  // Whether the columns hold all that the record says.
  bool stands_in_columns(std::string_view type) {
    if (type == "EXECVE") return true;
    if (fields_.size() != 1) return false;
    return (type == "CWD" && column(C::Cwd).data() == decoded_[0].data()) ||
           (type == "PROCTITLE" && column(C::Proctitle).data() == decoded_[0].data());
  }

  // How many fields before `place` have its name.
  std::size_t earlier_namesakes(std::size_t place) {
    const std::string_view name = fields_[place].name;
    if (fields_.size() > few_names) return seen_names_[name]++;
    std::size_t count = 0;
    for (std::size_t i = 0; i < place; ++i) count += tags_[i] == tags_[place] && fields_[i].name == name ? 1 : 0;
    return count;
  }

  // The record, with all its fields, behind those of the event that came before it.
  void append_record(std::string_view type) {
    if (records_.size() > 1) records_.push_back(',');
    records_ += "{\"type\":";
    append_json_string(records_, type);
    std::string words;
    seen_names_.clear();
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const AuditField& field = fields_[i];
      if (field.name.empty()) {
        if (!words.empty()) words.push_back(' ');
        words += field.value;
        continue;
      }
      const std::size_t same = earlier_namesakes(i);
      const bool taken = same > 0 || field.name == "type";
      append_name(records_, taken ? std::string(field.name) + "_" + std::to_string(same + 1) : field.name);
      append_json_string(records_, decoded_[i]);
    }
    if (!words.empty()) {
      append_name(records_, "text");
      append_json_string(records_, words);
    }
    records_.push_back('}');
  }

  void finish(std::size_t count) {
    if (!arguments_.empty()) {
      arguments_.finish();
      column(C::CommandLine) = out_->keep(arguments_.command_line());
      fill(C::Argv, out_->keep(arguments_.json()));
    }
    if (const auto declared = arguments_.declared()) fill(C::Argc, out_->keep(std::to_string(*declared)));
    if (const std::string_view name = audit_arch_name(arch_); !name.empty()) {
      column(C::Arch) = name;
    } else {
      fill(C::Arch, arch_);
    }
    if (const std::string_view number = column(C::Syscall); !number.empty()) {
      std::int64_t value = -1;
      std::from_chars(number.data(), number.data() + number.size(), value);
      const std::string_view name = syscall_name(column(C::Arch), value);
      if (!name.empty()) column(C::SyscallName) = name;
    }
    column(C::MainType) = main_type();
    std::string types = "[";
    for (const std::string_view type : types_) {
      if (types.size() > 1) types.push_back(',');
      append_json_string(types, type);
    }
    column(C::EventTypes) = out_->keep(types + "]");
    addresses();
    if (paths_.size() > 1) fill(C::Paths, out_->keep(paths_ + "]"));
    fill(C::RecordCount, out_->keep(std::to_string(count)));
    if (records_.size() > 1) fill(C::Records, out_->keep(records_ + "]"));
  }

  // Who talked to whom, where the event says it without a doubt.
  void addresses() {
    for (const std::string_view text : {column(C::Addr), column(C::Hostname)}) {
      if (column(C::SrcIp).empty() && is_ip_address(text)) column(C::SrcIp) = text;
    }
    const std::string_view remote = column(C::SocketAddr);
    if (remote.empty()) return;
    const std::string_view call = column(C::SyscallName);
    if (call == "connect" || call == "sendto" || call == "sendmsg") {
      fill(C::DstIp, remote);
      fill(C::DstPort, column(C::SocketPort));
    } else if (call == "accept" || call == "accept4" || call == "recvfrom" || call == "recvmsg") {
      fill(C::SrcIp, remote);
    }
  }

  // What says most of the event: a record that is neither SYSCALL nor a part of one, else EXECVE, else SYSCALL.
  std::string_view main_type() const {
    const auto has = [this](std::string_view type) { return std::ranges::find(types_, type) != types_.end(); };
    for (const std::string_view type : types_) {
      if (type != "SYSCALL" && !is_part_of_event(type)) return type;
    }
    if (has("EXECVE")) return "EXECVE";
    if (has("SYSCALL")) return "SYSCALL";
    return types_.empty() ? std::string_view() : types_.front();
  }

  ParsedBlock* out_ = nullptr;
  std::array<std::string_view, audit_column_count> values_;
  std::vector<std::string_view> types_;
  std::vector<AuditField> fields_;
  std::vector<std::string_view> decoded_;  // the values of fields_ as they are kept
  std::vector<std::uint64_t> tags_;        // of their names
  std::unordered_map<std::string_view, std::size_t> seen_names_;
  AuditArguments arguments_;
  std::string records_;
  std::string paths_;
  std::string_view arch_;
  int file_rank_ = 0;
};

}  // namespace

std::unique_ptr<RecordParser> audit_parser() {
  return std::make_unique<AuditParser>();
}

}  // namespace huntbook::ingest
