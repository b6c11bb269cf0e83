#include "packed.hpp"

#include <stdexcept>

#include <archive.h>
#include <archive_entry.h>

namespace huntbook::ingest::testing {

std::string packed(const Packing& how, const Members& members) {
  std::string out(std::size_t{4} << 20, '\0');
  std::size_t used = 0;
  archive* const writer = archive_write_new();
  const auto check = [writer](int status) {
    if (status != ARCHIVE_OK) throw std::runtime_error(archive_error_string(writer));
  };
  check(archive_write_set_format_by_name(writer, how.format));
  if (how.filter != nullptr) check(archive_write_add_filter_by_name(writer, how.filter));
  if (*how.options != '\0') check(archive_write_set_options(writer, how.options));
  if (how.password != nullptr) check(archive_write_set_passphrase(writer, how.password));
  archive_write_set_bytes_in_last_block(writer, 1);
  check(archive_write_open_memory(writer, out.data(), out.size(), &used));
  for (const auto& [name, content] : members) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    check(archive_write_header(writer, entry));
    archive_write_data(writer, content.data(), content.size());
    archive_entry_free(entry);
  }
  check(archive_write_close(writer));
  archive_write_free(writer);
  out.resize(used);
  return out;
}

std::string gzip_of(const std::string& text) {
  return packed({"raw", "gzip", "gzip:compression-level=9"}, {{"text", text}});
}

std::string zip_of(const Members& members) {
  return packed({"zip"}, members);
}

ReadAll read_all(ByteSource& source) {
  ReadAll all;
  std::vector<char> buffer(1'000);
  while (true) {
    const auto count = source.read(buffer.data(), buffer.size());
    if (!count) all.error = count.error().message;
    if (!count || *count == 0) return all;
    all.text.append(buffer.data(), *count);
  }
}

}  // namespace huntbook::ingest::testing
