// Sign-ins of Entra ID as diagnostic settings send them: one JSON object a line, the record of Microsoft Graph's signIn
// in its properties.
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "scenario/world/cloud_event.hpp"
#include "scenario/writers/evidence_file.hpp"

namespace huntbook::scenario {

class SignInLog {
 public:
  static Result<SignInLog> create(const std::filesystem::path& path);
  void add(const SignIn& sign_in);
  bool failed() const { return file_.failed(); }
  Result<void> close() { return file_.close(); }

 private:
  explicit SignInLog(EvidenceFile file) : file_(std::move(file)) {}
  EvidenceFile file_;
};

}  // namespace huntbook::scenario
