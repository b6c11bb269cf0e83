// A stream that is read twice: the first reading keeps what it gives, in memory and beyond 16 MiB in a nameless file.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "ingest/source/byte_source.hpp"
#include "ingest/source/nameless_file.hpp"

namespace huntbook::ingest {

class ReplaySource final : public ByteSource {
 public:
  explicit ReplaySource(ByteSource& from) : from_(from) {}
  // What the stream gives; an error ends the second reading where it ended the first one.
  Result<std::size_t> read(char* to, std::size_t size) override;
  // From now on the bytes that were read come again, and nothing behind them.
  Result<void> rewind();

 private:
  Result<void> keep(const char* bytes, std::size_t size);
  Result<std::size_t> read_again(char* to, std::size_t size);

  ByteSource& from_;
  std::string memory_;
  NamelessFile file_{"a log without years is read twice, over a temporary file as large as it is"};
  std::size_t at_ = 0;  // of the second reading, in memory_
  bool again_ = false;
  std::optional<Error> error_;
};

}  // namespace huntbook::ingest
