#include "case/own_table_access.hpp"

#include "engine/each_batch.hpp"

namespace huntbook::casefile {

Result<void> each_row(engine::Connection& connection, std::string_view sql, const Schema& schema,
                      const std::function<void(const Batch& batch, std::size_t row)>& row) {
  HUNTBOOK_TRY(auto stream, connection.query(sql, schema, {}));
  return engine::each_batch(*stream, [&row](const Batch& batch) -> Result<void> {
    for (std::size_t index = 0; index < batch.rows(); ++index) row(batch, index);
    return {};
  });
}

Result<std::int64_t> read_number(engine::Connection& connection, std::string_view sql) {
  std::int64_t number = 0;
  HUNTBOOK_CHECK(each_row(connection, sql, {{"number", ScalarType::Long}}, [&](const Batch& batch, std::size_t row) {
    if (!batch.columns[0].is_null(row)) number = batch.columns[0].long_at(row);
  }));
  return number;
}

Result<void> insert_rows(engine::Connection& connection, std::string_view table,
                         const std::vector<std::string>& columns, Batch batch) {
  std::vector<Batch> batches;
  batches.push_back(std::move(batch));
  return connection.insert(table, columns, std::move(batches));
}

Result<void> in_transaction(engine::Connection& connection, const std::function<Result<void>()>& work) {
  HUNTBOOK_CHECK(connection.begin());
  Result<void> outcome = work();
  if (outcome) outcome = connection.commit();
  // After a failed commit the engine has rolled back itself; then this says so and changes nothing.
  if (!outcome) (void)connection.rollback();
  return outcome;
}

}  // namespace huntbook::casefile
