// Zeek's logs, tab-separated or JSON, to tables named Zeek_<log> (Zeek_conn, Zeek_dns, ...), the same rows from either.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ingest/tables/normaliser.hpp"

namespace huntbook::ingest {

class ZeekRecords final : public Normaliser {
 public:
  bool knows(Record record) const override;
  bool put(const ParsedRecord& record, BlockTables& tables) override;

 private:
  // The table of a record that does not name its log: the one that most of its columns belong to.
  const std::string& table_by_columns(Record record, BlockTables& tables);
  // id.orig_h as id_orig_h.
  std::string_view column_name(std::string_view field);
  void put_documented(const ParsedRecord& record, DocumentedRows& rows);
  void put_own(const ParsedRecord& record, std::string_view table, BlockTables& tables);

  std::unordered_map<std::string, std::string> columns_;     // by field, those with a point in them
  std::unordered_map<std::string, std::string> tables_;      // by the log's name
  std::unordered_map<std::size_t, std::string> by_columns_;  // by the names of a record's fields
};

Source zeek_source();

}  // namespace huntbook::ingest
