#!/usr/bin/env python3
"""Builds presets and runs their tests: run_tests.py PRESET...

The release preset runs every test; a sanitizer preset builds and runs the unit tests alone, since instrumenting the
program too would double the build for little. GoogleTest programs report every case, other tests count as one each
unless they leave a JUnit report in $HUNTBOOK_TEST_REPORTS. The last line is the sum: "N passed, N failed, N skipped".
"""
import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*command, **options):
    return subprocess.run([str(part) for part in command], cwd=ROOT, **options).returncode


def build(preset, jobs):
    configure = ["cmake", "--preset", preset, "--log-level=NOTICE"]
    if duckdb := os.environ.get("HUNTBOOK_DUCKDB_ROOT"):
        configure.append(f"-DHUNTBOOK_DUCKDB_ROOT={duckdb}")
    if run(*configure) != 0:
        return False
    target = ["--target", "all"] if preset == "release" else ["--target", "unit_tests"]
    return run("cmake", "--build", "--preset", preset, "--parallel", jobs, *target) == 0


def count_report(path):
    """Counts the cases of a GoogleTest or JUnit report."""
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            counts["failed"] += 1
        elif case.find("skipped") is not None or case.get("status") == "notrun":
            counts["skipped"] += 1
        else:
            counts["passed"] += 1
    return counts


def test(preset, jobs):
    reports = ROOT / "build" / "test-results" / preset
    shutil.rmtree(reports, ignore_errors=True)
    reports.mkdir(parents=True)
    environment = dict(os.environ, GTEST_OUTPUT=f"xml:{reports}/", HUNTBOOK_TEST_REPORTS=str(reports))
    environment.setdefault("ASAN_OPTIONS", "detect_leaks=1:strict_string_checks=1")
    environment.setdefault("UBSAN_OPTIONS", "print_stacktrace=1")
    summary = reports / "ctest.junit"
    selection = [] if preset == "release" else ["-L", "^unit$"]
    status = run("ctest", "--test-dir", f"build/{preset}", "--output-on-failure", "--parallel", jobs, "--no-tests=error",
                 "--timeout", "600", "--output-junit", summary, *selection, env=environment)
    total = {"passed": 0, "failed": 0, "skipped": 0}
    reported = {path.stem for path in reports.glob("*.xml")}
    for path in sorted(reports.glob("*.xml")):
        for key, value in count_report(path).items():
            total[key] += value
    # Programs that left no report, or died after it was complete or before.
    if summary.exists():
        for case in ElementTree.parse(summary).getroot().iter("testcase"):
            outcome = case.get("status")
            if case.get("name") not in reported:
                key = {"run": "passed", "disabled": "skipped", "notrun": "skipped"}.get(outcome, "failed")
                if case.find("skipped") is not None and outcome != "fail":
                    key = "skipped"
                total[key] += 1
    if status != 0 and total["failed"] == 0:
        total["failed"] = 1
    return total


def main(presets):
    jobs = os.environ.get("JOBS") or str(os.cpu_count() or 1)
    total = {"passed": 0, "failed": 0, "skipped": 0}
    for preset in presets:
        started = time.monotonic()
        if not build(preset, jobs):
            print(f"The {preset} preset does not build.")
            total["failed"] += 1
            break
        built = time.monotonic()
        counts = test(preset, jobs)
        for key in total:
            total[key] += counts[key]
        print(f"{preset}: built in {built - started:.0f} s, tested in {time.monotonic() - built:.0f} s")
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["release"]))
