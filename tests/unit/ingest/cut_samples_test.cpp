// The samples of the sources of networks, clouds and feeds, cut off anywhere, with bytes changed and with any number of
// threads: every record that is read is stored or rejected, and threads and blocks change no row.
#include <algorithm>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

std::string content(const std::string& name) {
  std::ifstream file(std::string(HUNTBOOK_SAMPLES) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class CutSample : public ::testing::TestWithParam<const char*> {};

void expect_accounted(const TestRun& run) {
  EXPECT_EQ(run.result.records_read, run.result.records_stored + run.result.records_rejected);
  EXPECT_EQ(run.result.records_rejected, run.sink.rejections.size());
}

// Nothing where what is left is recognised as no evidence at all.
void read_what_is_left(const std::string& text, const char* name) {
  try {
    expect_accounted(run_source(text, name));
  } catch (const std::runtime_error& error) {
    EXPECT_FALSE(std::string(error.what()).empty());
  }
}

TEST_P(CutSample, AnywhereIsAccountedFor) {
  const std::string text = content(GetParam());
  ASSERT_FALSE(text.empty());
  const std::size_t step = std::max<std::size_t>(1, text.size() / 300);
  for (std::size_t size = 1; size < text.size(); size += step) read_what_is_left(text.substr(0, size), GetParam());
}

TEST_P(CutSample, ChangedBytesAreAccountedFor) {
  const std::string text = content(GetParam());
  const std::size_t step = std::max<std::size_t>(1, text.size() / 150);
  for (std::size_t at = 0; at < text.size(); at += step) {
    for (const char byte : {'\0', '"', '\n', ',', '9', '\xFF'}) {
      std::string changed = text;
      changed[at] = byte;
      read_what_is_left(changed, GetParam());
    }
  }
}

TEST_P(CutSample, ThreadsAndBlocksChangeNoRow) {
  const std::string text = content(GetParam());
  const auto rows_with = [&](unsigned threads, std::size_t block) {
    TestOptions options;
    options.table = "Own";
    options.name = GetParam();
    options.all_tables = true;
    options.run.threads = threads;
    options.run.blocks.block = block;
    const TestRun run = run_text(text, options);
    expect_accounted(run);
    std::map<std::string, std::vector<std::map<std::string, std::string>>> rows;
    for (const auto& [name, table] : run.sink.tables) rows[name] = table.rows;
    return rows;
  };
  const auto rows = rows_with(1, std::size_t{4} << 20);
  EXPECT_EQ(rows, rows_with(3, std::size_t{4} << 20));
  // Blocks hold a few records, and more than a header, as the reader asks.
  EXPECT_EQ(rows, rows_with(3, 1'024));
}

INSTANTIATE_TEST_SUITE_P(Samples, CutSample,
                         ::testing::Values("aws_cloudtrail.json", "aws_vpc_flow.log", "azure_activity.json",
                                           "azure_portal.csv", "bind_query.log", "dns_debug.log",
                                           "entra_diagnostics.jsonl", "entra_portal.csv", "entra_portal_audits.csv",
                                           "entra_signins.json", "firewall_cef.log", "gcp_audit.json",
                                           "graph_alerts.json", "indicators.csv", "indicators.txt", "misp_events.json",
                                           "nsg_flows.json", "office365_api.json", "office365_portal.csv",
                                           "sentinel_alerts.csv", "stix_bundle.json", "suricata_eve.json",
                                           "vnet_flows.json", "zeek_conn.log", "zeek_mixed.json"),
                         [](const auto& parameter) {
                           std::string name = parameter.param;
                           std::ranges::replace(name, '.', '_');
                           return name;
                         });

}  // namespace
}  // namespace huntbook::ingest::testing
