// Real evidence with exact counts; skipped where the folder with it is absent.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "ingest/archive/archive_reader.hpp"
#include "ingest/archive/compression.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

struct Evidence {
  const char* file;
  const char* member;  // part of the member's name; empty: gzip or plain
  std::map<std::string, std::size_t> rows;
  std::uint64_t rejected = 0;
};

std::string content_of(const std::string& path, const std::string& member) {
  const auto file = open_file(path);
  if (!file) throw std::runtime_error(path + " " + file.error().message);
  PeekSource peek(**file);
  ByteSource* source = &peek;
  UnpackBudget budget({});
  std::unique_ptr<ByteSource> unpacked;
  if (const auto packing = compression_kind(peek.peek(512)); !packing.empty()) {
    unpacked = decompressed(packing, peek, budget);
    source = unpacked.get();
  }
  std::unique_ptr<ArchiveReader> archive;
  if (!member.empty()) {
    archive = std::make_unique<ArchiveReader>(*source, 0, budget);
    while (true) {
      const auto name = archive->next();
      if (!name || !*name) throw std::runtime_error("no member " + member + " in " + path);
      if ((*name)->find(member) != std::string::npos) break;
    }
    source = &archive->member();
  }
  std::string text;
  std::vector<char> buffer(1 << 20);
  while (true) {
    const auto count = source->read(buffer.data(), buffer.size());
    if (!count || *count == 0) return text;
    text.append(buffer.data(), *count);
  }
}

class SharedEvidence : public ::testing::TestWithParam<Evidence> {};

TEST_P(SharedEvidence, EveryRecordIsStored) {
  const std::string data = shared_data();
  if (data.empty()) GTEST_SKIP() << "skipped: no shared evidence";
  const Evidence& evidence = GetParam();
  std::string text = content_of(data + "/" + evidence.file, evidence.member);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  TestOptions options;
  options.name = evidence.member[0] != '\0' ? evidence.member : evidence.file;
  options.table = "Own";
  const TestRun run = run_text(std::move(text), options);
  std::map<std::string, std::size_t> rows;
  for (const auto& [name, table] : run.sink.tables) rows[name] = table.rows.size();
  EXPECT_EQ(rows, evidence.rows);
  EXPECT_EQ(run.result.records_rejected, evidence.rejected);
  EXPECT_EQ(run.result.records_read, run.result.records_stored + run.result.records_rejected);
  EXPECT_TRUE(run.result.strays.empty());
  for (const char* name : {"SecurityEvent", "WindowsEvent"}) {
    const auto table = run.sink.tables.find(name);
    if (table == run.sink.tables.end()) continue;
    for (const auto& row : table->second.rows) {
      ASSERT_EQ(row.count("TimeGenerated"), 1U);
      ASSERT_EQ(row.count("EventID"), 1U);
      ASSERT_EQ(row.count("Computer"), 1U);
    }
  }
}

// Every record of every log, by the table that it goes to.
TEST(SharedEventLogs, EveryRecordIsStored) {
  const std::string data = shared_data();
  if (data.empty()) GTEST_SKIP() << "skipped: no shared evidence";
  std::ifstream counts(HUNTBOOK_EVTX_COUNTS);
  std::string line;
  std::size_t files = 0;
  while (std::getline(counts, line)) {
    if (line.starts_with('#')) continue;
    std::istringstream cells(line);
    std::string name;
    std::size_t security = 0;
    std::size_t windows = 0;
    std::getline(cells, name, '\t') >> security >> windows;
    TestOptions options;
    options.name = name;
    const TestRun run = run_text(content_of(data + "/evtx/" + name, ""), options);
    const auto rows = [&run](const char* table) {
      const auto found = run.sink.tables.find(table);
      return found == run.sink.tables.end() ? 0 : found->second.rows.size();
    };
    EXPECT_EQ(rows("SecurityEvent"), security) << name;
    EXPECT_EQ(rows("WindowsEvent"), windows) << name;
    EXPECT_EQ(run.result.records_read, security + windows) << name;
    EXPECT_EQ(run.result.records_rejected, 0U) << name;
    EXPECT_TRUE(run.result.strays.empty()) << name;
    ++files;
  }
  EXPECT_EQ(files, 156U);
}

// What a provider writes in a form of its own is a value of the event's template.
TEST(SharedEventLogs, UserDataIsRead) {
  const std::string data = shared_data();
  if (data.empty()) GTEST_SKIP() << "skipped: no shared evidence";
  const TestRun system = run_text(content_of(data + "/evtx/DE_104_system_log_cleared.evtx", ""));
  EXPECT_EQ(system.sink.tables.at("WindowsEvent").rows.at(0).at("EventData"),
            R"({"SubjectUserName":"user01","SubjectDomainName":"EXAMPLE","Channel":"System","BackupPath":""})");
  const TestRun security = run_text(content_of(data + "/evtx/DE_1102_security_log_cleared.evtx", ""));
  EXPECT_EQ(security.sink.tables.at("SecurityEvent").rows.at(0).at("Account"), "EXAMPLE\\user01");
}

INSTANTIATE_TEST_SUITE_P(
    Counts, SharedEvidence,
    ::testing::Values(
        Evidence{"otrf/empire_launcher_vbs.zip", "json", {{"SecurityEvent", 652}, {"WindowsEvent", 1415}}},
        Evidence{"otrf/empire_mimikatz_logonpasswords.zip", "json", {{"SecurityEvent", 702}, {"WindowsEvent", 5324}}},
        Evidence{"otrf/empire_psexec_dcerpc_tcp_svcctl.zip", "json", {{"SecurityEvent", 599}, {"WindowsEvent", 3749}}},
        Evidence{"otrf/psh_python_webserver.zip", "json", {{"SecurityEvent", 1629}, {"WindowsEvent", 766}}},
        Evidence{"otrf/empire_invoke_runas.tar.gz", "json", {{"SecurityEvent", 381}, {"WindowsEvent", 2200}}},
        Evidence{"otrf/metasploit_logonpasswords_lsass_memory_dump.zip",
                 "json",
                 {{"SecurityEvent", 2153}, {"WindowsEvent", 51545}}},
        Evidence{"otrf/WindowsEvents.Zip", "json", {{"SecurityEvent", 35}, {"Event", 2}, {"Own", 1}}},
        Evidence{"otrf/ec2_proxy_s3_exfiltration.zip", "json", {{"Own", 103}}},
        Evidence{"otrf/AADAuditEvents.Zip", "json", {{"AuditLogs", 2}, {"Own", 2}}},
        Evidence{"otrf/OfficeActivityEvents.Zip", "json", {{"OfficeActivity", 1}}},
        Evidence{"otrf/Microsoft365DefenderEvents.Zip", "json", {{"Own", 9}}},
        Evidence{"otrf/metasploit_logonpasswords_lsass_memory_dump_zeek_logs.zip", "conn.log", {{"Zeek_conn", 112}}},
        Evidence{"otrf/metasploit_logonpasswords_lsass_memory_dump_zeek_logs.zip", "dns.log", {{"Zeek_dns", 96}}},
        Evidence{
            "otrf/metasploit_logonpasswords_lsass_memory_dump_zeek_logs.zip", "analyzer.log", {{"Zeek_analyzer", 6}}},
        Evidence{"otrf/metasploit_logonpasswords_lsass_memory_dump_zeek_logs.zip", "files.log", {{"Zeek_files", 3}}},
        Evidence{"otrf/metasploit_logonpasswords_lsass_memory_dump_zeek_logs.zip", "http.log", {{"Zeek_http", 3}}},
        Evidence{
            "otrf/metasploit_logonpasswords_lsass_memory_dump_zeek_logs.zip", "kerberos.log", {{"Zeek_kerberos", 10}}},
        Evidence{"otrf/metasploit_logonpasswords_lsass_memory_dump_zeek_logs.zip",
                 "packet_filter.log",
                 {{"Zeek_packet_filter", 1}}},
        Evidence{"otrf/metasploit_logonpasswords_lsass_memory_dump_zeek_logs.zip", "pe.log", {{"Zeek_pe", 1}}},
        Evidence{"otrf/metasploit_logonpasswords_lsass_memory_dump_zeek_logs.zip",
                 "smb_mapping.log",
                 {{"Zeek_smb_mapping", 1}}},
        Evidence{"otrf/metasploit_logonpasswords_lsass_memory_dump_zeek_logs.zip", "ssl.log", {{"Zeek_ssl", 5}}},
        Evidence{"otrf/metasploit_logonpasswords_lsass_memory_dump_zeek_logs.zip", "weird.log", {{"Zeek_weird", 22}}},
        Evidence{"otrf/metasploit_logonpasswords_lsass_memory_dump_zeek_logs.zip", "x509.log", {{"Zeek_x509", 1}}},
        Evidence{"otrf/sh_arp_cache.zip", "log", {{"LinuxAudit", 2}}},
        Evidence{"otrf/sh_binary_padding_dd.zip", "log", {{"LinuxAudit", 1}}},
        Evidence{"msticpy/auditd_log.txt", "", {{"LinuxAudit", 938}}},
        Evidence{"msticpy/processes_on_host.csv", "", {{"SecurityEvent", 363}}},
        Evidence{"msticpy/processes_on_host_22979.csv.gz", "", {{"SecurityEvent", 22979}}},
        Evidence{"msticpy/host_logons.csv", "", {{"SecurityEvent", 14}}},
        Evidence{"msticpy/host_logons_164.csv.gz", "", {{"SecurityEvent", 164}}},
        Evidence{"msticpy/az_net_flows.csv", "", {{"Own", 460}}},
        Evidence{"msticpy/demo_exchange_data.csv", "", {{"Own", 1334}}},
        Evidence{"msticpy/linux_events.csv", "", {{"Own", 100}}},
        Evidence{"msticpy/TimeSeriesDemo.csv", "", {{"Own", 840}}},
        Evidence{"msticpy/alertlist.csv", "", {{"SecurityAlert", 189}}},
        Evidence{"msticpy/aad_signins_86.csv.gz", "", {{"SigninLogs", 86}}},
        Evidence{"msticpy/exchange_admin_146.csv.gz", "", {{"Own", 146}}},
        Evidence{"msticpy/syslog_data.csv", "", {{"Syslog", 100}}}),
    [](const auto& parameter) { return "evidence_" + std::to_string(parameter.index); });

}  // namespace
}  // namespace huntbook::ingest::testing
