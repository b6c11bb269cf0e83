"""Times without a zone or a year, from outside: what --timezone takes, what the ledger says, where years come from."""
import gzip
import json
import os
import tarfile
import time
import zipfile

from program import ProgramTest, main, named_rows

NIGHT = "".join(f"Oct 27 {clock}:00 h a[1]: x\n" for clock in ("01:50", "02:10", "02:50", "02:05", "03:10"))
DECEMBER = "Dec 30 10:00:00 h a[1]: x\nDec 31 23:59:59 h a[1]: x\nJan  1 00:00:01 h a[1]: x\n"
NEW_YEAR = ["2023-12-30T10:00:00Z", "2023-12-31T23:59:59Z", "2024-01-01T00:00:01Z"]
SECOND_OF_JANUARY = 1704182400


class LocalTimes(ProgramTest):
    def write(self, name, text, modified=None):
        path = super().write(name, text)
        if modified:
            os.utime(path, (modified, modified))
        return path

    def rows(self, case, query):
        return named_rows(self.check(self.run_program("-C", case, "query", "--format", "json", query)).stdout)

    def times(self, case, query="Syslog | sort by _File asc, _Record asc | project TimeGenerated"):
        return [row["TimeGenerated"] for row in self.rows(case, query)]

    def test_the_ledger_has_the_zone_and_what_it_meant(self):
        path = self.write("syslog-20241028", NIGHT)
        for case, machine in (("a", "Asia/Tokyo"), ("b", "America/New_York"), ("c", "")):
            self.check(self.run_program("-C", case, "ingest", "--timezone", "Europe/Berlin", path, env={"TZ": machine}))
            self.assertEqual(self.times(case), ["2024-10-26T23:50:00Z", "2024-10-27T00:10:00Z", "2024-10-27T00:50:00Z",
                                                "2024-10-27T01:05:00Z", "2024-10-27T02:10:00Z"])
            [row] = self.rows(case, "Evidence | project Timezone, Note")
            self.assertEqual(row["Timezone"], "Europe/Berlin")
            self.assertIn("3 times that the clock showed twice: 2 taken as the first passage, 1 as the second by the "
                          "log's order", row["Note"])

    def test_a_skipped_time(self):
        path = self.write("gap.csv", "Created,N\n2024-03-31 02:30:00,1\n")
        self.check(self.run_program("-C", "case", "ingest", "--timezone", "Europe/Berlin", path))
        self.assertEqual(self.rows("case", "gap")[0]["Created"], "2024-03-31T01:30:00Z")
        self.assertEqual(self.rows("case", "Evidence")[0]["Note"],
                         "1 time that the clock skipped, moved forward by the length of the skip")

    def test_names_that_are_refused(self):
        path = self.write("a.json", '{"a":1}\n')
        for name, hint in (("W. Europe Standard Time", "the IANA name is Europe/Berlin"),
                           ("europe/berlin", "did you mean Europe/Berlin?"), ("localtime", "give UTC, an offset"),
                           ("../etc/passwd", "give UTC, an offset")):
            result = self.check(self.run_program("-C", "case", "ingest", "--timezone", name, path), 2)
            self.assertIn(f"'{name}' is no time zone that can be used", result.stderr)
            self.assertIn(hint, result.stderr)
        no_database = self.run_program("-C", "case", "ingest", "--timezone", "Europe/Berlin", path,
                                       env={"TZDIR": str(self.folder)})
        self.assertIn("no time zone database was found", self.check(no_database, 2).stderr)

    def test_years_of_files_and_of_members_of_archives(self):
        self.write("plain", DECEMBER, SECOND_OF_JANUARY)
        self.write("packed.gz", gzip.compress(DECEMBER.encode() + b"\n"), SECOND_OF_JANUARY)
        with zipfile.ZipFile(self.folder / "a.zip", "w") as archive:
            archive.writestr(zipfile.ZipInfo("var/log/auth.log", (2024, 1, 2, 8, 0, 0)), DECEMBER + "\n\n")
        with tarfile.open(self.folder / "b.tar.gz", "w:gz") as archive:
            member = tarfile.TarInfo("var/log/auth.log")
            text = self.write("text", DECEMBER + "\n\n\n")
            member.size, member.mtime = text.stat().st_size, SECOND_OF_JANUARY
            archive.addfile(member, open(text, "rb"))
        for case in ("plain", "packed.gz", "a.zip", "b.tar.gz"):
            self.check(self.run_program("-C", "case-" + case, "ingest", case))
            self.assertEqual(self.times("case-" + case), NEW_YEAR, case)
            note = self.rows("case-" + case, "Evidence | where RecordsStored > 0")[0]["Note"]
            self.assertIn("3 times without a year taken as of 2023 to 2024, the newest that is not after the time that "
                          "the file was written", note)

    def test_standard_input_is_of_now(self):
        with open(self.write("x", DECEMBER), "rb") as stdin:
            self.check(self.run_program("-C", "case", "ingest", "-", stdin=stdin))
        # In the last days of a year, January may be that of the next one: zones differ by a day.
        now = time.gmtime(time.time() + 86400)
        self.assertEqual([text[:4] for text in self.times("case")], [str(now.tm_year - 1)] * 2 + [str(now.tm_year)])
        self.assertIn("the newest that is not after now", self.rows("case", "Evidence")[0]["Note"])

    def test_impossible_times_are_kept_and_said(self):
        path = self.write("x.json", "".join(json.dumps({"TimeGenerated": text, "n": n}) + "\n" for n, text in enumerate(
            ("1601-01-01T00:00:00Z", "2024-05-01T00:00:00Z", "1970-01-01T00:00:00Z", "2999-01-01T00:00:00Z"))))
        self.check(self.run_program("-C", "case", "ingest", "--as", "X", path))
        self.assertEqual(self.times("case", "X | sort by n asc | project TimeGenerated"), [
            "1601-01-01T00:00:00Z", "2024-05-01T00:00:00Z", "1970-01-01T00:00:00Z", "2999-01-01T00:00:00Z"])
        [row] = self.rows("case", "Evidence")
        self.assertEqual((row["FirstEvent"], row["LastEvent"]), ("2024-05-01T00:00:00Z",) * 2)
        self.assertIn("3 times before 1980 or more than a year ahead of now, which first and last event leave out",
                      row["Note"])


if __name__ == "__main__":
    main()
