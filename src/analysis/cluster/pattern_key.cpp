#include "analysis/cluster/pattern_key.hpp"

#include <cmath>
#include <cstring>
#include <utility>

namespace huntbook::cluster {

namespace {

using Length = std::uint32_t;

template <class Value>
void append_bytes(std::string& out, Value value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

void append_text(std::string& out, std::string_view text) {
  append_bytes(out, static_cast<Length>(text.size()));
  out.append(text);
}

Length length_at(std::string_view key, std::size_t position) {
  Length length = 0;
  std::memcpy(&length, key.data() + position, sizeof length);
  return length;
}

}  // namespace

PatternKey::PatternKey(std::vector<BoundFeature> features, Mode mode) : mode_(mode) {
  for (BoundFeature& feature : features) {
    auto& group = feature.kind == FeatureKind::Number     ? numbers_
                  : feature.kind == FeatureKind::Sequence ? sequences_
                                                          : categories_;
    group.push_back(std::move(feature));
  }
}

void PatternKey::append_number(const BoundFeature& feature, const Column& column, std::size_t row) {
  double value = number_of(feature, column, row);
  char flag = 0;
  if (std::isnan(value)) {
    flag = mode_ == Mode::Msticpy ? 0 : 1;
  } else if (std::isinf(value)) {
    flag = value > 0 ? 2 : 3;
  }
  if (!std::isfinite(value) || value == 0) value = 0;  // also -0, whose bytes differ
  append_bytes(key_, value);
  flags_.push_back(flag);
}

std::string_view PatternKey::of(const Batch& batch, std::size_t row) {
  key_.clear();
  flags_.clear();
  for (const BoundFeature& feature : numbers_) append_number(feature, batch.columns[feature.column], row);
  for (const BoundFeature& feature : sequences_) {
    text_.clear();
    append_text_of(feature, batch.columns[feature.column], row, text_);
    append_text(key_, text_);
  }
  key_.append(flags_);
  for (const BoundFeature& feature : categories_) {
    text_.clear();
    append_text_of(feature, batch.columns[feature.column], row, text_);
    append_text(key_, text_);
    key_.push_back(batch.columns[feature.column].is_null(row) ? 1 : 0);
  }
  return key_;
}

void PatternKey::read_numbers(std::string_view key, std::vector<double>& out) const {
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    double value = 0;
    std::memcpy(&value, key.data() + i * sizeof value, sizeof value);
    out.push_back(value);
  }
}

std::string_view PatternKey::sequence(std::string_view key) const {
  if (sequences_.empty()) return {};
  const std::size_t begin = numbers_.size() * sizeof(double);
  return key.substr(begin + sizeof(Length), length_at(key, begin));
}

std::string_view PatternKey::partition(std::string_view key) const {
  std::size_t begin = numbers_.size() * sizeof(double);
  if (!sequences_.empty()) begin += sizeof(Length) + length_at(key, begin);
  return key.substr(begin);
}

}  // namespace huntbook::cluster
