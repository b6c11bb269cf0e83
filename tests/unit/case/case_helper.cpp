// The second process of the tests: "hold read|write FOLDER" opens a case, says "ready" and waits for its input to end;
// "ingest FOLDER ROWS" appends that many rows of one file, says "ready" before the commit and waits to be killed.
#include <cstdlib>
#include <iostream>
#include <string>

#include "case/case_file.hpp"

using namespace huntbook;

namespace {

int report(const Error& error) {
  std::cout << "error " << error.message << std::endl;
  return 1;
}

int wait() {
  std::cout << "ready" << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) {
  }
  return 0;
}

int ingest(const std::string& folder, std::int64_t rows) {
  auto opened = casefile::CaseFile::open(folder, {casefile::Access::Write, 0, 1, "helper"});
  if (!opened) return report(opened.error());
  auto file = (*opened)->begin_file();
  if (!file) return report(file.error());
  Schema schema{{"x", ScalarType::Long}, {"s", ScalarType::String}};
  for (std::int64_t done = 0; done < rows; done += 100'000) {
    std::vector<Batch> batches;
    batches.push_back(make_batch(schema));
    for (std::int64_t row = 0; row < 100'000; ++row) {
      batches[0].columns[0].push_long(row);
      batches[0].columns[1].push_text("some text of the row " + std::to_string(row));
    }
    if (auto appended = (*file)->append("Big", schema, std::move(batches)); !appended) return report(appended.error());
  }
  return wait();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 2;
  std::string command = arguments[1];
  if (command == "ingest") return ingest(arguments[2], std::atoll(arguments[3]));
  casefile::Access access = std::string(arguments[2]) == "write" ? casefile::Access::Write : casefile::Access::Read;
  auto opened = casefile::CaseFile::open(arguments[3], {access, 0, 1, "helper at work"});
  if (!opened) return report(opened.error());
  return wait();
}
