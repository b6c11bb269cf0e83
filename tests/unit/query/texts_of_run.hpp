// Runs KQL on a case in memory and keeps the rows as texts.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "case/case_file.hpp"
#include "query/run.hpp"
#include "render/value.hpp"

namespace huntbook::query {

class TextsOfRun final : public ResultSink {
 public:
  Result<void> begin(const ResultInfo& info) override {
    schema = info.schema;
    ordered = info.ordered;
    rows.clear();
    return {};
  }
  Result<void> batch(const Batch& batch) override {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      std::string line;
      for (const Column& column : batch.columns) {
        line += line.empty() ? "" : " | ";
        line += render::format_value(column, row);
      }
      rows.push_back(std::move(line));
    }
    return {};
  }
  Result<void> end() override { return {}; }

  Schema schema;
  bool ordered = false;
  std::vector<std::string> rows;
};

struct MemoryCase {
  std::unique_ptr<casefile::CaseFile> file;
  std::unique_ptr<engine::Connection> connection;
};

inline MemoryCase open_memory_case(const casefile::CaseOptions& options = {}) {
  MemoryCase opened;
  auto file = casefile::CaseFile::in_memory(options);
  EXPECT_TRUE(file) << file.error().message;
  if (!file) return opened;
  opened.file = std::move(*file);
  auto connection = opened.file->connect();
  EXPECT_TRUE(connection) << connection.error().message;
  if (connection) opened.connection = std::move(*connection);
  return opened;
}

}  // namespace huntbook::query
