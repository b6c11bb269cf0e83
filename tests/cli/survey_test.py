"""huntbook ingest --dry-run: what files are and where they would go; the like of what ingest then does, and no trace of it."""
import gzip
import io
import json
import os
import tarfile
import zipfile

from program import ROOT, ProgramTest, main, named_rows

SAMPLES = ROOT / "tests/ingest"


class Survey(ProgramTest):
    def rows(self, *arguments, code=0, **options):
        result = self.check(self.run_program("ingest", "--dry-run", "--json", *arguments, **options), code)
        return named_rows(result.stdout)

    def write(self, name, content):
        """The name alone, as the survey shows it."""
        super().write(name, content)
        return name

    def test_says_of_every_sample_what_ingest_then_does(self):
        for line in (SAMPLES / "counts.tsv").read_text().splitlines():
            if line.startswith("#"):
                continue
            name, status, _, stored, _, table, _ = line.split("\t")
            with self.subTest(name):
                row = self.rows(SAMPLES / "samples" / name, code=1 if status == "rejected" else 0)[-1]
                expected = {"rejected": "rejected", "not read": "not read"}.get(status, "readable")
                self.assertIn(row["Status"], (expected, "archive"), row)
                if table and int(stored) > 0 and row["Status"] != "archive":
                    self.assertIn(table, row["Tables"].split(", "), row)

    def test_leaves_no_trace(self):
        self.write("logs/a.json", '{"a":1}\n')
        before = sorted(str(path) for path in self.folder.rglob("*"))
        self.check(self.run_program("-C", "case", "ingest", "--dry-run", "logs", env={"HUNTBOOK_CASE": "other"}))
        self.assertEqual(sorted(str(path) for path in self.folder.rglob("*")), before)

    def test_members_precede_their_archive(self):
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as archive:
            archive.writestr("deep.json", '{"a":1}\n')
        outer = io.BytesIO()
        with tarfile.open(fileobj=outer, mode="w:gz") as archive:
            for name, content in (("x/users.csv", b"user,n\nalice,1\n"), ("inner.zip", inner.getvalue()),
                                  ("hive", b"regf" + bytes(4096))):
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
        name = self.write("all.tgz", outer.getvalue())
        rows = self.rows(name)
        self.assertEqual([(row["Path"], row["Packing"], row["Format"], row["Tables"], row["Status"]) for row in rows],
                         [("all.tgz!/x/users.csv", "", "csv", "users", "readable"),
                          ("all.tgz!/inner.zip!/deep.json", "", "jsonl", "deep", "readable"),
                          ("all.tgz!/inner.zip", "zip", "", "", "archive"),
                          ("all.tgz!/hive", "", "", "", "not read"),
                          ("all.tgz", "tar.gz", "", "", "archive")])
        self.assertEqual([row["Size"] for row in rows], [15, 8, len(inner.getvalue()), 4100, len(outer.getvalue())])
        self.assertEqual(rows[3]["Note"], "the file is a registry hive")
        self.assertEqual(rows[4]["Note"], "3 members")

    def test_reads_the_start_alone(self):
        line = b'{"n":1,"text":"' + b"x" * 1000 + b'"}\n'
        name = self.write("big.json", line * 20_000)
        os.truncate(self.folder / name, 40 << 30)  # with a hole behind it that nobody would wait for
        row = self.rows(name, timeout=20)[0]
        self.assertEqual([row["Size"], row["Tables"], row["Status"], row["Note"]], [40 << 30, "big", "readable", ""])

    def test_options_are_those_of_ingest(self):
        name = self.write("fw.log", "one line\nanother\n")
        self.assertEqual(self.rows(name, code=1)[0]["Status"], "rejected")
        row = self.rows(name, "--format", "text", "--as", "Firewall")[0]
        self.assertEqual([row["Format"], row["Tables"]], ["text", "Firewall"])
        self.check(self.run_program("ingest", "--dry-run", "--format", "nosuch", name), 2)
        self.check(self.run_program("ingest", "--dry-run", "--strict", name), 2)
        self.check(self.run_program("ingest", "--dry-run", "nothing-there"), 2)

    def test_faults_and_their_codes(self):
        bad, good = self.write("bad.bin", bytes(50)), self.write("good.json.gz", gzip.compress(b'{"a":1}\n'))
        self.assertEqual(self.rows(bad, code=1)[0]["Note"], "the file is binary and of no known format")
        rows = self.rows(bad, good)
        self.assertEqual([(row["Packing"], row["Status"]) for row in rows], [("", "rejected"), ("gzip", "readable")])
        half = self.write("half.json", '{"a":1}\n{"a":\n')
        self.assertIn("1 of 2 records rejected", self.rows(half)[0]["Note"])
        cut = self.write("cut.zip", b"PK\x03\x04" + bytes(100))
        self.assertEqual(self.rows(cut, code=1)[0]["Status"], "rejected")

    def test_standard_input(self):
        with open(self.folder / self.write("x", gzip.compress(b'{"a":1}\n')), "rb") as stdin:
            row = self.rows("-", stdin=stdin)[0]
        self.assertEqual([row["Path"], row["Size"], row["Packing"], row["Status"]], ["-", None, "gzip", "readable"])

    def test_the_table_is_for_reading(self):
        self.write("a.json", '{"a":1}\n')
        shown = self.check(self.run_program("ingest", "--dry-run", "a.json")).stdout
        self.assertRegex(shown, r"(?s)Path .*Status.*a\.json .*jsonl .*readable")


if __name__ == "__main__":
    main()
