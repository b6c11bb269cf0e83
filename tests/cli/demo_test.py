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
    def test_writes_logs_truth_and_tip_and_says_where(self):
        result = self.check(self.run_program("demo", "evidence", "--events", 3000))
        for name in ("logs", "truth.csv", "README.txt"):
            self.assertTrue((self.folder / "evidence" / name).exists(), name)
            self.assertIn(f"evidence/{name}", result.stdout)
        self.assertIn("203.0.113.77", (self.folder / "evidence/README.txt").read_text())

    def test_every_line_is_an_event_and_the_truth_points_at_events(self):
        self.check(self.run_program("demo", "evidence", "--events", 3000))
        with open(self.folder / "evidence/logs/windows-events.json") as log:
            events = {(event["Hostname"], str(event["RecordNumber"])): event for event in map(json.loads, log)}
        with open(self.folder / "evidence/truth.csv") as file:
            truth = list(csv.DictReader(file))
        self.assertGreater(len(truth), 250)
        for row in truth:
            self.assertEqual(str(events[row["Hostname"], row["RecordNumber"]]["EventID"]), row["EventID"])

    def test_the_same_seed_gives_the_same_bytes(self):
        for name in ("a", "b"):
            self.check(self.run_program("demo", name, "--events", 3000, "--seed", 7))
        self.assertEqual((self.folder / "a/logs/windows-events.json").read_bytes(),
                         (self.folder / "b/logs/windows-events.json").read_bytes())

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
        result = self.check(self.run_program("demo", "evidence", "--events", 3000), 3)
        self.assertIn("truth.csv", result.stderr)

    def test_ctrl_c_stops_it(self):
        process = self.start_program("demo", "evidence", "--events", 50_000_000)
        try:
            log = self.folder / "evidence/logs/windows-events.json.gz"
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
