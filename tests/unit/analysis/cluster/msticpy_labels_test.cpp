// Mode msticpy against what msticpy itself computed on real evidence: every feature and every label of every row.
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "analysis/cluster/cluster.hpp"
#include "analysis/cluster/features.hpp"
#include "shared_data.hpp"

namespace huntbook::cluster {
namespace {

struct Evidence {
  const char* input;
  const char* expected;
};

class MsticpyLabels : public testing::TestWithParam<Evidence> {
 protected:
  void SetUp() override {
    auto input = test::read_csv(test::shared_data(GetParam().input));
    auto expected = test::read_csv(test::shared_data(GetParam().expected));
    if (!input || !expected) GTEST_SKIP() << "skipped: no shared data";
    std::tie(schema_, batch_) = test::as_text(*input);
    expected_ = std::move(*expected);
    ASSERT_EQ(batch_.rows(), expected_.size() - 1);
  }

  std::size_t expected_column(std::string_view name) const {
    const auto& header = expected_.front();
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
  }

  Schema schema_;
  Batch batch_;
  std::vector<std::vector<std::string>> expected_;
};

TEST_P(MsticpyLabels, FeaturesAreThoseOfMsticpy) {
  for (const char* name :
       {"commandlineTokensFull", "commandlineTokensHash", "commandlineScore", "commandlineLogLen", "commandlineLen",
        "pathScore", "pathLogScore", "pathHash", "isSystemSession", "accountNum"}) {
    const std::vector<std::string> names{name};
    const auto features = bind_features(schema_, names, Mode::Msticpy);
    ASSERT_TRUE(features) << features.error().message;
    const std::size_t column = expected_column(name);
    for (std::size_t row = 0; row < batch_.rows(); ++row) {
      const std::string& cell = expected_[row + 1][column];
      const double expected = cell == "True" ? 1 : cell == "False" ? 0 : std::stod(cell);
      const BoundFeature& feature = features->front();
      ASSERT_NEAR(number_of(feature, batch_.columns[feature.column], row), expected, 1e-9) << name << " row " << row;
    }
  }
}

TEST_P(MsticpyLabels, LabelsAreThoseOfMsticpy) {
  struct Run {
    const char* column;
    double eps;
    std::vector<std::string> features;
  };
  const std::vector<std::string> three{"commandlineTokensFull", "pathScore", "isSystemSession"};
  const std::vector<Run> runs{{"label_3f_eps0.01", 0.01, three},     {"label_3f_eps0.001", 0.001, three},
                              {"label_3f_eps0.0001", 0.0001, three}, {"label_4f_eps0.01", 0.01, {}},
                              {"label_4f_eps0.001", 0.001, {}},      {"label_4f_eps0.0001", 0.0001, {}}};
  for (const Run& run : runs) {
    Options options;
    options.mode = Mode::Msticpy;
    options.features = run.features;
    options.eps = run.eps;
    options.collapse = false;
    auto clusterer = EventClusterer::create(schema_, options);
    ASSERT_TRUE(clusterer) << clusterer.error().message;
    ASSERT_TRUE(clusterer->push(batch_));
    const std::vector<Batch> result = clusterer->finish();
    ASSERT_EQ(result.size(), 1U);
    const std::size_t id = schema_.size() + 1;
    for (std::size_t row = 0; row < batch_.rows(); ++row) {
      // Numbers too are the same, since clusters are numbered in the order of input.
      ASSERT_EQ(std::to_string(result[0].columns[id].long_at(row)), expected_[row + 1][expected_column(run.column)])
          << run.column << " row " << row;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(ProcessesOnHost, MsticpyLabels,
                         testing::Values(Evidence{"msticpy/processes_on_host.csv",
                                                  "expected/clusters_processes_on_host.csv.gz"},
                                         Evidence{"msticpy/processes_on_host_22979.csv.gz",
                                                  "expected/clusters_processes_on_host_22979.csv.gz"}));

}  // namespace
}  // namespace huntbook::cluster
