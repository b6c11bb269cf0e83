#include "scenario/writers/evidence_file.hpp"

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace huntbook::scenario {

namespace {

std::unexpected<Error> cannot_write(const std::string& path, int error) {
  return fail(ErrorKind::Environment,
              fmt::format("Cannot write {}: {}.", path, std::generic_category().message(error)));
}

}  // namespace

Result<EvidenceFile> EvidenceFile::create(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) return cannot_write(path.parent_path().string(), error.value());
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return cannot_write(path.string(), errno);
  // The buffer is ours.
  static_cast<void>(std::setvbuf(file, nullptr, _IONBF, 0));
  return EvidenceFile(path.string(), file);
}

void EvidenceFile::send() {
  if (error_ == 0 && std::fwrite(text_.data(), 1, text_.size(), file_.get()) != text_.size()) error_ = errno;
  sent_ += text_.size();
  text_.clear();
}

void EvidenceFile::replace_start(std::string_view bytes) {
  send();
  if (error_ != 0) return;
  if (std::fseek(file_.get(), 0, SEEK_SET) != 0 ||
      std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size() ||
      std::fseek(file_.get(), 0, SEEK_END) != 0) {
    error_ = errno;
  }
}

Result<void> EvidenceFile::close() {
  send();
  if (std::fclose(file_.release()) != 0 && error_ == 0) error_ = errno;
  if (error_ != 0) return cannot_write(path_, error_);
  return {};
}

}  // namespace huntbook::scenario
