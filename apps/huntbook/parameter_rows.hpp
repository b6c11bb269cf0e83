// The rows of a query as parameters of a notebook: what `huntbook run --for-each` runs it with.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "case/case_file.hpp"
#include "engine/engine.hpp"

namespace huntbook::app {

struct ParameterRow {
  std::map<std::string, std::string> parameters;  // value by column; a null leaves the notebook's own value
  std::string name;  // for a file: the first column's value with what file names do not take as '_', and a number where
                     // an earlier row has the same
};

// In the order of the query's rows, else of their values. Errors of kind User: a query that is wrong (its diagnostics
// are printed), several results, more than a thousand rows.
Result<std::vector<ParameterRow>> parameter_rows(casefile::CaseFile& case_file, engine::Connection& connection,
                                                 const std::string& query);

// The texts of --param, "name=value", by name.
Result<std::map<std::string, std::string>> read_parameters(const std::vector<std::string>& texts);

}  // namespace huntbook::app
