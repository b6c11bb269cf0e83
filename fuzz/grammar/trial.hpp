// Tries made-up queries on a case in memory and says what must not have happened.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "case/case_file.hpp"
#include "engine/engine.hpp"
#include "grammar/small_tables.hpp"

namespace huntbook::fuzz {

class Trial {
 public:
  // A case that holds the small tables with rows of this seed.
  static Result<Trial> open(unsigned seed);

  // How a query ended. `finding`: a defect of ours, or an engine that stumbles over data; empty where there is none.
  struct Outcome {
    bool valid = false;  // it compiled
    std::vector<std::string> rows;
    std::string finding;
  };
  Outcome run(std::string_view query);

  // Rows where p, where not(p) and where isnull(p) are all rows. Empty, or what is wrong.
  std::string three_parts(std::string_view table, std::string_view predicate);
  // The SQL of a query and of the same query with another text in its literals must differ in string literals alone.
  // Empty, or what is wrong; queries of which one does not compile are passed over.
  std::string same_shape(std::string_view query, std::string_view with_other_text) const;

 private:
  Trial(std::unique_ptr<casefile::CaseFile> file, std::unique_ptr<engine::Connection> connection)
      : file_(std::move(file)), connection_(std::move(connection)) {}

  SmallTables tables_;
  std::unique_ptr<casefile::CaseFile> file_;
  std::unique_ptr<engine::Connection> connection_;
};

// SQL with each string literal replaced by one mark.
std::string without_texts(std::string_view sql);

}  // namespace huntbook::fuzz
