#include "net/download.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "net/file_url.hpp"

namespace huntbook::net {

namespace {

constexpr const char* user_agent = "huntbook";

struct CurlClose {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, CurlClose>;

// What the callbacks of one transfer see.
struct Transfer {
  int file = -1;
  std::uint64_t bytes = 0;
  std::uint64_t max_bytes = 0;
  bool too_long = false;
  int write_error = 0;
  const std::atomic<bool>* stop = nullptr;
};

std::size_t take_bytes(const char* bytes, std::size_t, std::size_t count, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  transfer.bytes += count;
  if (transfer.bytes > transfer.max_bytes) {
    transfer.too_long = true;
    return 0;
  }
  std::size_t written = 0;
  while (written < count) {
    const ssize_t wrote = write(transfer.file, bytes + written, count - written);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) {
      transfer.write_error = errno;
      return 0;
    }
    written += static_cast<std::size_t>(wrote);
  }
  return count;
}

int watch(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& transfer = *static_cast<Transfer*>(data);
  return transfer.stop != nullptr && *transfer.stop ? 1 : 0;
}

class TemporaryFile {
 public:
  static Result<TemporaryFile> make() {
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
    if (error) return fail(ErrorKind::Environment, "there is no folder for temporary files");
    std::string name = (folder / "huntbook-download-XXXXXX").string();
    const int file = mkstemp(name.data());  // mode 0600
    if (file < 0)
      return fail(ErrorKind::Environment,
                  fmt::format("cannot make a file in {}: {}", folder.string(), std::strerror(errno)));
    return TemporaryFile(file, Download(name));
  }
  TemporaryFile(TemporaryFile&& other) noexcept
      : file_(std::exchange(other.file_, -1)), download_(std::move(other.download_)) {}
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile() {
    if (file_ >= 0) close(file_);
  }
  int file() const { return file_; }
  Download take() && { return std::move(download_); }

 private:
  TemporaryFile(int file, Download download) : file_(file), download_(std::move(download)) {}
  int file_;
  Download download_;
};

Error failure(CURLcode code, const Transfer& transfer, long status, const char* detail, const std::string& shown) {
  if (transfer.write_error != 0)
    return {ErrorKind::Environment, fmt::format("cannot keep {}: {}", shown, std::strerror(transfer.write_error)), {}};
  if (transfer.too_long || code == CURLE_FILESIZE_EXCEEDED)
    return {ErrorKind::User,
            fmt::format("{} is larger than {} MiB, the most that is fetched", shown, transfer.max_bytes >> 20),
            "download the file and name its path"};
  switch (code) {
    case CURLE_ABORTED_BY_CALLBACK:
      return {ErrorKind::Cancelled, "stopped on request", {}};
    case CURLE_HTTP_RETURNED_ERROR:
      return {ErrorKind::User, fmt::format("the server answered {} to the request for {}", status, shown), {}};
    case CURLE_UNSUPPORTED_PROTOCOL:
      return {ErrorKind::User, fmt::format("{} leads to a place that is neither http nor https", shown), {}};
    case CURLE_TOO_MANY_REDIRECTS:
      return {ErrorKind::User, fmt::format("{} is redirected too often", shown), {}};
    case CURLE_URL_MALFORMAT:
      return {ErrorKind::User, fmt::format("'{}' is no URL", shown), {}};
    default:
      return {ErrorKind::Environment,
              fmt::format("cannot fetch {}: {}", shown, *detail != '\0' ? detail : curl_easy_strerror(code)),
              {}};
  }
}

}  // namespace

Download::~Download() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove(path_, ignored);
}

Result<Download> download(const std::string& url, const DownloadOptions& options) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  const Handle handle(ready == CURLE_OK ? curl_easy_init() : nullptr);
  if (!handle) return fail(ErrorKind::Environment, "the library for the network can't be used");
  const std::string shown = shown_url(url);
  if (options.announce) options.announce(fmt::format("online: GET {} (User-Agent: {})", shown, user_agent));
  HUNTBOOK_TRY(TemporaryFile file, TemporaryFile::make());
  Transfer transfer;
  transfer.file = file.file();
  transfer.max_bytes = options.max_bytes;
  transfer.stop = options.stop;
  std::array<char, CURL_ERROR_SIZE> detail{};
  CURL* curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, options.max_redirects);
  curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, user_agent);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(options.connect_time.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(options.total_time.count()));
  curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options.max_bytes));
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail.data());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take_bytes);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &watch);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
  const CURLcode code = curl_easy_perform(curl);
  if (code == CURLE_OK) return std::move(file).take();
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  return std::unexpected(failure(code, transfer, status, detail.data(), shown));
}

}  // namespace huntbook::net
