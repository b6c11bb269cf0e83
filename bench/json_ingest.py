#!/usr/bin/env python3
"""Promises: Windows events in JSON lines go into a case at 0.7 times the rate or more of the engine's own read_json_auto
into a table of a new database, on the same file, and within 1 GiB of memory.

bench/json_ingest.py [FILE ...]    JSON lines; by default 450 MB that `huntbook demo` writes.

The engine infers the columns from all lines (sample_size = -1), since it ends with an error at a column that comes late
otherwise.
"""
import pathlib
import subprocess
import sys
import tempfile

import measured

EVENTS = 1_000_000  # of all sources; those of Windows are some 400,000


def main(files):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        evidence = [pathlib.Path(file) for file in files]
        if not evidence:
            subprocess.run([measured.PROGRAM, "demo", folder / "demo", "--events", str(EVENTS), "--windows", "nxlog"],
                           check=True, stdout=subprocess.DEVNULL)
            evidence = [folder / "demo" / "logs" / "windows-events.json"]
        for file in evidence:
            measured.against_engine(file, "read_json_auto", 0.7, folder)
    return measured.exit_code()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
