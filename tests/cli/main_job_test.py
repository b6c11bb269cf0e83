"""The main job, as a user does it: evidence in, KQL over it, events boiled down, a notebook run, a report out."""
import csv
import io
import json
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from program import PROGRAM, ROOT, ProgramTest, main

NOTEBOOK = ROOT / "notebooks/windows-host.ipynb"


class Investigation(ProgramTest):
    """On the demo's evidence, which is made and taken in once for all cases."""

    @classmethod
    def setUpClass(cls):
        cls.shared = Path(tempfile.mkdtemp(prefix="huntbook-cli-"))
        cls.addClassCleanup(shutil.rmtree, cls.shared, ignore_errors=True)
        for command in (["demo", "evidence", "--events", "20000"],
                        ["-C", "case", "ingest", "evidence/logs", "--timezone", "UTC"]):
            subprocess.run([PROGRAM, *command], cwd=cls.shared, check=True, capture_output=True)
        with open(cls.shared / "evidence/truth.csv") as file:
            cls.truth = list(csv.DictReader(file))

    def setUp(self):
        super().setUp()
        shutil.copytree(self.shared / "case", self.folder / "case")

    def query(self, text):
        result = self.check(self.run_program("-C", "case", "query", text, "--format", "json"))
        self.assertEqual(result.stderr, "")
        return json.loads(result.stdout)["rows"]

    def investigate(self, name, *parameters):
        self.check(self.run_program("-C", "case", "run", NOTEBOOK, "-o", f"{name}.ipynb", *parameters))
        self.check(self.run_program("-C", "case", "report", f"{name}.ipynb", "-o", f"{name}.html"))
        return ((self.folder / f"{name}.ipynb").read_text(encoding="utf-8"),
                (self.folder / f"{name}.html").read_text(encoding="utf-8"))

    def processes_followed(self):
        text = 'Observations | where Caption startswith "Processes of the session" | project Captured'
        return "".join(self.query(text)[0][0]["text/plain"])

    def test_the_ledger_accounts_for_every_event(self):
        read, stored, rejected, files = self.query(
            "Evidence | summarize sum(RecordsRead), sum(RecordsStored), sum(RecordsRejected), count()")[0]
        self.assertEqual((read, rejected), (stored, 0))
        self.assertEqual(files, sum(1 for path in (self.shared / "evidence/logs").rglob("*") if path.is_file()))

    def test_evidence_seen_before_is_skipped(self):
        shutil.copytree(self.shared / "evidence", self.folder / "evidence")
        before = self.query("SecurityEvent | count")
        self.check(self.run_program("-C", "case", "ingest", "evidence/logs", "--timezone", "UTC"))
        self.assertEqual(self.query("SecurityEvent | count"), before)

    def test_queries_agree_with_the_truth(self):
        in_truth = sum(1 for row in self.truth if row["File"].endswith("Security.evtx") and row["Event"] == "4625")
        self.assertEqual(self.query('SecurityEvent | where EventID == 4625 and IpAddress == "203.0.113.77" | count'),
                         [[in_truth]])

    def test_clustering_keeps_what_the_attacker_did(self):
        rows = self.query("""SecurityEvent | where EventID == 4688 | evaluate cluster_events()
            | project CommandLine, ClusterSize""")
        lines = [line for line, _ in rows]
        self.assertLess(len(rows), self.query("SecurityEvent | where EventID == 4688 | count")[0][0] / 10)
        for step in ("ftp  -n -s:", "/add", "sc  create", "schtasks  /create", "wevtutil  cl"):
            self.assertTrue(any(step in line for line in lines), step)

    def test_the_notebook_finds_the_attacker_and_the_report_says_so(self):
        notebook, report = self.investigate("out")
        for cell in json.loads(notebook)["cells"]:
            for output in cell.get("outputs", []):
                self.assertNotEqual(output["output_type"], "error", cell["id"])
        captions = [row[0] for row in self.query("Observations | project Caption")]
        self.assertIn("Passwords guessed from an address that then got in", captions)
        self.assertIn("Processes of accounts that the session made", captions)
        self.assertIn("net  user helpdesk2", self.processes_followed())
        for finding in ("203.0.113.77", "198.51.100.23", "itsupport", "helpdesk2", "wevtutil  cl Security", *captions):
            self.assertIn(finding, report)
        # The address leads to the other victims.
        for finding in ("Linux audit log", "hl-web01", "Office 365", "harbourline.example"):
            self.assertIn(finding, report)
        sha256 = self.query("Evidence | project Sha256")[0][0]
        self.assertEqual(len(sha256), 64)
        self.assertIn(sha256, report)
        self.assertNotIn("<script", report)

    def test_two_runs_give_the_same_bytes(self):
        self.assertEqual(self.investigate("one"), self.investigate("two"))

    def test_a_session_is_followed_by_its_id(self):
        session = self.query("""SecurityEvent
            | where EventID == 4624 and LogonType == 10 and IpAddress == "198.51.100.23"
            | top 1 by TimeGenerated desc | project TargetLogonId""")[0][0]
        self.investigate("second", "--param", f"session={session}")
        followed = self.processes_followed()
        self.assertIn(r"D:\Shares\Accounts", followed)
        self.assertNotIn("net  user helpdesk2", followed)

    def test_a_failed_cell_is_shown_and_the_rest_runs(self):
        document = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
        cell = next(cell for cell in document["cells"] if cell["id"] == "cluster-count")
        cell["source"] = ["Processes | wher true"]
        (self.folder / "broken.ipynb").write_text(json.dumps(document))
        result = self.check(self.run_program("-C", "case", "run", "broken.ipynb", "-o", "out.ipynb"), 1)
        self.assertIn("1 failed", result.stderr)
        done = json.loads((self.folder / "out.ipynb").read_text())
        failed = [cell["id"] for cell in done["cells"]
                  if any(output["output_type"] == "error" for output in cell.get("outputs", []))]
        self.assertEqual(failed, ["cluster-count"])


class HostileEvidence(ProgramTest):
    MARKUP = "<script>document.title='OWNED'</script><img src=x onerror=alert(1)>"

    def setUp(self):
        super().setUp()
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow(["Time", "User", "Message"])
        rows.writerow(["2024-03-16T03:00:00Z", self.MARKUP, "\x1b]0;owned\x07\x1b[2J"])
        rows.writerow(["2024-03-16T03:01:00Z", "=cmd|'/c calc'!A0", "two\nlines"])
        (self.folder / "hostile.csv").write_text(text.getvalue())
        self.check(self.run_program("-C", "case", "ingest", "hostile.csv", "--as", "Hostile"))

    def test_escapes_are_visible_in_the_terminal(self):
        result = self.check(self.run_program("-C", "case", "query", "Hostile"))
        self.assertNotIn("\x1b", result.stdout)
        self.assertNotIn("\x07", result.stdout)
        self.assertIn("\\x1b]0;owned\\x07\\x1b[2J", result.stdout)
        self.assertEqual(len(result.stdout.splitlines()), 4)

    def test_formulas_are_guarded_when_asked(self):
        plain = self.check(self.run_program("-C", "case", "query", "Hostile | project User", "--format", "csv"))
        self.assertIn("\n=cmd", plain.stdout)
        safe = self.check(self.run_program("-C", "case", "query", "Hostile | project User", "--format", "csv", "--csv-safe"))
        self.assertNotIn("\n=cmd", safe.stdout)
        self.assertIn("'=cmd", safe.stdout)

    def test_markup_is_text_in_notebook_and_report(self):
        notebook = {"cells": [{"cell_type": "code", "id": "kept", "metadata": {}, "execution_count": None, "outputs": [],
                               "source": [f'.observe "{self.MARKUP}" <| Hostile']}],
                    "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (self.folder / "hostile.ipynb").write_text(json.dumps(notebook))
        self.check(self.run_program("-C", "case", "run", "hostile.ipynb"))
        self.check(self.run_program("-C", "case", "report", "hostile.ipynb", "-o", "report.html"))
        report = (self.folder / "report.html").read_text(encoding="utf-8")
        self.assertIn("&lt;script&gt;", report)
        for markup in ("<script", "<img", "\x1b"):
            self.assertNotIn(markup, report)


class Faults(ProgramTest):
    def ingest(self):
        (self.folder / "a.csv").write_text("A,B\n1,x\n2,y\n")
        self.check(self.run_program("-C", "case", "ingest", "a.csv", "--as", "T"))

    def test_wrong_kql_shows_its_place(self):
        self.ingest()
        result = self.check(self.run_program("-C", "case", "query", "T | wher A > 1"), 1)
        self.assertEqual(result.stdout, "")
        self.assertIn("line 1, column 5", result.stderr)
        self.assertIn("^", result.stderr)

    def test_wrong_kql_is_one_json_object_for_a_program(self):
        self.ingest()
        result = self.check(self.run_program("-C", "case", "query", "T | where Nope > 1", "--format", "json"), 1)
        error = json.loads(result.stderr)["error"]
        self.assertEqual((error["line"], error["column"]), (1, 11))
        self.assertIn("Nope", error["message"])

    def test_what_is_no_evidence_is_rejected_with_its_reason(self):
        (self.folder / "noise.bin").write_bytes(bytes(range(256)) * 64)
        self.check(self.run_program("-C", "case", "ingest", "noise.bin"), 1)
        shown = self.check(self.run_program("-C", "case", "show", "evidence", "--json"))
        self.assertIn("rejected", shown.stdout)

    def test_a_case_is_made_by_ingest_only(self):
        result = self.run_program("-C", "nowhere", "query", "print 1")
        self.assertNotEqual(result.returncode, 0)
        self.assertFalse((self.folder / "nowhere").exists())

    def test_a_notebook_that_is_none_is_named(self):
        self.ingest()
        (self.folder / "x.ipynb").write_text("{}")
        self.assertIn("x.ipynb", self.check(self.run_program("-C", "case", "run", "x.ipynb"), 1).stderr)
        self.check(self.run_program("-C", "case", "run", "missing.ipynb"), 3)


if __name__ == "__main__":
    main()
