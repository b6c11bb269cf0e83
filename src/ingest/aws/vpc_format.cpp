#include "ingest/aws/vpc_format.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "ingest/aws/vpc_fields.hpp"
#include "ingest/csv/csv_format.hpp"
#include "ingest/record/value_reader.hpp"

namespace huntbook::ingest {

namespace {

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  constexpr std::size_t most = 100;
  while (words.size() < most) {
    const std::size_t end = line.find(' ');
    words.push_back(line.substr(0, end));
    if (end == std::string_view::npos) break;
    line.remove_prefix(end + 1);
  }
  return words;
}

bool is_header(const std::vector<std::string_view>& words) {
  constexpr std::size_t least = 4;
  return words.size() >= least && std::ranges::all_of(words, is_vpc_field) &&
         (std::ranges::find(words, "srcaddr") != words.end() ||
          std::ranges::find(words, "interface-id") != words.end());
}

// A record of version 2 behind `skipped` words: account, interface, and at its end what was done.
bool is_default_record(const std::vector<std::string_view>& words, std::size_t skipped) {
  if (words.size() != default_vpc_fields().size() + skipped) return false;
  const std::string_view status = words.back();
  return words[skipped] == "2" && words[skipped + 2].starts_with("eni-") &&
         (status == "OK" || status == "NODATA" || status == "SKIPDATA");
}

std::optional<Detected> by_content(const FileHead& head) {
  const std::size_t end = head.bytes.find('\n');
  if (end == std::string_view::npos && !head.whole) return std::nullopt;
  std::string_view line = head.bytes.substr(0, end);
  if (line.ends_with('\r')) line.remove_suffix(1);
  const std::vector<std::string_view> words = words_of(line);
  CsvDialect dialect;
  dialect.delimiter = ' ';
  dialect.quoted = false;
  dialect.null_cell = "-";
  if (is_header(words)) {
    dialect.columns.assign(words.begin(), words.end());
    dialect.prefix = end == std::string_view::npos ? head.bytes.size() : end + 1;
    dialect.prefix_lines = end == std::string_view::npos ? 0 : 1;
    // Where files of a bucket were put together, their headers stand between the records.
    dialect.comment_prefix = line;
  } else if (is_default_record(words, 0)) {
    dialect.columns.assign(default_vpc_fields().begin(), default_vpc_fields().end());
  } else if (words.size() > 1 && read_iso_datetime(words[0]) && is_default_record(words, 1)) {
    // CloudWatch Logs put the time that it took the record in before it.
    dialect.columns.emplace_back("timestamp");
    dialect.columns.insert(dialect.columns.end(), default_vpc_fields().begin(), default_vpc_fields().end());
  } else {
    return std::nullopt;
  }
  return delimited(std::move(dialect), "aws-vpc-flow");
}

}  // namespace

Format vpc_flow_format() {
  return {"aws-vpc-flow", "a flow log of an AWS VPC", by_content, nullptr,
          [](const FileHead& head) -> Result<Detected> {
            if (auto found = by_content(head)) return std::move(*found);
            return fail(ErrorKind::User, "the first line is neither a header nor a record of the default format");
          }};
}

}  // namespace huntbook::ingest
