#include "ingest/zeek/zeek_format.hpp"

#include <utility>

#include "ingest/csv/csv_format.hpp"
#include "ingest/zeek/zeek_header.hpp"

namespace huntbook::ingest {

namespace {

std::optional<Detected> by_content(const FileHead& head) {
  auto log = zeek_header(head.bytes);
  if (!log) return std::nullopt;
  Detected found = delimited(std::move(log->dialect), "zeek");
  if (!log->path.empty()) found.table = "Zeek_" + log->path;
  return found;
}

}  // namespace

Format zeek_format() {
  return {"zeek", "a tab-separated log of Zeek", by_content, nullptr, [](const FileHead& head) -> Result<Detected> {
            if (auto found = by_content(head)) return std::move(*found);
            return fail(ErrorKind::User, "no Zeek header (#separator, #fields) at the start");
          }};
}

}  // namespace huntbook::ingest
