#include "ingest/logins/login_parser.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include <arpa/inet.h>
#include <simdjson.h>

#include "base/time.hpp"
#include "ingest/record/utf8.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::size_t short_record = 384;
constexpr std::size_t long_record = 400;

std::uint64_t number_at(std::string_view record, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(record[at + i]);
  return value;
}

std::int64_t signed_at(std::string_view record, std::size_t at, std::size_t size) {
  const std::uint64_t value = number_at(record, at, size);
  if (size == 2) return static_cast<std::int16_t>(value);
  if (size == 4) return static_cast<std::int32_t>(value);
  return static_cast<std::int64_t>(value);
}

// struct utmp of bits/utmp.h; what follows the exit status depends on the size of a time.
struct Layout {
  explicit Layout(std::size_t record_size) : wide(record_size == long_record) {}
  bool wide;
  std::size_t number_size() const { return wide ? 8 : 4; }
  std::size_t session() const { return 336; }
  std::size_t seconds() const { return wide ? 344 : 340; }
  std::size_t microseconds() const { return seconds() + number_size(); }
  std::size_t address() const { return microseconds() + number_size(); }
};

std::string_view text_at(std::string_view record, std::size_t at, std::size_t size) {
  const std::string_view text = record.substr(at, size);
  return text.substr(0, text.find('\0'));
}

bool is_record(std::string_view record) {
  constexpr std::int64_t earliest = 315'532'800;  // 1980
  constexpr std::int64_t latest = 4'102'444'800;  // 2100
  const Layout layout(record.size());
  const std::uint64_t type = number_at(record, 0, 2);
  const std::int64_t seconds = signed_at(record, layout.seconds(), layout.number_size());
  const std::int64_t microseconds = signed_at(record, layout.microseconds(), layout.number_size());
  const bool timed = seconds >= earliest && seconds < latest && microseconds >= 0 && microseconds < 1'000'000;
  if (type > 9 || number_at(record, 2, 2) != 0 || !(timed || (type == 0 && seconds == 0))) return false;
  for (const auto& [at, size] : {std::pair{8, 32}, std::pair{44, 32}, std::pair{76, 256}}) {
    const std::string_view text = text_at(record, static_cast<std::size_t>(at), static_cast<std::size_t>(size));
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; })) return false;
  }
  return true;
}

class FixedScanner final : public RecordScanner {
 public:
  explicit FixedScanner(std::size_t size) : size_(size), left_(size) {}
  std::optional<std::size_t> end_of_record(std::string_view bytes) override {
    if (bytes.size() < left_) {
      left_ -= bytes.size();
      return std::nullopt;
    }
    return std::exchange(left_, size_);
  }
  std::string_view trim(std::string_view bytes) const override { return bytes; }

 private:
  std::size_t size_;
  std::size_t left_;  // of the record at hand
};

class LoginParser final : public RecordParser {
 public:
  LoginParser(std::size_t size, bool failed) : size_(size), layout_(size), failed_(failed) {}

  void parse(const Block& block, ParsedBlock& out) override {
    out.source = login_source_name;
    for (std::size_t i = 0; i < block.records.size(); ++i) {
      const std::string_view record = block.text(block.records[i]);
      if (record.size() != size_) {
        out.rejected.push_back(reject_record(block, block.records[i], "login record is cut off"));
        continue;
      }
      const std::size_t first = out.fields.size();
      fields(record, out);
      out.records.push_back({first, out.fields.size() - first, i});
    }
  }

 private:
  static void add(ParsedBlock& out, std::string_view name, std::string_view text) {
    if (text.empty()) return;
    if (!simdjson::validate_utf8(text.data(), text.size())) {
      text = out.keep(repaired_utf8(text));
      ++out.repaired;
    }
    out.fields.push_back({name, text, FieldKind::Text, false});
  }
  static void add(ParsedBlock& out, std::string_view name, std::int64_t number) {
    out.fields.push_back({name, out.keep(std::to_string(number)), FieldKind::Number, false});
  }

  std::string_view event_type(std::int64_t type, std::string_view user) const {
    switch (type) {
      case 0:
        return "Empty";
      case 1:
        return user == "shutdown" ? "Shutdown" : "RunLevel";
      case 2:
        return "Boot";
      case 3:
      case 4:
        return "ClockChange";
      case 5:
        return "Init";
      case 6:
        return failed_ ? "Logon" : "LoginPrompt";
      case 7:
        return "Logon";
      case 8:
        return "Logoff";
      default:
        return {};
    }
  }

  void fields(std::string_view record, ParsedBlock& out) const {
    const std::int64_t type = signed_at(record, 0, 2);
    const std::int64_t seconds = signed_at(record, layout_.seconds(), layout_.number_size());
    const std::int64_t microseconds = signed_at(record, layout_.microseconds(), layout_.number_size());
    const std::string_view user = text_at(record, 44, 32);
    const std::string_view host = text_at(record, 76, 256);
    if (seconds > 0 && seconds < (max_datetime - unix_epoch) / ticks_per_second) {
      const Ticks fraction = microseconds >= 0 && microseconds < 1'000'000 ? microseconds * ticks_per_microsecond : 0;
      add(out, "TimeGenerated", out.keep(format_datetime(unix_epoch + seconds * ticks_per_second + fraction)));
    }
    const std::string_view event = event_type(type, user);
    add(out, "EventType", event);
    if (event == "Logon") add(out, "EventResult", failed_ ? "Failure" : "Success");
    add(out, "RecordType", type);
    add(out, "User", user);
    add(out, "Line", text_at(record, 8, 32));
    add(out, "Host", host);
    add_address(record, host, out);
    add(out, "Pid", signed_at(record, 4, 4));
    add(out, "Session", signed_at(record, layout_.session(), layout_.number_size()));
    add(out, "LineId", text_at(record, 40, 4));
    add(out, "ExitTermination", signed_at(record, 332, 2));
    add(out, "ExitStatus", signed_at(record, 334, 2));
  }

  void add_address(std::string_view record, std::string_view host, ParsedBlock& out) const {
    const std::string_view bytes = record.substr(layout_.address(), 16);
    const bool none = std::ranges::all_of(bytes, [](char c) { return c == '\0'; });
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (!none) {
      const bool version4 = std::ranges::all_of(bytes.substr(4), [](char c) { return c == '\0'; });
      if (inet_ntop(version4 ? AF_INET : AF_INET6, bytes.data(), text.data(), text.size()) != nullptr) {
        add(out, "SrcIp", out.keep(text.data()));
      }
      return;
    }
    if (host.size() < 3 || host.size() >= text.size()) return;
    host.copy(text.data(), host.size());
    std::array<char, 16> parsed{};
    if (inet_pton(AF_INET, text.data(), parsed.data()) == 1 || inet_pton(AF_INET6, text.data(), parsed.data()) == 1) {
      add(out, "SrcIp", host);
    }
  }

  std::size_t size_;
  Layout layout_;
  bool failed_;
};

}  // namespace

std::optional<std::size_t> login_record_size(std::string_view head) {
  constexpr std::size_t records_looked_at = 8;
  for (const std::size_t size : {short_record, long_record}) {
    const std::size_t count = std::min(records_looked_at, head.size() / size);
    bool sound = count > 0 && number_at(head, 0, 2) != 0;
    for (std::size_t i = 0; i < count && sound; ++i) sound = is_record(head.substr(i * size, size));
    if (sound) return size;
  }
  return std::nullopt;
}

std::unique_ptr<RecordScanner> login_scanner(std::size_t size) {
  return std::make_unique<FixedScanner>(size);
}

std::unique_ptr<RecordParser> login_parser(std::size_t size, bool failed) {
  return std::make_unique<LoginParser>(size, failed);
}

}  // namespace huntbook::ingest
