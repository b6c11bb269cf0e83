// The ten scalar types of KQL (Kusto docs, "Scalar data types"). They are the types of the whole program: columns,
// plans, batches and results speak of them, never of the engine's own types.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace huntbook {

enum class ScalarType : std::uint8_t { Bool, Int, Long, Real, Decimal, String, DateTime, TimeSpan, Dynamic, Guid };

inline constexpr std::array<ScalarType, 10> all_scalar_types = {
    ScalarType::Bool,   ScalarType::Int,      ScalarType::Long,     ScalarType::Real,    ScalarType::Decimal,
    ScalarType::String, ScalarType::DateTime, ScalarType::TimeSpan, ScalarType::Dynamic, ScalarType::Guid};

// KQL's name of the type: bool int long real decimal string datetime timespan dynamic guid.
std::string_view name_of(ScalarType type);

// The type with this name or one of Kusto's aliases (boolean, double, date, time, uuid, uniqueid), case-sensitive.
std::optional<ScalarType> scalar_type_named(std::string_view name);

// A set of scalar types, one bit each.
class TypeSet {
 public:
  constexpr TypeSet() = default;
  constexpr TypeSet(ScalarType type) : bits_(bit(type)) {}
  constexpr TypeSet(std::initializer_list<ScalarType> types) {
    for (ScalarType type : types) bits_ |= bit(type);
  }
  constexpr bool contains(ScalarType type) const { return (bits_ & bit(type)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr TypeSet operator|(TypeSet other) const {
    return TypeSet(Bits{static_cast<std::uint16_t>(bits_ | other.bits_)});
  }
  constexpr bool operator==(const TypeSet&) const = default;

 private:
  struct Bits {
    std::uint16_t value;
  };
  constexpr explicit TypeSet(Bits bits) : bits_(bits.value) {}
  static constexpr std::uint16_t bit(ScalarType type) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(type));
  }
  std::uint16_t bits_ = 0;
};

namespace types {
inline constexpr TypeSet integers{ScalarType::Int, ScalarType::Long};
inline constexpr TypeSet numbers{ScalarType::Int, ScalarType::Long, ScalarType::Real, ScalarType::Decimal};
inline constexpr TypeSet summable = numbers | TypeSet{ScalarType::DateTime, ScalarType::TimeSpan};
inline constexpr TypeSet steppable = integers | TypeSet{ScalarType::Real, ScalarType::DateTime, ScalarType::TimeSpan};
inline constexpr TypeSet string_or_dynamic{ScalarType::String, ScalarType::Dynamic};
inline constexpr TypeSet not_dynamic = summable | TypeSet{ScalarType::Bool, ScalarType::String, ScalarType::Guid};
inline constexpr TypeSet any = not_dynamic | TypeSet{ScalarType::Dynamic};
}  // namespace types

}  // namespace huntbook
