#include "engine/duckdb/engine_error.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

namespace huntbook::engine::duckdb {

namespace {

// The part before "Error:" decides. Statements are ours, so what the parser or binder refuses is a bug.
constexpr auto users_fault =
    std::to_array<std::string_view>({"Conversion", "Out of Range", "Invalid Input", "Divide by Zero", "Decimal",
                                     "Mismatch Type", "Permission", "Object Size", "Invalid type"});

// The first line without the caret picture that the engine adds below.
std::string_view first_paragraph(std::string_view text) {
  return text.substr(0, text.find("\n\nLINE "));
}

}  // namespace

Error engine_error(std::string_view message) {
  constexpr std::string_view marker = " Error: ";
  std::size_t end = message.find(marker);
  std::string_view category = end == std::string_view::npos ? std::string_view{} : message.substr(0, end);
  std::string_view text =
      first_paragraph(end == std::string_view::npos ? message : message.substr(end + marker.size()));
  if (category == "INTERRUPT") return {ErrorKind::Cancelled, "stopped", {}};
  if (message.find("No space left on device") != std::string_view::npos)
    return {ErrorKind::Environment, fmt::format("the disk is full: {}", text), "make room where the case lies"};
  if (category == "Out of Memory")
    return {ErrorKind::Environment, fmt::format("the engine ran out of memory: {}", text.substr(0, text.find('\n'))),
            "narrow the query (time, columns), or raise the memory limit"};
  // How deep our SQL nests follows the query; the bounds of the compiler keep most of it from coming this far.
  if (category == "Parser" && text.starts_with("Max expression depth limit"))
    return {ErrorKind::User, "the query nests deeper than the engine allows",
            "keep a result on the way with .set T <| query"};
  if (category == "IO") return {ErrorKind::Environment, std::string(text), {}};
  if (std::ranges::find(users_fault, category) != users_fault.end()) return {ErrorKind::User, std::string(text), {}};
  return {ErrorKind::Internal, fmt::format("the engine refused a statement: {}", first_paragraph(message)), {}};
}

Error open_error(std::string_view message, std::string_view path) {
  constexpr std::string_view conflict = "Conflicting lock is held in ";
  if (std::size_t at = message.find(conflict); at != std::string_view::npos) {
    std::string_view holder = message.substr(at + conflict.size());
    std::size_t pid = holder.find("(PID ");
    if (pid != std::string_view::npos) {
      std::string_view program = holder.substr(0, pid);
      std::string_view number = holder.substr(pid + 5, holder.find(')', pid) - pid - 5);
      return {ErrorKind::Environment,
              fmt::format("{} is in use by process {} ({})", path, number,
                          program.substr(0, program.find_last_not_of(' ') + 1)),
              "wait until it has ended"};
    }
  }
  if (message.find("Could not set lock") != std::string_view::npos)
    return {ErrorKind::Environment, fmt::format("{} is in use by another process", path), "wait until it has ended"};
  Error error = engine_error(message);
  return {ErrorKind::Environment, fmt::format("cannot open {}: {}", path, error.message), error.hint};
}

}  // namespace huntbook::engine::duckdb
