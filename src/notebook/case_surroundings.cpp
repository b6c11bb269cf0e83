#include <algorithm>

#include "notebook/session.hpp"

namespace huntbook::notebook {

Surroundings surroundings_of(casefile::CaseFile& case_file, engine::Connection& connection) {
  return {
      .run = [&](std::string_view text, const query::RunOptions& options,
                 query::ResultSink& sink) { return query::run(case_file, connection, text, options, sink); },
      .table_names =
          [&] {
            std::vector<std::string> names;
            for (const casefile::StoredTable& table : case_file.tables()) {
              if (!table.relation.empty()) names.push_back(table.name);
            }
            std::ranges::sort(names);
            return names;
          },
      .observe = [&](casefile::Observation observation) { return case_file.observe(std::move(observation)); },
      .drop_observation = [&](std::string_view caption) { return case_file.drop_observation(caption); },
  };
}

}  // namespace huntbook::notebook
