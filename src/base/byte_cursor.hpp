// Reads little-endian values from bytes that may be anything: no read goes past the end. The first read that does is
// remembered by the name of its field; it and all later ones give zeros, so that a reader checks once per structure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace huntbook {

class ByteCursor {
 public:
  explicit ByteCursor(std::string_view bytes, std::size_t at = 0) : bytes_(bytes), at_(at) {
    if (at > bytes.size()) fail("offset");
  }

  std::uint8_t u8(const char* field) { return read<std::uint8_t>(field); }
  std::uint16_t u16(const char* field) { return read<std::uint16_t>(field); }
  std::uint32_t u32(const char* field) { return read<std::uint32_t>(field); }
  std::uint64_t u64(const char* field) { return read<std::uint64_t>(field); }
  // The next `size` bytes; empty where there are fewer.
  std::string_view bytes(std::size_t size, const char* field) {
    if (!has(size, field)) return {};
    const std::string_view taken = bytes_.substr(at_, size);
    at_ += size;
    return taken;
  }
  void skip(std::size_t size, const char* field) { (void)bytes(size, field); }

  bool ok() const { return failed_field_ == nullptr; }
  // "the NAME at byte N is cut off"; only after a failure.
  std::string fault() const {
    return "the " + std::string(failed_field_ == nullptr ? "value" : failed_field_) + " at byte " +
           std::to_string(failed_at_) + " is cut off";
  }
  std::size_t at() const { return at_; }
  std::size_t left() const { return bytes_.size() - at_; }

 private:
  template <typename Value>
  Value read(const char* field) {
    static_assert(std::is_unsigned_v<Value>);
    Value value = 0;
    if (!has(sizeof(Value), field)) return value;
    std::memcpy(&value, bytes_.data() + at_, sizeof(Value));
    at_ += sizeof(Value);
    return value;
  }
  bool has(std::size_t size, const char* field) {
    if (failed_field_ == nullptr && size <= bytes_.size() - at_) return true;
    fail(field);
    return false;
  }
  void fail(const char* field) {
    if (failed_field_ != nullptr) return;
    failed_field_ = field;
    failed_at_ = at_;
    at_ = bytes_.size();
  }

  std::string_view bytes_;
  std::size_t at_;
  const char* failed_field_ = nullptr;
  std::size_t failed_at_ = 0;
};

}  // namespace huntbook
