// A temporary file without a name, made by the first byte that is written; nothing is left of it once it is closed.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ingest/source/byte_source.hpp"

namespace huntbook::ingest {

class NamelessFile final : public ByteSource {
 public:
  // `purpose`: why there is one, as a hint beside its errors, which are of kind Environment.
  explicit NamelessFile(std::string purpose) : purpose_(std::move(purpose)) {}

  bool is_made() const { return file_ != nullptr; }
  Result<void> write(std::string_view bytes);
  // Back to the first byte; between writing and reading.
  Result<void> rewind();
  Result<std::size_t> read(char* to, std::size_t size) override;
  bool seek(std::uint64_t position) override;

 private:
  struct Close {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
  };
  std::unexpected<Error> failed(const char* what) const;

  std::string purpose_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace huntbook::ingest
