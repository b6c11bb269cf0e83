// Writes small databases in MaxMind's format (maxmind.github.io/MaxMind-DB, version 2.0): IPv4, 24-bit records.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace huntbook::enrich {

class MmdbWriter {
 public:
  explicit MmdbWriter(std::string type) : type_(std::move(type)) { nodes_.push_back({}); }

  static std::string text(std::string_view value) {
    return (value.size() < 29 ? control(2, value.size())
                              : std::string{static_cast<char>(0x40 | 29), static_cast<char>(value.size() - 29)}) +
           std::string(value);
  }
  static std::string real(double value) {
    std::string bytes = control(3, 8);
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(bits >> shift);
    return bytes;
  }
  static std::string number(std::uint32_t value, int type = 6) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
      if (const auto byte = static_cast<char>(value >> shift); byte != 0 || !bytes.empty()) bytes += byte;
    return control(type, bytes.size()) + bytes;
  }
  static std::string map(const std::vector<std::pair<std::string, std::string>>& members) {
    std::string bytes = control(7, members.size());
    for (const auto& [key, value] : members) bytes += text(key) + value;
    return bytes;
  }
  static std::string array(const std::vector<std::string>& values) {
    std::string bytes{static_cast<char>(values.size()), 4};  // an extended type: 7 + 4
    for (const std::string& value : values) bytes += value;
    return bytes;
  }

  // All addresses below the first `bits` of `network` have this data.
  void add(std::uint32_t network, int bits, const std::string& data) {
    const auto place = static_cast<std::uint32_t>(data_.size());
    data_ += data;
    std::size_t node = 0;
    for (int bit = 0; bit < bits; ++bit) {
      const std::size_t side = network >> (31 - bit) & 1;
      if (bit + 1 == bits) {
        nodes_[node][side] = {Kind::Data, place};
      } else {
        if (nodes_[node][side].kind != Kind::Node) {
          nodes_.push_back({});
          nodes_[node][side] = {Kind::Node, static_cast<std::uint32_t>(nodes_.size() - 1)};
        }
        node = nodes_[node][side].value;
      }
    }
  }

  std::string bytes() const {
    std::string out;
    const auto count = static_cast<std::uint32_t>(nodes_.size());
    for (const auto& node : nodes_) {
      for (const Record& record : node) {
        const std::uint32_t value = record.kind == Kind::Nothing ? count
                                    : record.kind == Kind::Node  ? record.value
                                                                 : count + 16 + record.value;
        for (int shift = 16; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
      }
    }
    return out + std::string(16, '\0') + data_ + "\xAB\xCD\xEFMaxMind.com" +
           map({{"node_count", number(count)},
                {"record_size", number(24, 5)},
                {"ip_version", number(4, 5)},
                {"database_type", text(type_)},
                {"languages", array({text("en")})},
                {"binary_format_major_version", number(2, 5)},
                {"binary_format_minor_version", number(0, 5)},
                {"build_epoch", std::string{4, 2} + std::string("\x65\x00\x00\x00", 4)},
                {"description", map({{"en", text("test")}})}});
  }

 private:
  enum class Kind { Nothing, Node, Data };
  struct Record {
    Kind kind = Kind::Nothing;
    std::uint32_t value = 0;
  };
  static std::string control(int type, std::size_t size) {
    return {static_cast<char>(static_cast<unsigned>(type) << 5 | size)};
  }

  std::string type_;
  std::vector<std::array<Record, 2>> nodes_;
  std::string data_;
};

}  // namespace huntbook::enrich
