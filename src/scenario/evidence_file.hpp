// A text file that is written front to back, gzip'd where asked, with the same bytes for the same text.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.hpp"

namespace huntbook::scenario {

class EvidenceFile {
 public:
  // Replaces a file that is there. Errors of this and of the other calls: Environment.
  static Result<EvidenceFile> create(const std::filesystem::path& path, bool gzip);
  EvidenceFile(EvidenceFile&&) noexcept;
  EvidenceFile& operator=(EvidenceFile&&) noexcept;
  ~EvidenceFile();

  Result<void> write(std::string_view text);
  // Without it the file may be cut short.
  Result<void> close();

 private:
  struct State;
  explicit EvidenceFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace huntbook::scenario
