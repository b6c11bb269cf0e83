"""huntbook ingest from outside: exit codes, the samples of tests/ingest with their counts, kill -9 in mid-file."""
import gzip
import json
import random
import signal
import subprocess
import time

from program import PROGRAM, ROOT, ProgramTest, bytes_read, main, named_rows

SAMPLES = ROOT / "tests/ingest"


class IngestTest(ProgramTest):
    def rows(self, *arguments, code=0, **options):
        result = self.check(self.run_program("-C", "case", *arguments, **options), code)
        return named_rows(result.stdout)

    def ingest(self, *paths, code=0, **options):
        return self.rows("ingest", "--json", *paths, code=code, **options)

    def count(self, table):
        stored = {row["Table"]: row["Rows"] for row in self.rows("show", "tables", "--json")}
        return stored.get(table, 0)


class Samples(IngestTest):
    def test_every_sample_has_its_counts(self):
        for line in (SAMPLES / "counts.tsv").read_text().splitlines():
            if line.startswith("#"):
                continue
            name, status, read, stored, rejected, table, in_table = line.split("\t")
            with self.subTest(name):
                files = self.ingest(SAMPLES / "samples" / name, code=1 if status == "rejected" else 0)
                row = files[-1]
                self.assertEqual(row["Status"], status, row)
                self.assertEqual([row["RecordsRead"], row["RecordsStored"], row["RecordsRejected"]],
                                 [int(read), int(stored), int(rejected)], row)
                if table:
                    self.assertEqual(self.count(table), int(in_table))
        self.assertEqual(sum(row["RecordsRejected"] for row in self.rows("show", "evidence", "--json")),
                         len(self.rows("show", "errors", "--json")))


class Command(IngestTest):
    def test_standard_input(self):
        text = gzip.compress(b'{"a":1}\n{"a":2}\n')
        with open(self.write("x", text), "rb") as stdin:
            files = self.ingest("-", "--as", "Piped", stdin=stdin)
        self.assertEqual(files[0]["Path"], "-")
        self.assertEqual(self.count("Piped"), 2)

    def test_seen_before_is_success(self):
        path = self.write("a.json", '{"a":1}\n')
        self.ingest(path)
        self.assertEqual(self.ingest(path)[0]["Status"], "skipped")
        self.assertEqual(self.count("a"), 1)

    def test_faults_and_their_codes(self):
        self.check(self.run_program("-C", "case", "ingest", "nothing-there"), 2)
        self.check(self.run_program("-C", "case", "ingest", self.write("a", "x"), "--timezone", "Nowhere"), 2)
        self.check(self.run_program("-C", "case", "ingest", self.write("b.txt", "prose\n")), 1)
        good, bad = self.write("c.json", '{"a":1}\n'), self.write("d.bin", b"\0" * 50)
        self.assertEqual([row["Status"] for row in self.ingest(bad, good)], ["rejected", "stored"])

    def test_a_hunting_export_has_its_time_under_both_names(self):
        row = {"Timestamp": "2024-05-06T14:00:03Z", "DeviceName": "a", "ActionType": "ProcessCreated", "FileName": "x",
               "FolderPath": "c", "ProcessId": 1, "ProcessCommandLine": "x", "AccountName": "u", "AccountDomain": "d"}
        other = dict(row, TimeGenerated="2024-05-06T15:00:00Z")
        del other["Timestamp"]
        path = self.write("export.json", json.dumps(row) + "\n" + json.dumps(other) + "\n")
        self.ingest("--as", "DeviceProcessEvents", path)
        query = "DeviceProcessEvents | sort by TimeGenerated asc | project TimeGenerated, Timestamp"
        times = self.rows("query", "--format", "json", query)
        self.assertEqual([(row["TimeGenerated"], row["Timestamp"]) for row in times],
                         [("2024-05-06T14:00:03Z",) * 2, ("2024-05-06T15:00:00Z",) * 2])

    def test_the_older_table_of_indicators_is_a_view_of_the_newer(self):
        self.ingest(SAMPLES / "samples/stix_bundle.json", SAMPLES / "samples/indicators.txt")
        query = "ThreatIntelligenceIndicator | where NetworkIP == '198.51.100.3' and Active | project ConfidenceScore, Tags"
        found = self.rows("query", "--format", "json", query)
        self.assertEqual([(row["ConfidenceScore"], row["Tags"]) for row in found], [(85.0, "botnet"), (None, "")])
        query = "ThreatIntelligenceIndicator | where isnotempty(FileHashValue) or isnotempty(Url) | count"
        self.assertEqual(self.rows("query", "--format", "json", query)[0]["Count"], 2)
        both = "union withsource=T ThreatIntel* | summarize count() by T"
        self.assertEqual([row["T"] for row in self.rows("query", "--format", "json", both)].count("ThreatIntelIndicators"), 1)

    def test_evidence_cannot_enter_the_ledger(self):
        path = self.write("Evidence.json", '{"Path":"forged"}\n')
        self.assertEqual(self.ingest(path, code=1)[0]["Status"], "rejected")

    def test_a_table_as_wide_as_tables_get(self):
        record = {f"column_{i}": i for i in range(1900)}
        path = self.write("wide.json", "".join(json.dumps(dict(record, n=i)) + "\n" for i in range(300)))
        self.assertEqual(self.ingest(path)[0]["RecordsStored"], 300)


class Interrupted(IngestTest):
    """Stops at points that are shown to be in the middle of the second file."""

    def evidence(self):
        small = "".join('{"n":%d,"text":"%s"}\n' % (i, "a" * 80) for i in range(2_000))
        text = "b" * 300
        large = "".join('{"n":%d,"key":"%x","text":"%s"}\n' % (i, i * 2654435761 % 2**32, text) for i in range(150_000))
        return self.write("first.json", small), self.write("second.json", large)

    def start_and_wait(self, paths, target):
        """Starts an ingest; the process once it has read `target` bytes, and the bytes, or None when it was faster."""
        process = subprocess.Popen([PROGRAM, "-C", "case", "ingest", *map(str, paths)], cwd=self.folder,
                                   env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            read = bytes_read(process)
            if read is not None and read >= target:
                return process, read
            time.sleep(0.0005)
        return process, None

    def whole_or_absent(self, first, second):
        stored = {row["Path"]: row for row in self.rows("show", "evidence", "--json")}
        for path, table, records in ((first, "first", 2_000), (second, "second", 150_000)):
            row = stored.get(str(path))
            self.assertEqual(self.count(table), records if row else 0, path)
            if row:
                self.assertEqual(row["RecordsStored"], records)
        return str(second) in stored

    def test_kill_leaves_each_file_whole_or_absent(self):
        first, second = self.evidence()
        size = second.stat().st_size
        chance = random.Random(20240601)
        hits = 0
        for attempt in range(200):
            if hits == 20:
                break
            subprocess.run(["rm", "-rf", str(self.folder / "case")], check=True)
            process, read = self.start_and_wait([first, second], first.stat().st_size + int(size * chance.uniform(0.1, 0.95)))
            if read is None:
                continue
            process.kill()
            process.wait()
            # In mid-file means: the first file is there, and the second is not. A kill that came after the commit, or
            # before the first one, is no hit.
            if (self.folder / "case/case.duckdb").exists() and not self.whole_or_absent(first, second):
                hits += self.count("first") > 0
        self.assertEqual(hits, 20)
        # The case goes on from there.
        self.assertEqual([row["Status"] for row in self.ingest(first, second)], ["skipped", "stored"])
        self.assertTrue(self.whole_or_absent(first, second))

    def test_ctrl_c_rolls_the_file_at_hand_back(self):
        first, second = self.evidence()
        for _ in range(20):
            process, read = self.start_and_wait([first, second], second.stat().st_size // 2)
            if read is not None:
                process.send_signal(signal.SIGINT)
                if process.wait() == 130:
                    break
            subprocess.run(["rm", "-rf", str(self.folder / "case")], check=True)
        self.assertEqual(process.returncode, 130)
        self.assertFalse(self.whole_or_absent(first, second))


if __name__ == "__main__":
    main()
