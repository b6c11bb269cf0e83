// A file that is written front to back through a buffer of its own.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace huntbook::scenario {

class EvidenceFile {
 public:
  // Replaces a file that is there, and makes the folders above it. Errors of this and of close(): Environment.
  static Result<EvidenceFile> create(const std::filesystem::path& path);

  // The text that goes to the file next; appending to it is writing. flush() sends it on when it has grown large.
  std::string& text() { return text_; }
  void flush(std::size_t from = buffer_size) {
    if (text_.size() >= from) send();
  }
  // Writes over the first bytes, which are there.
  void replace_start(std::string_view bytes);
  // Bytes before text(), and with it.
  std::uint64_t size() const { return sent_ + text_.size(); }
  // The first error since create(), if there was one; without this call the file may be cut short.
  Result<void> close();
  bool failed() const { return error_ != 0; }

  static constexpr std::size_t buffer_size = std::size_t{1} << 17U;

 private:
  struct Closer {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
  };
  EvidenceFile(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}
  void send();

  std::string path_;
  std::unique_ptr<std::FILE, Closer> file_;
  std::string text_;
  std::uint64_t sent_ = 0;
  int error_ = 0;  // errno of the first failure
};

}  // namespace huntbook::scenario
