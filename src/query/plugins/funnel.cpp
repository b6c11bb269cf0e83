#include "query/plugins/funnel.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/sequences/funnel.hpp"

namespace huntbook::query {

namespace {

using nlohmann::json;

// Occurrences that are held in memory.
constexpr std::size_t most_occurrences = 2'000'000;

// Input, sorted by who and time: who (text), time, window, state (text).
// Output: window, who, the state before and the one behind: an occurrence of the sequence.
class FunnelSequence final : public PluginRun {
 public:
  FunnelSequence(std::vector<std::string> sequence, std::int64_t longest_step)
      : occurrences_(std::move(sequence), longest_step), batch_(make_batch(schema())) {}

  Result<void> push(const Batch& batch) override {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      const std::string_view who = batch.columns[0].text_at(row);
      if (!who_ || *who_ != who) {
        end_of_actor();
        who_ = who;
      }
      occurrences_.add(batch.columns[1].long_at(row), batch.columns[2].long_at(row), batch.columns[3].text_at(row),
                       found_);
      write();
      if (batch_.rows() > most_occurrences)
        return fail(ErrorKind::User,
                    fmt::format("The sequence occurs more than {} times: too often to be held.", most_occurrences),
                    "choose a longer sequence, or a shorter time");
    }
    return {};
  }

  Result<std::vector<Batch>> finish() override {
    end_of_actor();
    std::vector<Batch> result;
    result.push_back(std::move(batch_));
    return result;
  }

 private:
  static Schema schema() {
    return {{"w", ScalarType::Long},
            {"who", ScalarType::String},
            {"before", ScalarType::String},
            {"after", ScalarType::String}};
  }

  void end_of_actor() {
    occurrences_.finish(found_);
    write();
  }

  void write() {
    for (const sequences::Occurrence& occurrence : found_) {
      batch_.columns[0].push_long(occurrence.window);
      batch_.columns[1].push_text(*who_);
      batch_.columns[2].push_text(occurrence.before);
      batch_.columns[3].push_text(occurrence.after);
    }
    found_.clear();
  }

  sequences::Occurrences occurrences_;
  std::vector<sequences::Occurrence> found_;
  std::optional<std::string> who_;
  Batch batch_;
};

// Input, sorted by window, who and time: who (text), time, window, state (text).
// Output: window, step of the sequence (from 0), period, how many came so far in so long.
class FunnelCompletion final : public PluginRun {
 public:
  FunnelCompletion(const std::vector<std::string>& sequence, std::vector<std::int64_t> periods)
      : progress_(sequence), periods_(std::move(periods)), steps_(sequence.size()), batch_(make_batch(schema())) {}

  Result<void> push(const Batch& batch) override {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      const std::string_view who = batch.columns[0].text_at(row);
      const std::int64_t window = batch.columns[2].long_at(row);
      const bool same_window = window_ == window;
      if (!same_window || *who_ != who) {
        end_of_actor();
        if (!same_window) end_of_window();
        window_ = window;
        who_ = who;
      }
      progress_.add(batch.columns[1].long_at(row), batch.columns[3].text_at(row));
    }
    return {};
  }

  Result<std::vector<Batch>> finish() override {
    end_of_actor();
    end_of_window();
    std::vector<Batch> result;
    result.push_back(std::move(batch_));
    return result;
  }

 private:
  static Schema schema() {
    return {{"w", ScalarType::Long}, {"step", ScalarType::Long}, {"period", ScalarType::Long}, {"n", ScalarType::Long}};
  }

  void end_of_actor() {
    if (counts_.empty()) counts_.assign(steps_ * periods_.size(), 0);
    for (std::size_t period = 0; period < periods_.size(); ++period) {
      for (std::size_t step = 0; step < steps_; ++step) {
        const std::optional<std::int64_t>& took = progress_.shortest()[step];
        if (took && *took <= periods_[period]) ++counts_[period * steps_ + step];
      }
    }
    progress_.restart();
  }

  void end_of_window() {
    if (window_) {
      for (std::size_t i = 0; i < counts_.size(); ++i) {
        batch_.columns[0].push_long(*window_);
        batch_.columns[1].push_long(static_cast<std::int64_t>(i % steps_));
        batch_.columns[2].push_long(periods_[i / steps_]);
        batch_.columns[3].push_long(counts_[i]);
      }
    }
    counts_.clear();
  }

  sequences::Progress progress_;
  std::vector<std::int64_t> periods_;
  std::size_t steps_;
  std::vector<std::int64_t> counts_;  // of the window, by period and step
  std::optional<std::int64_t> window_;
  std::optional<std::string> who_;
  Batch batch_;
};

template <class Make>
Plugin plugin_of(std::string_view name, Make make) {
  Plugin plugin;
  plugin.signature.name = name;
  plugin.start = [make](const Schema&, std::string_view payload) -> Result<std::unique_ptr<PluginRun>> {
    try {
      return make(json::parse(payload));
    } catch (const json::exception& error) {
      return fail(ErrorKind::Internal, fmt::format("a payload that can't be read: {}", error.what()));
    }
  };
  return plugin;
}

}  // namespace

Plugin funnel_sequence() {
  return plugin_of("funnel_sequence", [](const json& given) -> std::unique_ptr<PluginRun> {
    return std::make_unique<FunnelSequence>(given.at("sequence").get<std::vector<std::string>>(),
                                            given.at("longest_step").get<std::int64_t>());
  });
}

Plugin funnel_sequence_completion() {
  return plugin_of("funnel_sequence_completion", [](const json& given) -> std::unique_ptr<PluginRun> {
    return std::make_unique<FunnelCompletion>(given.at("sequence").get<std::vector<std::string>>(),
                                              given.at("periods").get<std::vector<std::int64_t>>());
  });
}

}  // namespace huntbook::query
