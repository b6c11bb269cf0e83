// Names of machines and of their system calls, as the kernel numbers them.
#pragma once

#include <cstdint>
#include <string_view>

namespace huntbook::ingest {

// The machine that an `arch` field means, which is AUDIT_ARCH_* of include/uapi/linux/audit.h in hexadecimal: "x86_64",
// "i386", "aarch64", ...; empty where it is unknown.
std::string_view audit_arch_name(std::string_view arch);

// The call's name on x86_64, i386 and aarch64; empty on others and for unknown numbers.
std::string_view syscall_name(std::string_view arch_name, std::int64_t number);

}  // namespace huntbook::ingest
