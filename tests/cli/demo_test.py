"""huntbook demo, as a user runs it."""
import csv
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from datetime import datetime

from program import PROGRAM, ProgramTest, main


def lines_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [line.rstrip("\r\n") for line in file]


class WrittenAndRead(ProgramTest):
    """What the maker wrote comes back event for event. Counted here without the program's own readers."""

    @classmethod
    def setUpClass(cls):
        cls.shared = pathlib.Path(tempfile.mkdtemp(prefix="huntbook-cli-"))
        cls.addClassCleanup(shutil.rmtree, cls.shared, ignore_errors=True)
        for command in (["demo", "evidence", "--events", "20000"],
                        ["-C", "case", "ingest", "evidence/logs", "--timezone", "UTC"]):
            subprocess.run([PROGRAM, *command], cwd=cls.shared, check=True, capture_output=True)
        cls.logs = cls.shared / "evidence/logs"
        with open(cls.shared / "evidence/truth.csv") as file:
            cls.truth = list(csv.DictReader(file))

    def rows(self, query):
        result = self.check(self.run_program("-C", self.shared / "case", "query", query, "--format", "json"))
        return json.loads(result.stdout)["rows"]

    def truth_of(self, prefix):
        return [row for row in self.truth if row["File"].startswith(prefix)]

    def test_every_record_is_stored(self):
        self.assertEqual(self.rows("Evidence | where RecordsRejected > 0 or RecordsRead == 0 | project Path, Note"), [])

    def test_windows_events(self):
        events = {(computer, channel, record): str(event) for computer, channel, record, event in self.rows(
            "union SecurityEvent, WindowsEvent | project Computer, Channel, EventRecordId, EventID")}
        attack = [row for row in self.truth if row["File"].endswith(".evtx")]
        self.assertGreater(len(attack), 350)
        for row in attack:
            channel = row["File"].split("/")[1].removesuffix(".evtx").replace("%4", "/")
            self.assertEqual(events[row["Host"], channel, row["Record"]], row["Event"])

    def test_audit_events(self):
        ids = {re.search(r"msg=audit\(([^)]*)\)", line)[1].split(":")[1] for line in lines_of(self.logs / "hl-web01/audit.log")}
        found = {str(serial): (time, kind) for serial, time, kind in self.rows(
            "LinuxAudit | project EventId, TimeGenerated, MainType")}
        self.assertEqual(set(found), ids)
        for row in self.truth_of("hl-web01/audit.log"):
            time, kind = found[row["Record"]]
            self.assertEqual(time, row["TimeGenerated"])
            if row["Event"] not in ("PATH", "SOCKADDR"):
                self.assertEqual(kind, row["Event"])
        # What was hexadecimal is text again.
        [[line]] = self.rows('LinuxAudit | where CommandLine has "crontab -l" | project CommandLine')
        self.assertIn('echo "17 */6 * * * /var/tmp/.cache/kwatchd', line)

    def test_lines_of_syslog(self):
        for name in ("auth.log", "syslog"):
            lines = lines_of(self.logs / f"hl-web01/{name}-20240401")
            [[count, first, last]] = self.rows(f"""Evidence | where Path has "hl-web01/{name}"
                | project RecordsStored, FirstEvent, LastEvent""")
            self.assertEqual(count, len(lines))
            for line, stamp in ((lines[0], first), (lines[-1], last)):
                self.assertEqual(datetime.strptime("2024 " + line[:15], "%Y %b %d %H:%M:%S").isoformat() + "Z", stamp)
        lines = lines_of(self.logs / "hl-web01/auth.log-20240401")
        failed = sum("Failed password" in line and "203.0.113.77" in line for line in lines)
        self.assertEqual(self.rows("""Syslog | where ProcessName == "sshd" and SyslogMessage has "203.0.113.77"
            | where SyslogMessage startswith "Failed password" | count"""), [[failed]])
        for row in self.truth_of("hl-web01/auth.log"):
            self.assertIn(f" {row['Event']}[", lines[int(row["Record"]) - 1])

    def test_flows(self):
        tuples = []
        for path in sorted((self.logs / "nsg").rglob("PT1H.json")):
            for record in json.loads(path.read_text())["records"]:
                for rule in record["properties"]["flows"]:
                    for flow in rule["flows"]:
                        tuples += flow["flowTuples"]
        self.assertEqual(self.rows("AzureNetworkAnalytics_CL | count"), [[len(tuples)]])
        of_botnet = [t for t in tuples if t.split(",")[1] == "203.0.113.77"]
        self.assertEqual(self.rows('AzureNetworkAnalytics_CL | where SrcIP_s == "203.0.113.77" | count'),
                         [[len(of_botnet)]])
        self.assertLessEqual({row["Record"] for row in self.truth_of("nsg/")}, set(tuples))

    def test_zeeks_logs(self):
        for name in ("conn", "dns"):
            lines = [line.split("\t") for line in lines_of(self.logs / f"zeek/{name}.log") if not line.startswith("#")]
            found = {uid: (source, target) for uid, source, target in self.rows(
                f"Zeek_{name} | project uid, id_orig_h, id_resp_h")}
            self.assertEqual(found, {line[1]: (line[2], line[4]) for line in lines})
            attack = self.truth_of(f"zeek/{name}.log")
            self.assertGreater(len(attack), 40)
            self.assertLessEqual({row["Record"] for row in attack}, set(found))

    def test_office_365(self):
        with open(self.logs / "office365/AuditLog.csv", newline="") as file:
            written = {row["RecordId"]: (row["Operation"], json.loads(row["AuditData"])["ClientIP"])
                       for row in csv.DictReader(file)}
        found = {id: (operation, address) for id, operation, address in self.rows(
            "OfficeActivity | project OfficeId, Operation, ClientIP")}
        self.assertEqual(found, written)
        attack = self.truth_of("office365/")
        self.assertEqual({row["Record"] for row in attack},
                         {id for id, (_, address) in found.items() if address == "203.0.113.77"})

    def test_sign_ins(self):
        written = [json.loads(line) for line in lines_of(self.logs / "entra/SignInLogs.json")]
        found = self.rows("SigninLogs | project Id, TimeGenerated, UserPrincipalName, IPAddress, ResultType")
        self.assertEqual(sorted(found), sorted(
            [each["properties"]["id"], each["time"], each["properties"]["userPrincipalName"], each["callerIpAddress"],
             each["resultType"]] for each in written))

    def test_alerts(self):
        written = [json.loads(line) for line in lines_of(self.logs / "sentinel/SecurityAlert.json")]
        found = self.rows("SecurityAlert | project SystemAlertId, AlertName, Entities, ExtendedProperties")
        self.assertEqual(sorted(found), sorted(
            [each["SystemAlertId"], each["AlertName"], each["Entities"], each["ExtendedProperties"]] for each in written))
        self.assertEqual(len(self.truth_of("sentinel/")), 7)

    def test_indicators(self):
        bundle = json.loads((self.logs / "threat-intelligence/feed.stix.json").read_text())
        indicators = [each for each in bundle["objects"] if each["type"] == "indicator"]
        self.assertEqual(self.rows("ThreatIntelIndicators | count"), [[len(indicators)]])
        self.assertEqual(self.rows("""ThreatIntelIndicators | where ObservableValue == "203.0.113.77"
            | project Pattern, Confidence"""), [["[ipv4-addr:value = '203.0.113.77']", 85]])
        # The report's text names the same.
        report = (self.shared / "evidence/report.txt").read_text()
        self.assertIn("203[.]0[.]113[.]77", report)

    def test_one_search_finds_the_address_in_every_source(self):
        tables = {table for table, _ in self.rows('search "203.0.113.77" | summarize count() by $table')}
        self.assertLessEqual({"SecurityEvent", "WindowsEvent", "LinuxAudit", "Syslog", "AzureNetworkAnalytics_CL",
                              "Zeek_conn", "OfficeActivity", "SigninLogs", "SecurityAlert", "ThreatIntelIndicators"}, tables)


class Demo(ProgramTest):
    def test_writes_logs_truth_and_tip_and_says_where(self):
        result = self.check(self.run_program("demo", "evidence", "--events", 10000))
        for name in ("logs", "truth.csv", "README.txt"):
            self.assertTrue((self.folder / "evidence" / name).exists(), name)
            self.assertIn(f"evidence/{name}", result.stdout)
        self.assertIn("203.0.113.77", (self.folder / "evidence/README.txt").read_text())

    def test_nxlogs_form_gives_the_same_rows(self):
        query = """SecurityEvent | where EventID in (4624, 4625, 4688, 1102, 4720)
            | project TimeGenerated = bin(TimeGenerated, 1ms), Computer, EventID, EventRecordId, Account, LogonType,
              IpAddress, CommandLine, SubjectLogonId, TargetLogonId | sort by EventRecordId asc, Computer asc"""
        found = []
        for form in ("evtx", "nxlog"):
            self.check(self.run_program("demo", form, "--events", 20000, "--windows", form))
            logs = f"{form}/logs/" + ("FIN-TS01" if form == "evtx" else "windows-events.json")
            self.check(self.run_program("-C", f"case-{form}", "ingest", logs))
            result = self.check(self.run_program("-C", f"case-{form}", "query", query, "--format", "json"))
            found.append(json.loads(result.stdout)["rows"])
        self.assertGreater(len(found[0]), 2000)
        self.assertEqual(found[0], found[1])

    def test_too_few_events_are_a_usage_error(self):
        self.check(self.run_program("demo", "evidence", "--events", 5), 2)

    def test_a_file_in_the_way_is_the_environments_fault(self):
        (self.folder / "evidence").write_text("x")
        result = self.check(self.run_program("demo", "evidence"), 3)
        self.assertIn("evidence", result.stderr)

    @unittest.skipIf(not os.path.exists("/dev/full"), "no /dev/full here")
    def test_a_full_disk_is_the_environments_fault(self):
        (self.folder / "evidence").mkdir()
        (self.folder / "evidence/truth.csv").symlink_to("/dev/full")
        result = self.check(self.run_program("demo", "evidence", "--events", 10000), 3)
        self.assertIn("truth.csv", result.stderr)

    def test_a_file_that_cannot_grow_ends_it_at_once(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (3 << 20, 3 << 20))

        result = self.check(self.run_program("demo", "evidence", "--events", 50_000_000, preexec_fn=limit,
                                             restore_signals=False), 3)
        self.assertRegex(result.stderr, r"Cannot write .*evidence/logs/.*: File too large")

    def test_ctrl_c_stops_it(self):
        process = self.start_program("demo", "evidence", "--events", 50_000_000)
        try:
            log = self.folder / "evidence/logs/FIN-TS01/Security.evtx"
            deadline = time.monotonic() + 30
            while not log.exists() and time.monotonic() < deadline:
                time.sleep(0.02)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        self.assertEqual(process.returncode, 130)
        self.assertEqual(errors, "stopped\n")


if __name__ == "__main__":
    main()
