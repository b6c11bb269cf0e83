// What an externaldata operator asks for: places of files, their format, and what each column takes from a record. The
// compiler knows no more of the files; query/external_data.hpp reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "diag/diagnostic.hpp"

namespace huntbook::kql {

enum class ExternalFormat { Csv, Tsv, Tsve, Psv, Scsv, Sohsv, Txt, Raw, Json, MultiJson, Parquet, W3cLog };

// Which files of a folder and the folders in it: those whose names begin and end so; all of these, or the first by its
// path, or the one written last.
enum class FolderFiles { First, Last, All };
struct FolderChoice {
  std::string prefix;
  std::string suffix;
  FolderFiles files = FolderFiles::Last;
  bool operator==(const FolderChoice&) const = default;
};

// A file's path or URL, without what its connection string says of the login.
struct ExternalLocation {
  std::string place;
  std::string login;  // what followed the URL's first ';'
  ExternalFormat format = ExternalFormat::Csv;
  diag::Span span;
  std::optional<FolderChoice> folder = std::nullopt;  // set: the place may be a folder
  bool operator==(const ExternalLocation& other) const {
    return place == other.place && login == other.login && format == other.format && folder == other.folder;
  }
};

// Where a column's value stands in a record.
struct RecordCell {  // of a delimited record, from 0
  std::size_t ordinal = 0;
  bool operator==(const RecordCell&) const = default;
};
using PathStep = std::variant<std::string, std::int64_t>;
struct RecordPath {  // in a JSON record or one of Parquet; no steps: the whole record
  std::vector<PathStep> steps;
  bool operator==(const RecordPath&) const = default;
};
struct ConstantText {
  std::string text;
  bool operator==(const ConstantText&) const = default;
};
struct SourceLocation {  // the file's place
  bool operator==(const SourceLocation&) const = default;
};
struct SourceLineNumber {  // the record's number in its file, from 1
  bool operator==(const SourceLineNumber&) const = default;
};

struct ExternalColumn {
  std::variant<RecordCell, RecordPath, ConstantText, SourceLocation, SourceLineNumber> source;
  bool json = false;          // wanted as JSON, for a dynamic column; else texts are wanted as what they say
  bool array_to_bag = false;  // PropertyBagArrayToDictionary: [{"a":1},{"b":2}] becomes {"a":1,"b":2}
  std::vector<std::vector<PathStep>> dropped;  // DropMappedFields: members of the value that other columns take
  bool operator==(const ExternalColumn&) const = default;
};

struct ExternalRequest {
  std::vector<ExternalLocation> locations;
  std::vector<ExternalColumn> columns;
  bool ignore_first_record = false;  // of every file
  std::string zip_pattern;           // members of zip archives to read; empty: all
  bool operator==(const ExternalRequest&) const = default;
};

// Requests of one text by the names of the relations that hold their rows: equal requests are read once.
class ExternalRelations {
 public:
  explicit ExternalRelations(std::string prefix = {}) : prefix_(std::move(prefix)) {}
  std::string name_of(const ExternalRequest& request);
  const std::vector<ExternalRequest>& requests() const { return requests_; }
  std::string name_at(std::size_t index) const { return prefix_ + std::to_string(index); }

 private:
  std::string prefix_;
  std::vector<ExternalRequest> requests_;
};

}  // namespace huntbook::kql
