// Small results for the tests of writers and charts.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/column.hpp"

namespace huntbook::render {

struct Sample {
  Schema schema;
  Batch rows;
};

class SampleBuilder {
 public:
  SampleBuilder& texts(std::string name, const std::vector<std::string>& values, ScalarType type = ScalarType::String) {
    return add(std::move(name), type, values, [](Column& column, const std::string& v) { column.push_text(v); });
  }
  SampleBuilder& longs(std::string name, const std::vector<std::optional<std::int64_t>>& values,
                       ScalarType type = ScalarType::Long) {
    return add(std::move(name), type, values, [](Column& column, const std::optional<std::int64_t>& v) {
      v ? column.push_long(*v) : column.push_null();
    });
  }
  SampleBuilder& reals(std::string name, const std::vector<double>& values) {
    return add(std::move(name), ScalarType::Real, values, [](Column& column, double v) { column.push_real(v); });
  }
  SampleBuilder& bools(std::string name, const std::vector<bool>& values) {
    return add(std::move(name), ScalarType::Bool, values, [](Column& column, bool v) { column.push_bool(v); });
  }
  const Sample& done() const { return sample_; }

 private:
  template <class Values, class Push>
  SampleBuilder& add(std::string name, ScalarType type, const Values& values, Push push) {
    sample_.schema.push_back({std::move(name), type});
    Column& column = sample_.rows.columns.emplace_back(type);
    for (const auto& value : values) push(column, value);
    return *this;
  }
  Sample sample_;
};

}  // namespace huntbook::render
