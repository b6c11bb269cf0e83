#include "scenario/writers/nsg_log.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace huntbook::scenario {

namespace {

constexpr std::string_view servers = "10.20.10.";
constexpr std::string_view resource =
    "/SUBSCRIPTIONS/7C0D3E52-3A41-4F0B-9E6D-0A5B1C2D3E4F/RESOURCEGROUPS/HARBOURLINE-RG/PROVIDERS/MICROSOFT.NETWORK/"
    "NETWORKSECURITYGROUPS/SERVERS-NSG";
constexpr std::string_view system_id = "5d1c7a90-2b3e-4c6f-8a17-9e0f1a2b3c4d";
constexpr Ticks continued_every = 5 * ticks_per_minute;

// The card of a server, by the last part of its address.
std::string card_of(std::string_view address) {
  unsigned last = 0;
  const std::string_view text = address.substr(servers.size());
  std::from_chars(text.data(), text.data() + text.size(), last);
  return fmt::format("000D3A1020{:02X}", last & 0xFFU);
}

std::string_view rule_of(const Connection& connection, bool inbound) {
  const bool inside = (inbound ? connection.source : connection.target).starts_with("10.");
  if (!connection.allowed) return inbound ? "DefaultRule_DenyAllInBound" : "DefaultRule_DenyAllOutBound";
  if (!inbound) return inside ? "DefaultRule_AllowVnetOutBound" : "DefaultRule_AllowInternetOutBound";
  if (inside) return "DefaultRule_AllowVnetInBound";
  return connection.target_port == 22 ? "UserRule_Allow-SSH" : "UserRule_Allow-RDP";
}

std::uint64_t packets_of(std::uint64_t bytes) {
  return bytes == 0 ? 1 : 1 + bytes / 1'200;
}

}  // namespace

void NsgLog::add(const Connection& connection) {
  if (connection.source.starts_with(servers)) see(connection, connection.source, Direction::Out);
  if (connection.target.starts_with(servers)) see(connection, connection.target, Direction::In);
}

void NsgLog::see(const Connection& connection, std::string_view server, Direction direction) {
  // Times of hosts differ by milliseconds; a connection of the minute before goes to the present one's record.
  const Ticks time = std::max(connection.time, minute_);
  catch_up(time);
  const std::string card = card_of(server);
  put(connection, connection.label, card, direction, time, 'B', 0);
  if (!connection.allowed) return;
  Ongoing ongoing;
  ongoing.end = time + connection.duration;
  ongoing.next = std::min(ongoing.end, time + continued_every);
  ongoing.order = order_++;
  ongoing.connection = connection;
  ongoing.connection.time = time;
  ongoing.connection.label = nullptr;
  if (connection.label != nullptr) ongoing.label = *connection.label;
  ongoing.card = card;
  ongoing.direction = direction;
  ongoing_.push(std::move(ongoing));
}

// Says what is due of the connections that go on before `time`, and ends the minutes that are over by then.
void NsgLog::catch_up(Ticks time) {
  const auto begin_minute = [this](Ticks at) {
    const Ticks minute = at - at % ticks_per_minute;
    if (minute == minute_) return;
    write_minute();
    minute_ = minute;
    open_day(minute);
  };
  while (!ongoing_.empty() && ongoing_.top().next <= time) {
    Ongoing ongoing = ongoing_.top();
    ongoing_.pop();
    begin_minute(ongoing.next);
    const auto parts = static_cast<std::uint64_t>(1 + (ongoing.end - ongoing.connection.time) / continued_every);
    const bool ended = ongoing.next == ongoing.end;
    put(ongoing.connection, ongoing.label ? &*ongoing.label : nullptr, ongoing.card, ongoing.direction, ongoing.next,
        ended ? 'E' : 'C', parts);
    if (ended) continue;
    ongoing.next = std::min(ongoing.end, ongoing.next + continued_every);
    ongoing_.push(std::move(ongoing));
  }
  begin_minute(time);
}

// `share_of`: between how many tuples the connection's bytes are shared out; 0: the tuple says none.
void NsgLog::put(const Connection& connection, const Label* label, const std::string& card, Direction direction,
                 Ticks time, char state, std::uint64_t share_of) {
  std::string tuple = fmt::format("{},{},{},{},{},{},{},{},{}", (time - unix_epoch) / ticks_per_second,
                                  connection.source, connection.target, connection.source_port, connection.target_port,
                                  connection.protocol == Protocol::Tcp ? 'T' : 'U', static_cast<char>(direction),
                                  connection.allowed ? 'A' : 'D', state);
  if (share_of == 0) {
    tuple += ",,,,";
  } else {
    const std::uint64_t out = connection.bytes_out / share_of;
    const std::uint64_t in = connection.bytes_in / share_of;
    fmt::format_to(std::back_inserter(tuple), ",{},{},{},{}", packets_of(out), out, packets_of(in), in);
  }
  std::string& tuples = cards_[card][std::string(rule_of(connection, direction == Direction::In))];
  if (!tuples.empty()) tuples += ',';
  tuples += '"';
  tuples += tuple;
  tuples += '"';
  ++tuples_;
  truth_.add(label, file_name_, tuple, time - time % ticks_per_second, card, "flow");
}

void NsgLog::write_minute() {
  if (!file_) {
    cards_.clear();
    return;
  }
  const CivilTime at = civil_from_ticks(minute_);
  for (const auto& [card, rules] : cards_) {
    std::string& text = file_->text();
    text += first_record_ ? "\n" : ",\n";
    first_record_ = false;
    fmt::format_to(std::back_inserter(text),
                   "{{\"time\":\"{:04}-{:02}-{:02}T{:02}:{:02}:59.9999999Z\",\"systemId\":\"{}\",\"macAddress\":\"{}\","
                   "\"category\":\"NetworkSecurityGroupFlowEvent\",\"resourceId\":\"{}\",\"operationName\":"
                   "\"NetworkSecurityGroupFlowEvents\",\"properties\":{{\"Version\":2,\"flows\":[",
                   at.year, at.month, at.day, at.hour, at.minute, system_id, card, resource);
    bool first = true;
    for (const auto& [rule, tuples] : rules) {
      fmt::format_to(std::back_inserter(text),
                     "{}{{\"rule\":\"{}\",\"flows\":[{{\"mac\":\"{}\",\"flowTuples\":[{}]}}]}}", first ? "" : ",", rule,
                     card, tuples);
      first = false;
    }
    text += "]}}";
  }
  cards_.clear();
  file_->flush();
  if (file_->failed() && outcome_) outcome_ = file_->close();
}

void NsgLog::open_day(Ticks time) {
  const Ticks day = time / ticks_per_day;
  if (day == day_) return;
  close_day();
  day_ = day;
  const CivilTime at = civil_from_ticks(time);
  file_name_ = fmt::format("{}/y={:04}/m={:02}/d={:02}/PT1H.json", folder_, at.year, at.month, at.day);
  auto made = EvidenceFile::create(root_ / file_name_);
  if (!made) {
    outcome_ = std::unexpected(std::move(made).error());
    return;
  }
  file_.emplace(std::move(*made));
  file_->text() = "{\"records\":[";
  first_record_ = true;
}

void NsgLog::close_day() {
  if (!file_) return;
  file_->text() += "\n]}\n";
  if (outcome_) outcome_ = file_->close();
  file_.reset();
}

Result<void> NsgLog::close() {
  write_minute();
  close_day();
  return outcome_;
}

}  // namespace huntbook::scenario
