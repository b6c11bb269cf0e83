#!/usr/bin/env python3
"""Promises: an export of SecurityEvent as CSV goes into a case at 0.7 times the rate or more of the engine's own read_csv
into a table of a new database, on the same file, and within 1 GiB of memory.

bench/csv_ingest.py [FILE ...]    CSV files; by default the security events of a million that `huntbook demo` writes, in
                                  all columns of the table.

The engine infers the types from all lines (sample_size = -1), as the ingest does.
"""
import pathlib
import subprocess
import sys
import tempfile

import measured

EVENTS = 1_000_000  # of all sources


def export(folder):
    case, file = folder / "exported", folder / "SecurityEvent.csv"
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([measured.PROGRAM, "demo", folder / "demo", "--events", str(EVENTS)], **quiet)
    subprocess.run([measured.PROGRAM, "-C", case, "ingest", folder / "demo" / "logs"], **quiet)
    subprocess.run([measured.PROGRAM, "-C", case, "query", "SecurityEvent", "--format", "csv", "-o", file], **quiet)
    return file


def main(files):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file in [pathlib.Path(file) for file in files] or [export(folder)]:
            measured.against_engine(file, "read_csv", 0.7, folder)
    return measured.exit_code()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
