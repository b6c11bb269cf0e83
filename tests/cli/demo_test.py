"""huntbook demo, as a user runs it."""
import csv
import json
import os
import signal
import subprocess
import time
import unittest

from program import ProgramTest, main


class Demo(ProgramTest):
    def rows(self, query):
        result = self.check(self.run_program("-C", "case", "query", query, "--format", "json"))
        return json.loads(result.stdout)["rows"]

    def test_writes_logs_truth_and_tip_and_says_where(self):
        result = self.check(self.run_program("demo", "evidence", "--events", 10000))
        for name in ("logs", "truth.csv", "README.txt"):
            self.assertTrue((self.folder / "evidence" / name).exists(), name)
            self.assertIn(f"evidence/{name}", result.stdout)
        self.assertIn("203.0.113.77", (self.folder / "evidence/README.txt").read_text())

    def test_windows_events_come_back_and_the_truth_points_at_them(self):
        self.check(self.run_program("demo", "evidence", "--events", 10000))
        self.check(self.run_program("-C", "case", "ingest", "evidence/logs"))
        self.assertEqual(self.rows("Evidence | where RecordsRejected > 0 | project Path"), [])
        events = {(computer, channel, record): event for computer, channel, record, event in self.rows(
            "union SecurityEvent, WindowsEvent | project Computer, Channel, EventRecordId, EventID")}
        with open(self.folder / "evidence/truth.csv") as file:
            truth = [row for row in csv.DictReader(file) if row["File"].endswith(".evtx")]
        self.assertGreater(len(truth), 300)
        for row in truth:
            channel = row["File"].split("/")[1].removesuffix(".evtx").replace("%4", "/")
            self.assertEqual(str(events[row["Host"], channel, row["Record"]]), row["Event"])

    def test_nxlogs_form_gives_the_same_rows(self):
        query = """SecurityEvent | where EventID in (4624, 4625, 4688, 1102, 4720)
            | project TimeGenerated = bin(TimeGenerated, 1ms), Computer, EventID, EventRecordId, Account, LogonType,
              IpAddress, CommandLine, SubjectLogonId, TargetLogonId | sort by EventRecordId asc, Computer asc"""
        found = []
        for form in ("evtx", "nxlog"):
            self.check(self.run_program("demo", form, "--events", 10000, "--windows", form))
            self.check(self.run_program("-C", f"case-{form}", "ingest", f"{form}/logs", "--timezone", "UTC"))
            result = self.check(self.run_program("-C", f"case-{form}", "query", query, "--format", "json"))
            found.append(json.loads(result.stdout)["rows"])
        self.assertGreater(len(found[0]), 3000)
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
