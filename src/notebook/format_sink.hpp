// Writes results in the formats that programs read: json, ndjson, csv, parquet; or as text for a person.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/engine.hpp"
#include "query/run.hpp"

namespace huntbook::notebook {

enum class ResultFormat { Text, Json, Ndjson, Csv, Parquet };
// table, json, ndjson, csv, parquet; nothing for other names.
std::optional<ResultFormat> result_format_named(std::string_view name);

struct FormatOptions {
  ResultFormat format = ResultFormat::Text;
  bool csv_safe = false;         // guard cells that a spreadsheet would take for a formula
  std::size_t screen_width = 0;  // of the terminal that text goes to; 0: none
};

using WriteBytes = std::function<Result<void>(std::string_view bytes)>;
using MakeParquet = std::function<Result<std::unique_ptr<engine::ParquetFile>>(const Schema& schema, bool ordered)>;

// `write` gets the bytes as they are made: those of Parquet when the result has ended. Several results stand behind one
// another; of Parquet there may be only one (an error of kind User).
std::unique_ptr<query::ResultSink> make_format_sink(const FormatOptions& options, WriteBytes write,
                                                    MakeParquet make_parquet);

}  // namespace huntbook::notebook
