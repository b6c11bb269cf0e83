"""Runs the program under test and reports the cases the way GoogleTest's programs do.

A test file makes classes of ProgramTest and ends with main(). HUNTBOOK_PROGRAM names the program; with
HUNTBOOK_TEST_REPORTS set, a JUnit report goes there, so that every case is counted.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("HUNTBOOK_PROGRAM", str(ROOT / "build/release/bin/huntbook"))


def named_rows(text):
    """The rows of a result in JSON, each as a dictionary by column."""
    result = json.loads(text)
    names = [column["name"] for column in result["columns"]]
    return [dict(zip(names, row)) for row in result["rows"]]


def bytes_read(process):
    """What the process has read so far, in bytes; None once it is gone."""
    try:
        with open(f"/proc/{process.pid}/io") as counters:
            return int(counters.readline().split()[1])
    except OSError:
        return None


class ProgramTest(unittest.TestCase):
    """A test with an empty working folder of its own and no case named by the environment."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="huntbook-cli-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def environment(self, **more):
        kept = {name: value for name, value in os.environ.items() if name != "HUNTBOOK_CASE"}
        return dict(kept, **more)

    def write(self, name, content):
        """A file in the working folder; its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run_program(self, *arguments, env=None, timeout=120, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        return subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder, timeout=timeout, text=True,
                              errors="surrogateescape", env=self.environment(**(env or {})), **options)

    def start_program(self, *arguments, **options):
        return subprocess.Popen([PROGRAM, *map(str, arguments)], cwd=self.folder, env=self.environment(),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                **options)

    def check(self, result, code=0):
        self.assertEqual(result.returncode, code, f"stdout: {result.stdout}\nstderr: {result.stderr}")
        return result


class ReportingResult(unittest.TextTestResult):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.successes = []

    def addSuccess(self, test):
        super().addSuccess(test)
        self.successes.append(test)


def write_report(result, path):
    suite = ElementTree.Element("testsuite")
    outcomes = [(test, None, "") for test in result.successes]
    outcomes += [(test, "failure", text) for test, text in result.failures + result.errors]
    outcomes += [(test, "skipped", text) for test, text in result.skipped]
    for test, kind, text in outcomes:
        case = ElementTree.SubElement(suite, "testcase", name=test.id())
        if kind:
            ElementTree.SubElement(case, kind).text = text
    ElementTree.ElementTree(suite).write(path)


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    result = unittest.TextTestRunner(verbosity=2, resultclass=ReportingResult).run(suite)
    reports, name = os.environ.get("HUNTBOOK_TEST_REPORTS"), os.environ.get("HUNTBOOK_TEST_NAME")
    if reports and name:
        write_report(result, Path(reports) / f"{name}.xml")
    sys.exit(0 if result.wasSuccessful() else 1)
