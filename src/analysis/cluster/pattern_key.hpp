// A pattern's key: the features of an event as bytes. Numbers stand first, then the sequence, then all that must be
// equal for two events to be neighbours at all (the partition).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/cluster/features.hpp"
#include "base/column.hpp"

namespace huntbook::cluster {

class PatternKey {
 public:
  PatternKey(std::vector<BoundFeature> features, Mode mode);

  std::size_t numbers() const { return numbers_.size(); }
  bool has_sequence() const { return !sequences_.empty(); }

  // The key of a row; valid until the next call. A number without value is 0 in msticpy's mode and a partition of its
  // own otherwise; an infinite one is always a partition of its own.
  std::string_view of(const Batch& batch, std::size_t row);

  // The parts of a key that of() made.
  void read_numbers(std::string_view key, std::vector<double>& out) const;
  std::string_view sequence(std::string_view key) const;
  std::string_view partition(std::string_view key) const;

 private:
  void append_number(const BoundFeature& feature, const Column& column, std::size_t row);

  std::vector<BoundFeature> numbers_;
  std::vector<BoundFeature> sequences_;
  std::vector<BoundFeature> categories_;
  Mode mode_;
  std::string key_;
  std::string flags_;
  std::string text_;
};

}  // namespace huntbook::cluster
