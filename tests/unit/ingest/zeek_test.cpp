#include <gtest/gtest.h>

#include "ingest/record/epoch_time.hpp"
#include "memory_sink.hpp"

namespace huntbook::ingest::testing {
namespace {

const std::string conn_header =
    "#separator "
    "\\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#open\t2024-03-11-08-15-30\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_"
    "bytes\tconn_state\t"
    "local_orig\tmissed_bytes\thistory\ttunnel_parents\tnovel\n"
    "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tcount\tstring\ts"
    "et[string]\t"
    "string\n";

TEST(Zeek, TabSeparatedAndJsonGiveTheSameRows) {
  const TestRun tabs =
      run_source(conn_header +
                 "1710144930.123456\tC1\t192.0.2.1\t50000\t198.51.100.7\t443\ttcp\tssl\t0."
                 "003251\t100\t2000\tSF\tT\t0\tShADadFf\tCa,Cb\tx\n"
                 "1710144931.000000\tC2\t2001:db8::1\t53\t2001:db8::2\t53\tudp\t-\t-\t-\t-\tS0\tF\t0\tD\t(empty)\t-\n"
                 "#close\t2024-03-11-09-00-00\n");
  const TestRun json = run_source(
      R"({"_path":"conn","ts":1710144930.123456,"uid":"C1","id.orig_h":"192.0.2.1","id.orig_p":50000,"id.resp_h":"198.51.100.7","id.resp_p":443,)"
      R"("proto":"tcp","service":"ssl","duration":0.003251075744628906,"orig_bytes":100,"resp_bytes":2000,"conn_state":"SF","local_orig":true,)"
      R"("missed_bytes":0,"history":"ShADadFf","tunnel_parents":["Ca","Cb"],"novel":"x"})"
      "\n"
      R"({"ts":"2024-03-11T08:15:31.000000Z","uid":"C2","id.orig_h":"2001:db8::1","id.orig_p":53,"id.resp_h":"2001:db8::2","id.resp_p":53,)"
      R"("proto":"udp","conn_state":"S0","local_orig":false,"missed_bytes":0,"history":"D","tunnel_parents":[]})"
      "\n",
      "conn.log");
  const auto& table = tabs.sink.tables.at("Zeek_conn");
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows, json.sink.tables.at("Zeek_conn").rows);
  const auto& row = table.rows[0];
  EXPECT_EQ(row.at("TimeGenerated"), "2024-03-11T08:15:30.123456Z");
  EXPECT_EQ(row.at("id_orig_h"), "192.0.2.1");
  EXPECT_EQ(row.at("duration"), "00:00:00.0032510");
  EXPECT_EQ(row.at("local_orig"), "true");
  EXPECT_EQ(row.at("tunnel_parents"), R"(["Ca","Cb"])");
  EXPECT_EQ(row.at("_Extra"), R"({"novel":"x"})");
  EXPECT_EQ(table.types.at("id_orig_p"), "int");
  EXPECT_EQ(table.types.at("orig_bytes"), "long");
  EXPECT_EQ(table.types.at("duration"), "timespan");
  EXPECT_EQ(table.rows[1].at("tunnel_parents"), "[]");
  EXPECT_TRUE(tabs.result.strays.empty());
}

TEST(Zeek, JsonWithoutAPathGoesByItsColumns) {
  const auto table_of = [](const std::string& json) {
    return run_source(json + "\n", "x.log").sink.tables.begin()->first;
  };
  const std::string ends =
      R"({"ts":1710144930.1,"uid":"C1","id.orig_h":"192.0.2.1","id.orig_p":1,"id.resp_h":"198.51.100.7","id.resp_p":2,)";
  EXPECT_EQ(
      table_of(
          ends +
          R"("proto":"udp","trans_id":7,"query":"a.example","qtype_name":"A","answers":["192.0.2.9"],"TTLs":[60.0]})"),
      "Zeek_dns");
  EXPECT_EQ(table_of(ends + R"("trans_depth":1,"method":"GET","host":"a.example","uri":"/","status_code":200})"),
            "Zeek_http");
  EXPECT_EQ(table_of(ends + R"("version":"TLSv12","cipher":"x","server_name":"a.example","established":true})"),
            "Zeek_ssl");
  EXPECT_EQ(table_of(ends + R"("cookie":"mona","result":"encrypted","security_protocol":"HYBRID","cert_count":0})"),
            "Zeek_rdp");
  EXPECT_EQ(
      table_of(
          R"({"ts":1.5,"fuid":"F","source":"HTTP","depth":0,"analyzers":["MD5"],"mime_type":"text/plain","seen_bytes":1})"),
      "Zeek_files");
  EXPECT_EQ(table_of(R"({"ts":1.5,"uid":"x","a":1})"), "x");
}

TEST(Zeek, LogsWithoutADocumentedTableGetTheirOwn) {
  const TestRun run = run_source(R"({"_path":"quic","ts":1710144930.5,"uid":"C1","a.b":1})"
                                 "\n"
                                 R"({"_path":"my_script","ts":1710144930.5,"uid":"C1","c":1})"
                                 "\n");
  const auto& row = run.sink.tables.at("Zeek_quic").rows.at(0);
  EXPECT_EQ(row.at("TimeGenerated"), "2024-03-11T08:15:30.5Z");
  EXPECT_EQ(row.at("a_b"), "1");
  EXPECT_EQ(run.sink.tables.at("Zeek_other").rows.at(0).at("_path"), "my_script")
      << "records that each name another log must not make a table each";
  const TestRun tabs =
      run_source("#separator \\x09\n#path\tmy_script\n#fields\tts\tc\n#types\ttime\tcount\n1710144930.5\t1\n");
  EXPECT_EQ(tabs.sink.tables.at("Zeek_my_script").rows.at(0).at("c"), "1");
}

TEST(Zeek, CutLinesAndBadValuesAreKept) {
  const TestRun run = run_source(
      conn_header + "never\tC1\t192.0.2.1\tport\n1710144930\ta\tb\t1\tc\t2\td\te\t1\t1\t1\tf\tT\t0\tg\th\ti\tj\n");
  const auto& row = run.sink.tables.at("Zeek_conn").rows.at(0);
  EXPECT_EQ(row.at("_Extra"), R"({"ts":"never","id.orig_p":"port"})");
  ASSERT_EQ(run.sink.rejections.size(), 1U);
  EXPECT_EQ(run.sink.rejections[0].reason, "record has 18 cells, the header 17");
}

TEST(EpochTime, DecimalsExponentsAndMilliseconds) {
  EXPECT_EQ(read_seconds("0.003251"), 32'510);
  EXPECT_EQ(read_seconds("0.0032515"), 32'520);
  EXPECT_EQ(read_seconds("-1.5"), -15'000'000);
  EXPECT_EQ(read_seconds("9.059906005859375e-06"), 90);
  for (const char* bad : {"", ".", "-", "1.2.3", "1e99", "nan", "inf", " 1", "1 ", "0x1"})
    EXPECT_FALSE(read_seconds(bad)) << bad;
  EXPECT_EQ(format_datetime(read_epoch("1710144930.5").value()), "2024-03-11T08:15:30.5Z");
  EXPECT_EQ(format_datetime(read_epoch("1710144930500").value()), "2024-03-11T08:15:30.5Z");
  EXPECT_EQ(read_epoch("99999999999999999999"), std::nullopt);
  EXPECT_EQ(read_epoch("-99999999999"), std::nullopt);
}

}  // namespace
}  // namespace huntbook::ingest::testing
