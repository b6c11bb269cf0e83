#include "base/column.hpp"

namespace huntbook {

namespace {

using Data = std::variant<std::vector<std::uint8_t>, std::vector<std::int32_t>, std::vector<std::int64_t>,
                          std::vector<double>, TextColumn>;

Data storage_for(ScalarType type) {
  switch (type) {
    case ScalarType::Bool:
      return std::vector<std::uint8_t>{};
    case ScalarType::Int:
      return std::vector<std::int32_t>{};
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      return std::vector<std::int64_t>{};
    case ScalarType::Real:
      return std::vector<double>{};
    case ScalarType::Decimal:
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      return TextColumn{};
  }
  return TextColumn{};
}

}  // namespace

Column::Column(ScalarType type) : type_(type), data_(storage_for(type)) {}

std::size_t Column::size() const {
  return std::visit([](const auto& values) { return values.size(); }, data_);
}

void Column::push_validity(bool valid) {
  if (valid && valid_.empty()) return;
  if (valid_.empty()) valid_.assign(size() - 1, 1);
  valid_.push_back(valid ? 1 : 0);
}

void Column::push_null() {
  std::visit(
      [](auto& values) {
        using Values = std::decay_t<decltype(values)>;
        if constexpr (std::is_same_v<Values, TextColumn>) {
          values.push_back({});
        } else {
          values.push_back({});
        }
      },
      data_);
  if (type_ != ScalarType::String) push_validity(false);
}

void Column::push_bool(bool value) {
  std::get<std::vector<std::uint8_t>>(data_).push_back(value ? 1 : 0);
  push_validity(true);
}

void Column::push_int(std::int32_t value) {
  std::get<std::vector<std::int32_t>>(data_).push_back(value);
  push_validity(true);
}

void Column::push_long(std::int64_t value) {
  std::get<std::vector<std::int64_t>>(data_).push_back(value);
  push_validity(true);
}

void Column::push_long(const std::optional<std::int64_t>& value) {
  if (value) {
    push_long(*value);
  } else {
    push_null();
  }
}

void Column::push_real(double value) {
  std::get<std::vector<double>>(data_).push_back(value);
  push_validity(true);
}

void Column::push_text(std::string_view value) {
  std::get<TextColumn>(data_).push_back(value);
  push_validity(true);
}

void Column::push_from(const Column& other, std::size_t row) {
  if (other.is_null(row)) return push_null();
  switch (type_) {
    case ScalarType::Bool:
      return push_bool(other.bool_at(row));
    case ScalarType::Int:
      return push_int(other.int_at(row));
    case ScalarType::Long:
    case ScalarType::DateTime:
    case ScalarType::TimeSpan:
      return push_long(other.long_at(row));
    case ScalarType::Real:
      return push_real(other.real_at(row));
    case ScalarType::Decimal:
    case ScalarType::String:
    case ScalarType::Dynamic:
    case ScalarType::Guid:
      return push_text(other.text_at(row));
  }
}

std::size_t Column::byte_size() const {
  return valid_.size() + std::visit(
                             [](const auto& values) {
                               using Values = std::decay_t<decltype(values)>;
                               if constexpr (std::is_same_v<Values, TextColumn>) {
                                 return values.byte_size();
                               } else {
                                 return values.size() * sizeof(typename Values::value_type);
                               }
                             },
                             data_);
}

std::size_t Batch::byte_size() const {
  std::size_t total = 0;
  for (const Column& column : columns) total += column.byte_size();
  return total;
}

Batch make_batch(const Schema& schema) {
  Batch batch;
  batch.columns.reserve(schema.size());
  for (const ColumnInfo& info : schema) batch.columns.emplace_back(info.type);
  return batch;
}

}  // namespace huntbook
