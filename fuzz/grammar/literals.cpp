#include "grammar/literals.hpp"

#include <array>

#include <fmt/format.h>

namespace huntbook::fuzz {

namespace {

using Literals = std::span<const std::string_view>;
template <std::size_t count>
using Texts = std::array<std::string_view, count>;

constexpr Texts<3> bools = {"true", "false", "bool(null)"};
constexpr Texts<6> ints = {"int(0)", "int(1)", "int(-7)", "int(2147483647)", "int(-2147483648)", "int(null)"};
constexpr Texts<8> longs = {"0",         "1", "-1", "2", "4624", "9223372036854775807", "long(-9223372036854775808)",
                            "long(null)"};
constexpr Texts<8> reals = {"0.0", "1.5", "-2.25", "1e308", "real(nan)", "real(+inf)", "real(-inf)", "real(null)"};
constexpr Texts<5> decimals = {"decimal(0)", "decimal(1.5)", "decimal(-12345.678901)",
                               "decimal(99999999999999.999999999999)", "decimal(null)"};
constexpr Texts<6> datetimes = {
    "datetime(2024-01-01)", "datetime(2024-01-02T03:04:05.0000001Z)", "datetime(2024-02-29 23:59:59)",
    "datetime(0001-01-01)", "datetime(9999-12-31T23:59:59.9999999Z)", "datetime(null)"};
constexpr Texts<7> timespans = {"0s", "1h", "-1d", "timespan(1.02:03:04.0000005)", "1tick", "100000d", "time(null)"};
constexpr Texts<3> guids = {"guid(74be27de-1e4e-49d9-b579-fe0b331d3642)", "guid(00000000-0000-0000-0000-000000000000)",
                            "guid(null)"};
constexpr Texts<12> dynamics = {"dynamic(null)",
                                "dynamic({})",
                                "dynamic([])",
                                "dynamic([1,2,3])",
                                "dynamic([\"a\",null,\"A\"])",
                                "dynamic({\"a\":1,\"b\":[1,2,3],\"c\":{\"d\":\"x\"}})",
                                "dynamic([[1],[2]])",
                                "dynamic([0.5,1e300,-3])",
                                "dynamic(\"text\")",
                                "dynamic(1.5)",
                                "dynamic(true)",
                                "dynamic([{\"a\":1},{\"a\":2}])"};
constexpr Texts<13> texts = {
    "",       "admin",       "Min-Max", "C:\\Windows\\System32\\cmd.exe /c whoami",
    "a b\tc", "10.1.2.3",    "a=1;b=2", "2024-01-02T03:04:05Z",
    "0x1F",   "{\"a\":[1]}", "[1,2]",   "\xC3\x9cn\xC3\xAF \xC3\xA7\xC3\xB8\xC3\xB0\xC3\xA9 \xC3\x9F",
    "%41_*?"};

}  // namespace

Literals literals_of(ScalarType type) {
  switch (type) {
    case ScalarType::Bool:
      return bools;
    case ScalarType::Int:
      return ints;
    case ScalarType::Long:
      return longs;
    case ScalarType::Real:
      return reals;
    case ScalarType::Decimal:
      return decimals;
    case ScalarType::DateTime:
      return datetimes;
    case ScalarType::TimeSpan:
      return timespans;
    case ScalarType::Guid:
      return guids;
    case ScalarType::Dynamic:
      return dynamics;
    case ScalarType::String:
      break;
  }
  return texts;
}

Literals plain_texts() {
  return texts;
}

std::string text_literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace huntbook::fuzz
