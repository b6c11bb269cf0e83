#include "ingest/pipeline/detect.hpp"

#include <algorithm>

#include "ingest/pipeline/formats.hpp"
#include "ingest/pipeline/not_read.hpp"

namespace huntbook::ingest {

namespace {

// Text may hold a NUL here and there; a file with many control characters is something else.
bool is_binary(std::string_view head) {
  const std::string_view sample = head.substr(0, 8'192);
  const auto control = std::ranges::count_if(sample, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != 0x1B;
  });
  return static_cast<std::size_t>(control) * 20 > sample.size();
}

}  // namespace

bool is_format_name(std::string_view name) {
  return std::ranges::find(formats(), name, &Format::name) != formats().end();
}

std::string format_names() {
  std::string names;
  for (const Format& format : formats()) {
    if (!names.empty()) names += ", ";
    names += format.name;
  }
  return names;
}

Result<Detected> detect(const FileHead& head, std::string_view forced) {
  if (head.bytes.empty()) return fail(ErrorKind::User, "the file is empty");
  if (const auto format = std::ranges::find(formats(), forced, &Format::name); format != formats().end()) {
    return format->forced(head);
  }
  if (const std::string_view what = known_not_read(head.bytes); !what.empty()) {
    return fail(ErrorKind::User, "the file is " + std::string(what));
  }
  const bool binary = is_binary(head.bytes);
  for (const Format& format : formats()) {
    if (binary && !format.binary) continue;
    if (auto found = format.by_content(head)) return std::move(*found);
  }
  if (binary) return fail(ErrorKind::User, "the file is binary and of no known format");
  if (head.bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return fail(ErrorKind::User, "the file holds blanks only");
  }
  for (const Format& format : formats()) {
    if (format.by_name == nullptr) continue;
    if (auto found = format.by_name(head)) return std::move(*found);
  }
  return fail(ErrorKind::User, "the text is of no known format", "--format text stores it line by line");
}

Result<Recognised> recognise(PeekSource& text, const FileFacts& facts, std::string_view forced) {
  const std::string head(text.peek(detection_bytes));
  auto detected = detect({head, text.peeked_all(), facts.path, facts.modified, facts.carve}, forced);
  if (detected) return Recognised{std::move(*detected), {}, false};
  Recognised found;
  found.reason = detected.error().message;
  if (!detected.error().hint.empty()) found.reason += "; " + detected.error().hint;
  // An unreadable start is the fault of the source.
  if (head.empty()) {
    char byte = 0;
    if (const auto again = text.read(&byte, 1); !again) {
      if (again.error().kind != ErrorKind::User) return std::unexpected(again.error());
      found.reason = again.error().message;
    }
  }
  found.known = forced.empty() && !known_not_read(head).empty();
  return found;
}

}  // namespace huntbook::ingest
