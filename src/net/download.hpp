// Fetches a file over http or https into a temporary file that nobody else may read. Only commands that were told so
// (--online) come here.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace huntbook::net {

struct DownloadOptions {
  std::uint64_t max_bytes = std::uint64_t{100} << 20;  // as Azure Monitor's externaldata
  std::chrono::seconds connect_time{20};
  std::chrono::seconds total_time{300};
  long max_redirects = 5;
  std::function<void(std::string_view line)> announce = {};  // told what is about to be sent
  const std::atomic<bool>* stop = nullptr;                   // ends it with ErrorKind::Cancelled when set
};

// A downloaded file of mode 0600; removed with this object.
class Download {
 public:
  explicit Download(std::filesystem::path path) : path_(std::move(path)) {}
  Download(Download&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Download& operator=(Download&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  ~Download();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// One GET request without cookies, logins or a referrer; redirects are followed to http and https alone. Errors: the
// server's refusal and a file beyond the limits (kind User), no connection or no room (kind Environment), Cancelled.
Result<Download> download(const std::string& url, const DownloadOptions& options);

}  // namespace huntbook::net
