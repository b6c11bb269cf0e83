// The files that externaldata may read: local ones in the folders that whoever runs the query has named, and what URLs
// give where the network is allowed.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "case/case_file.hpp"
#include "net/download.hpp"
#include "notebook/places.hpp"
#include "query/external_data.hpp"

namespace huntbook::notebook {

class ExternalFiles final : public query::ExternalData {
 public:
  // The case must outlive this; `stop`, where given, ends a reading when set.
  ExternalFiles(casefile::CaseFile& case_file, Places places, const std::atomic<bool>* stop)
      : case_file_(case_file), places_(std::move(places)), stop_(stop) {}

  std::optional<diag::Diagnostic> refusal(const kql::ExternalLocation& location) override;
  Result<void> read(const kql::ExternalRequest& request, const kql::ExternalLocation& location,
                    const TakeBatch& take) override;

 private:
  // The files of a location that may be a folder.
  Result<void> read_folder(const kql::ExternalRequest& request, const kql::ExternalLocation& location,
                           const TakeBatch& take);
  // The local file of a location, downloaded where it is a URL.
  Result<std::filesystem::path> local_file(const kql::ExternalLocation& location);

  casefile::CaseFile& case_file_;
  Places places_;
  const std::atomic<bool>* stop_;
  std::map<std::string, net::Download, std::less<>> downloads_;  // by URL; removed with this object
};

}  // namespace huntbook::notebook
