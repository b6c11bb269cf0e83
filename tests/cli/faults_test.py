"""Evidence that changes, vanishes or breaks off while it is read; kill -9 and what follows; the order of files and the
number of threads. Whatever happens to a file, the next one is taken in, and the ledger says what was read.
"""
import hashlib
import os
import pty
import shutil
import signal
import subprocess
import threading
import time
import tty

from program import PROGRAM, ROOT, ProgramTest, bytes_read, main, named_rows

SAMPLES = ROOT / "tests/ingest/samples"


def json_lines(count, seed=0):
    return "".join('{"n":%d,"key":"%x","text":"%s"}\n' % (n, (n + seed) * 2654435761 % 2**32, "b" * 300) for n in range(count))


class FaultsTest(ProgramTest):
    def rows(self, *arguments, case="case", code=0, **options):
        result = self.check(self.run_program("-C", case, *arguments, **options), code)
        return named_rows(result.stdout)

    def ledger(self, case="case"):
        return {os.path.basename(row["Path"]): row for row in self.rows("show", "evidence", "--json", case=case)}

    def count(self, table, case="case"):
        stored = {row["Table"]: row["Rows"] for row in self.rows("show", "tables", "--json", case=case)}
        return stored.get(table, 0)

    def tables(self, case):
        """Every row of every table of evidence with its extra fields and without its place, in an order of its own."""
        own = {"Evidence", "EvidenceErrors", "Observations"}
        names = [row["Table"] for row in self.rows("show", "tables", "--json", case=case) if row["Table"] not in own]
        rows = (f"(['{name}'] | extend Extra_ = _Extra | project Table_ = '{name}', Row_ = tostring(pack_all(true)))" for name in names)
        text = self.check(self.run_program("-C", case, "query", "--format", "csv", "union " + ", ".join(rows))).stdout
        return sorted(text.splitlines())

    def start(self, *paths, case="case"):
        return subprocess.Popen([PROGRAM, "-C", case, "ingest", "--json", *map(str, paths)], cwd=self.folder,
                                env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def stop_in_the_middle(self, path, case="case"):
        """An ingest of the file that is stopped (SIGSTOP) when it has read a part of it."""
        size = path.stat().st_size
        for _ in range(20):
            shutil.rmtree(self.folder / case, ignore_errors=True)
            process = self.start(path, case=case)
            while process.poll() is None:
                if (bytes_read(process) or 0) > size // 5:
                    process.send_signal(signal.SIGSTOP)
                    while process.poll() is None and self.state(process) not in "TZ":
                        time.sleep(0.001)
                    break
                time.sleep(0.0005)
            if process.poll() is None and size // 5 < bytes_read(process) < size * 4 // 5:
                return process
            process.kill()
            process.communicate()
        self.fail("the ingest was never met in the middle of the file")

    def state(self, process):
        with open(f"/proc/{process.pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0]

    def go_on(self, process):
        process.send_signal(signal.SIGCONT)
        out, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, err)
        return out


class ChangingFiles(FaultsTest):
    def check_hash(self, row, content):
        """The ledger's size and hash are those of the bytes that were read."""
        self.assertEqual(row["Sha256"], hashlib.sha256(content[:row["Size"]]).hexdigest())
        self.assertEqual(row["RecordsRead"], row["RecordsStored"] + row["RecordsRejected"])

    def test_a_file_that_grows(self):
        path = self.write("log.json", json_lines(120_000))
        process = self.stop_in_the_middle(path)
        with open(path, "a") as file:
            file.write(json_lines(1000, seed=7))
        self.go_on(process)
        row = self.ledger()["log.json"]
        self.assertEqual(row["Status"], "stored")
        self.assertRegex(row["Note"], r"the file grew from \d+ to \d+ bytes while it was read")
        self.assertEqual(row["RecordsStored"], 121_000)
        self.check_hash(row, path.read_bytes())
        self.assertEqual(self.count("log"), 121_000)

    def test_a_file_that_grows_where_one_of_its_size_is_known(self):
        first = json_lines(60_000)
        self.write("old/log.json", first.replace("b", "c"))
        path = self.write("log.json", first)
        shutil.rmtree(self.folder / "case", ignore_errors=True)
        self.rows("ingest", "--json", "old/log.json")
        size = path.stat().st_size
        process = self.start(path)
        while process.poll() is None and (bytes_read(process) or 0) < size + size // 4:
            time.sleep(0.0005)
        self.assertIsNone(process.poll(), "it was read too fast")
        process.send_signal(signal.SIGSTOP)
        with open(path, "a") as file:
            file.write(json_lines(1000, seed=7))
        self.go_on(process)
        row = self.rows("show", "evidence", "--json")[-1]
        self.check_hash(row, path.read_bytes())
        self.assertEqual(row["RecordsStored"], 61_000 if row["Size"] > size else 60_000)

    def test_a_file_that_shrinks(self):
        path = self.write("log.json", json_lines(120_000))
        whole = path.read_bytes()
        process = self.stop_in_the_middle(path)
        os.truncate(path, 1000)
        self.go_on(process)
        row = self.ledger()["log.json"]
        self.assertRegex(row["Note"], r"the file shrank from \d+ to 1000 bytes while it was read")
        self.assertLess(row["Size"], len(whole))
        self.check_hash(row, whole)
        lines = whole[:row["Size"]].count(b"\n")
        self.assertEqual(row["RecordsStored"], lines)
        self.assertEqual(self.count("log"), lines)

    def test_a_file_that_is_replaced(self):
        path = self.write("log.json", json_lines(120_000))
        whole = path.read_bytes()
        process = self.stop_in_the_middle(path)
        os.rename(self.write("other.json", '{"z":1}\n'), path)
        self.go_on(process)
        row = self.ledger()["log.json"]
        self.assertIn("the file was replaced while it was read", row["Note"])
        self.assertEqual(row["Size"], len(whole))
        self.check_hash(row, whole)

    def test_a_file_that_vanishes_between_listing_and_reading(self):
        pipe = self.folder / "first"
        os.mkfifo(pipe)
        gone, last = self.write("gone.json", '{"a":1}\n'), self.write("last.json", '{"a":2}\n')
        process = self.start(pipe, gone, last)
        with open(pipe, "w") as writer:  # opens once the program reads, thus after it has listed the paths
            gone.unlink()
            writer.write('{"a":0}\n')
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, err)
        rows = self.ledger()
        self.assertEqual([rows[name]["Status"] for name in ("first", "gone.json", "last.json")],
                         ["stored", "rejected", "stored"])
        self.assertIn("cannot be opened: No such file or directory", rows["gone.json"]["Note"])

    def test_a_folder_in_a_files_place(self):
        pipe = self.folder / "first"
        os.mkfifo(pipe)
        replaced, last = self.write("log.json", '{"a":1}\n'), self.write("last.json", '{"a":2}\n')
        process = self.start(pipe, replaced, last)
        with open(pipe, "w") as writer:
            replaced.unlink()
            replaced.mkdir()
            writer.write('{"a":0}\n')
        process.communicate(timeout=60)
        rows = self.ledger()
        self.assertEqual(rows["log.json"]["Status"], "rejected")
        self.assertIn("cannot be read: Is a directory", rows["log.json"]["Note"])
        self.assertEqual(rows["last.json"]["Status"], "stored")


class ReadErrors(FaultsTest):
    def test_a_source_that_breaks_off(self):
        """A terminal whose other end is gone gives what was written to it, and then an error."""
        read_end, write_end = pty.openpty()
        tty.setraw(write_end)
        text = json_lines(20, seed=3).encode()

        def feed():
            os.write(write_end, text + b'{"n":20,"te')
            time.sleep(0.2)
            os.close(write_end)

        feeder = threading.Thread(target=feed)
        feeder.start()
        last = self.write("last.json", '{"a":2}\n')
        self.rows("ingest", "--json", "--as", "Lines", "-", last, stdin=read_end)
        feeder.join()
        os.close(read_end)
        rows = self.ledger()
        row = rows["-"]
        self.assertEqual(row["Status"], "stored partly")
        self.assertIn("cannot be read: Input/output error", row["Note"])
        self.assertEqual((row["RecordsRead"], row["RecordsStored"], row["RecordsRejected"]), (21, 20, 1))
        self.assertEqual(row["Sha256"], hashlib.sha256(text + b'{"n":20,"te').hexdigest())
        errors = self.rows("show", "errors", "--json")
        self.assertEqual([(error["Offset"], error["Reason"]) for error in errors],
                         [(len(text), "cannot be read: Input/output error")])
        self.assertEqual(rows["last.json"]["Status"], "stored")

    def disk_with_a_fault(self, text):
        """A file on a small disk that ends in the middle of it; its path."""
        image, disk = self.folder / "image", self.folder / "disk"
        disk.mkdir()
        with open(image, "wb") as file:
            file.truncate(32 << 20)
        if subprocess.run(["mkfs.ext4", "-q", "-b", "4096", image], capture_output=True).returncode:
            self.skipTest("mkfs.ext4 is not there")
        if subprocess.run(["mount", "-o", "loop", image, disk], capture_output=True).returncode:
            self.skipTest("a file system cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", disk], capture_output=True)
        path = disk / "log.json"
        path.write_text(text)
        subprocess.run(["umount", disk], check=True)
        # What lies behind the middle of the file's extents is gone.
        where = image.read_bytes().find(text[len(text) // 2:len(text) // 2 + 4096].encode())
        self.assertGreater(where, 0)
        subprocess.run(["mount", "-o", "loop,ro", image, disk], check=True)
        os.truncate(image, where // 4096 * 4096)
        return path

    def test_a_disk_that_cannot_be_read_in_the_middle_of_a_file(self):
        text = json_lines(20_000)
        path = self.disk_with_a_fault(text)
        last = self.write("last.json", '{"a":2}\n')
        for case in ("case", "again"):
            if case == "again":  # where a file of its size is known, it is hashed before it is read
                self.rows("ingest", "--json", self.write("same.json", text.replace("b", "c")), case=case)
            self.rows("ingest", "--json", path, last, case=case)
            rows = self.ledger(case)
            row = rows["log.json"]
            self.assertEqual(row["Status"], "stored partly", case)
            self.assertIn("cannot be read: Input/output error", row["Note"])
            self.assertEqual(row["RecordsStored"], text.encode()[:row["Size"]].count(b"\n"))
            self.assertGreater(row["RecordsStored"], 1000)
            self.assertEqual(row["Sha256"], hashlib.sha256(text.encode()[:row["Size"]]).hexdigest())
            self.assertEqual(rows["last.json"]["Status"], "stored")


class Repeats(FaultsTest):
    def evidence(self):
        files = [path for path in sorted(SAMPLES.iterdir()) if path.is_file()]
        shared = os.environ.get("HUNTBOOK_SHARED")
        logs = sorted((ROOT / "../shared" if not shared else ROOT / shared).glob("data/evtx/*.evtx"))
        return files + logs[:12]

    def taken(self, case, paths, **options):
        self.rows("ingest", "--json", *paths, case=case, **options)
        return self.tables(case)

    def test_order_and_threads_change_no_row(self):
        paths = self.evidence()
        one = self.taken("one", paths)
        self.assertGreater(len(one), 150)
        self.assertEqual(self.taken("other", paths[::-1]), one)
        if shutil.which("taskset"):
            core = sorted(os.sched_getaffinity(0))[0]
            result = subprocess.run(["taskset", "-c", str(core), PROGRAM, "-C", "single", "ingest", *map(str, paths)],
                                    cwd=self.folder, env=self.environment(), capture_output=True, text=True)
            self.check(result)
            self.assertEqual(self.tables("single"), one)

    def test_the_same_evidence_again_changes_nothing(self):
        paths = self.evidence()
        before = self.taken("case", paths)
        ledger = self.rows("show", "evidence", "--json")
        self.assertEqual(self.taken("case", paths), before)
        self.assertEqual(self.rows("show", "evidence", "--json"), ledger)

    def test_after_a_kill_it_goes_on_as_if_nothing_had_been(self):
        paths = [self.write(f"logs/log{n}.json", json_lines(30_000, seed=n)) for n in range(4)]
        undisturbed = self.taken("undisturbed", paths)
        size = sum(path.stat().st_size for path in paths)
        for part in (0.2, 0.4, 0.6, 0.8):
            shutil.rmtree(self.folder / "case", ignore_errors=True)
            process = self.start(*paths)
            while process.poll() is None and (bytes_read(process) or 0) < size * part:
                time.sleep(0.0005)
            process.kill()
            process.communicate()
            if (self.folder / "case/case.duckdb").exists():
                ledger = self.ledger()
                for path in paths:
                    self.assertEqual(self.count(path.stem), 30_000 if path.name in ledger else 0, (part, path))
            self.assertEqual(self.taken("case", paths), undisturbed)


class TheCaseAmongTheEvidence(FaultsTest):
    def test_its_own_files_are_left_out_and_others_are_not(self):
        self.write("all/logs/a.json", '{"a":1}\n')
        self.check(self.run_program("-C", "all/case", "ingest", "all/logs"))
        self.check(self.run_program("-C", "all/case", "query", '.export csv "a.csv" <| a'))
        self.write("all/case/put_here.json", '{"b":1}\n')
        self.write("all/later.json", '{"c":1}\n')
        result = self.check(self.run_program("-C", "all/case", "ingest", "--json", "all"))
        self.assertIn("The case's own files lie in the folder, too; they are left out.", result.stderr)
        rows = self.rows("show", "evidence", "--json", case="all/case")
        self.assertEqual(sorted(row["Path"] for row in rows), ["all/case/put_here.json", "all/later.json", "all/logs/a.json"])
        self.assertEqual({row["Status"] for row in rows}, {"stored"})

    def test_the_case_folder_itself(self):
        self.check(self.run_program("-C", "case", "ingest", self.write("a.json", '{"a":1}\n')))
        for folder in ("case", "case/", "./case/../case"):
            result = self.check(self.run_program("-C", "case", "ingest", "--json", folder))
            self.assertIn("they are left out", result.stderr)
        self.assertEqual(len(self.ledger()), 1)
        self.write("case/b.json", '{"b":1}\n')
        self.check(self.run_program("-C", "../" + self.folder.name + "/case", "ingest", "case"))
        self.assertEqual(self.count("b"), 1)

    def test_another_case_is_no_log(self):
        self.check(self.run_program("-C", "other", "ingest", self.write("a.json", '{"a":1}\n')))
        rows = self.rows("ingest", "--json", "other/case.duckdb", code=1)
        self.assertEqual((rows[0]["Status"], rows[0]["Note"]), ("not read", "the file is a DuckDB database"))


if __name__ == "__main__":
    main()
