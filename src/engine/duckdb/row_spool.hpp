// Rows that wait to be read: in memory up to a bound, then in a file of the spill folder that has no name, so that it
// goes with the process whatever happens.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "base/column.hpp"
#include "base/result.hpp"
#include "engine/engine.hpp"

namespace huntbook::engine::duckdb {

// Blocks of at most one vector of rows. Reading is safe from several threads.
class RowSpool {
 public:
  // An empty folder: memory only.
  RowSpool(Schema schema, std::filesystem::path folder) : schema_(std::move(schema)), folder_(std::move(folder)) {}
  ~RowSpool();
  RowSpool(const RowSpool&) = delete;
  RowSpool& operator=(const RowSpool&) = delete;

  Result<void> add(Batch block);
  std::size_t blocks() const { return blocks_.size(); }
  std::size_t rows_of(std::size_t block) const { return blocks_[block].rows; }
  // The block where it is in memory, else null.
  const Batch* kept(std::size_t block) const { return blocks_[block].kept ? &*blocks_[block].kept : nullptr; }
  // A block out of the file; columns that are not `wanted` stay empty.
  Result<Batch> read(std::size_t block, const std::vector<std::size_t>& wanted) const;

 private:
  struct Block {
    std::size_t rows = 0;
    std::optional<Batch> kept;
    std::uint64_t offset = 0;         // in the file
    std::vector<std::uint64_t> ends;  // of its columns, from the offset
  };
  Result<void> open_file();

  Schema schema_;
  std::filesystem::path folder_;
  std::vector<Block> blocks_;
  std::size_t kept_bytes_ = 0;
  int file_ = -1;
  std::uint64_t file_bytes_ = 0;
};

class SpooledRelation final : public RelationWriter {
 public:
  SpooledRelation(Schema schema, const std::filesystem::path& folder);
  Result<void> append(const Batch& batch) override;
  const Schema& schema() const { return schema_; }
  Result<std::shared_ptr<const RowSpool>> finish();

 private:
  Schema schema_;
  std::shared_ptr<RowSpool> spool_;
  Batch open_;
};

}  // namespace huntbook::engine::duckdb
