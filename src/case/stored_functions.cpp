#include "case/stored_functions.hpp"

#include <algorithm>

#include "case/own_table_access.hpp"
#include "case/shipped_functions.hpp"
#include "case/store.hpp"

namespace huntbook::casefile {

namespace {

const Schema& function_schema() {
  static const Schema schema{{"name", ScalarType::String},      {"parameters", ScalarType::String},
                             {"body", ScalarType::String},      {"folder", ScalarType::String},
                             {"docstring", ScalarType::String}, {"is_view", ScalarType::Long}};
  return schema;
}

// The functions are few and small: all of them are written anew.
Result<void> write_functions(engine::Connection& connection, const std::vector<StoredFunction>& functions) {
  return in_transaction(connection, [&]() -> Result<void> {
    HUNTBOOK_CHECK(connection.execute("DELETE FROM stored_function"));
    if (functions.empty()) return {};
    Batch batch = make_batch(function_schema());
    for (const StoredFunction& function : functions) {
      batch.columns[0].push_text(function.name);
      batch.columns[1].push_text(function.parameters);
      batch.columns[2].push_text(function.body);
      batch.columns[3].push_text(function.folder);
      batch.columns[4].push_text(function.docstring);
      batch.columns[5].push_long(function.view ? 1 : 0);
    }
    std::vector<std::string> columns;
    for (const ColumnInfo& column : function_schema()) columns.push_back(column.name);
    return insert_rows(connection, "stored_function", columns, std::move(batch));
  });
}

}  // namespace

Result<std::vector<StoredFunction>> read_functions(engine::Connection& connection) {
  std::vector<StoredFunction> functions;
  HUNTBOOK_CHECK(each_row(
      connection, "SELECT name, parameters, body, folder, docstring, is_view FROM stored_function ORDER BY name",
      function_schema(), [&](const Batch& batch, std::size_t row) {
        auto text = [&](std::size_t column) { return std::string(batch.columns[column].text_at(row)); };
        functions.push_back({text(0), text(1), text(2), text(3), text(4), batch.columns[5].long_at(row) != 0});
      }));
  return functions;
}

const std::vector<StoredFunction>& CaseFile::functions() const {
  return state_->all_functions;
}

Result<void> CaseFile::keep_functions(std::vector<StoredFunction> functions) {
  HUNTBOOK_CHECK(require_writing(state_->access));
  std::vector<StoredFunction> all = state_->functions;
  for (StoredFunction& function : functions) {
    std::erase_if(all, [&](const StoredFunction& known) { return known.name == function.name; });
    all.push_back(std::move(function));
  }
  std::ranges::sort(all, {}, &StoredFunction::name);
  HUNTBOOK_CHECK(write_functions(*state_->connection, all));
  state_->functions = std::move(all);
  state_->all_functions = with_shipped(state_->functions);
  return {};
}

Result<void> CaseFile::drop_functions(const std::vector<std::string>& names) {
  HUNTBOOK_CHECK(require_writing(state_->access));
  for (const std::string& name : names) {
    const bool kept = std::ranges::find(state_->functions, name, &StoredFunction::name) != state_->functions.end();
    const bool shipped =
        std::ranges::find(shipped_functions(), name, &StoredFunction::name) != shipped_functions().end();
    if (!kept && shipped)
      return fail(ErrorKind::User, "'" + name + "' comes with the program and can't be dropped",
                  ".create-or-alter function puts another one in its place");
  }
  std::vector<StoredFunction> left = state_->functions;
  std::erase_if(left, [&](const StoredFunction& known) { return std::ranges::find(names, known.name) != names.end(); });
  HUNTBOOK_CHECK(write_functions(*state_->connection, left));
  state_->functions = std::move(left);
  state_->all_functions = with_shipped(state_->functions);
  return {};
}

}  // namespace huntbook::casefile
