"""A full disk and missing permissions: exit code 3, a message that says why, and a case that is sound afterwards.

Needs root to mount a small file system and to act as another user; without it the cases are skipped.
"""
import os
import random
import shutil
import subprocess

from program import PROGRAM, ProgramTest, main, named_rows

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


class EnvironmentTest(ProgramTest):
    def write(self, name, text, mode=0o644):
        path = super().write(name, text)
        path.chmod(mode)
        return path

    def count(self, case, table, code=0):
        result = self.check(self.run_program("-C", case, "query", "--format", "csv", f"{table} | count"), code)
        return int(result.stdout.splitlines()[1])

    def ledger(self, case):
        result = self.check(self.run_program("-C", case, "show", "evidence", "--json"))
        return named_rows(result.stdout)


class FullDisk(EnvironmentTest):
    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", self.disk], capture_output=True).returncode:
            self.skipTest("a small file system cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", self.disk])
        self.small = self.write("small.json", '{"n":1}\n')

    def resize(self, size):
        subprocess.run(["mount", "-o", f"remount,size={size}", self.disk], check=True)

    def large(self):
        generator = random.Random(1)
        lines = ('{"n":%d,"key":"%x"}\n' % (n, generator.getrandbits(400)) for n in range(120_000))
        return self.write("large.json", "".join(lines))

    def test_a_file_that_does_not_fit_is_absent_and_comes_in_when_there_is_room(self):
        self.check(self.run_program("-C", "disk/case", "ingest", self.small))
        large = self.large()
        refused = self.check(self.run_program("-C", "disk/case", "ingest", large), 3)
        self.assertIn("the disk is full", refused.stderr)
        self.assertIn("make room", refused.stderr)
        self.assertEqual(self.count("disk/case", "small"), 1)
        self.assertEqual([row["Path"] for row in self.ledger("disk/case")], [str(self.small)])
        self.resize("100m")
        self.check(self.run_program("-C", "disk/case", "ingest", large))
        self.assertEqual(self.count("disk/case", "large"), 120_000)

    def test_no_room_for_a_case_leaves_none_in_the_way(self):
        self.resize("4k")
        refused = self.check(self.run_program("-C", "disk/case", "ingest", self.small), 3)
        self.assertIn("the disk is full", refused.stderr)
        self.resize("12m")
        self.check(self.run_program("-C", "disk/case", "ingest", self.small))
        self.assertEqual(self.count("disk/case", "small"), 1)

    def test_kept_tables_and_exports_that_do_not_fit_leave_nothing(self):
        self.resize("100m")
        self.check(self.run_program("-C", "disk/case", "ingest", self.large()))
        self.resize("24m")
        more = "union large, large, large, large | extend key = strcat(key, tostring(hash(strcat(key, n))), key)"
        for text in (f".set Kept <| {more}", f'.export csv "a.csv" <| {more}', f'.export parquet "a.parquet" <| {more}'):
            with self.subTest(text[:20]):
                refused = self.check(self.run_program("-C", "disk/case", "query", text), 3)
                self.assertRegex(refused.stderr, "disk is full|No space left")
        exports = self.disk / "case/exports"
        self.assertEqual(os.listdir(exports) if exports.exists() else [], [])
        self.assertEqual(self.count("disk/case", "large"), 120_000)
        self.check(self.run_program("-C", "disk/case", "query", "Kept"), 1)

    def test_output_that_does_not_fit_is_no_file(self):
        text = "range x from 1 to 3000000 step 1"
        refused = self.check(self.run_program("query", text, "--format", "csv", "-o", "disk/a.csv"), 3)
        self.assertIn("No space left", refused.stderr)
        self.assertEqual(os.listdir(self.disk), [])


class NoPermission(EnvironmentTest):
    def setUp(self):
        super().setUp()
        self.folder.chmod(0o755)
        if os.geteuid() != 0 or shutil.which("setpriv") is None:
            self.skipTest("needs root and setpriv to act as another user")
        if subprocess.run([*NOBODY, PROGRAM, "query", "print 1"], capture_output=True, cwd=self.folder).returncode:
            self.skipTest("another user cannot run the program where it lies")
        (self.folder / "open").mkdir()
        (self.folder / "open").chmod(0o777)

    def as_nobody(self, *arguments, code=0):
        result = subprocess.run([*NOBODY, PROGRAM, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True,
                                timeout=120, env=self.environment(), stdin=subprocess.DEVNULL)
        return self.check(result, code)

    def readable_case(self):
        self.check(self.run_program("-C", "case", "ingest", self.write("a.json", '{"a":1}\n')))
        (self.folder / "case").chmod(0o755)
        for file in (self.folder / "case").iterdir():
            file.chmod(0o755)

    def test_a_case_that_may_only_be_read(self):
        self.readable_case()
        evidence = self.write("b.json", '{"a":2}\n')
        for arguments in (["ingest", evidence], ["query", ".set T <| a"], ["query", "a", "-o", "case/a.csv"]):
            self.assertIn("Permission denied", self.as_nobody("-C", "case", *arguments, code=3).stderr)
        self.assertIn("1", self.as_nobody("-C", "case", "query", "a | count", "--format", "csv").stdout)
        self.as_nobody("-C", "case", "query", "a", "--format", "parquet", "-o", "open/a.parquet")
        self.assertGreater((self.folder / "open/a.parquet").stat().st_size, 0)

    def test_a_case_that_may_not_be_read(self):
        self.readable_case()
        (self.folder / "case/case.duckdb").chmod(0o600)
        self.assertIn("Permission denied", self.as_nobody("-C", "case", "query", "a", code=3).stderr)
        (self.folder / "case").chmod(0o700)
        self.assertIn("Permission denied", self.as_nobody("-C", "case", "query", "a", code=3).stderr)

    def test_no_case_where_no_folder_may_be_made(self):
        evidence = self.write("a.json", '{"a":1}\n')
        self.assertIn("Permission denied", self.as_nobody("-C", "new", "ingest", evidence, code=3).stderr)

    def test_evidence_that_may_not_be_read_is_in_the_ledger_and_the_rest_goes_on(self):
        logs = self.folder / "logs"
        (logs / "shut").mkdir(parents=True)
        self.write("logs/good.json", '{"a":1}\n')
        self.write("logs/shut/inside.json", '{"a":2}\n')
        closed = self.write("logs/closed.json", '{"a":3}\n', 0o600)
        (logs / "shut").chmod(0o700)
        self.as_nobody("-C", "open/case", "ingest", "logs")
        rows = {os.path.basename(row["Path"]): row for row in self.ledger("open/case")}
        self.assertEqual(rows["good.json"]["Status"], "stored")
        for name in ("closed.json", "shut"):
            self.assertEqual(rows[name]["Status"], "rejected")
            self.assertIn("Permission denied", rows[name]["Note"])
        self.as_nobody("-C", "open/case", "ingest", closed, code=3)
        self.as_nobody("-C", "open/case", "ingest", logs / "shut", code=3)


if __name__ == "__main__":
    main()
