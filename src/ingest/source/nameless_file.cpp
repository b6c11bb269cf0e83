#include "ingest/source/nameless_file.hpp"

#include <cerrno>
#include <system_error>

namespace huntbook::ingest {

std::unexpected<Error> NamelessFile::failed(const char* what) const {
  return fail(ErrorKind::Environment, std::string(what) + ": " + std::generic_category().message(errno), purpose_);
}

Result<void> NamelessFile::write(std::string_view bytes) {
  if (bytes.empty()) return {};
  if (!file_) file_.reset(std::tmpfile());
  if (!file_) return failed("no temporary file can be made");
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
    return failed("the temporary file cannot be written");
  return {};
}

Result<void> NamelessFile::rewind() {
  if (file_ && (std::fflush(file_.get()) != 0 || !seek(0))) return failed("the temporary file cannot be written");
  return {};
}

Result<std::size_t> NamelessFile::read(char* to, std::size_t size) {
  if (!file_) return std::size_t{0};
  const std::size_t count = std::fread(to, 1, size, file_.get());
  if (count == 0 && std::ferror(file_.get()) != 0) return failed("the temporary file cannot be read");
  return count;
}

bool NamelessFile::seek(std::uint64_t position) {
  if (!file_) return position == 0;
  return position <= static_cast<std::uint64_t>(INT64_MAX) &&
         fseeko(file_.get(), static_cast<off_t>(position), SEEK_SET) == 0;
}

}  // namespace huntbook::ingest
