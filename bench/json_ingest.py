#!/usr/bin/env python3
"""Promises: Windows events in JSON lines go into a case at 0.7 times the rate or more of the engine's own read_json_auto into
a table of a new database, on the same file, and within 1 GiB of memory.

bench/json_ingest.py [FILE ...]    JSON lines; by default 450 MB that `huntbook demo` writes.

Whole processes in turns, medians of three runs each; both commit and close what they wrote. The engine infers the
columns from all lines (sample_size = -1), since it ends with an error at a column that comes late otherwise.
"""
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

import measured

EVENTS = 1_000_000  # of all sources; those of Windows are some 400,000
RUNS = 3


def compare(evidence, folder):
    size = evidence.stat().st_size / 1e6
    ours, theirs, memory, their_memory = [], [], [], []
    for _ in range(RUNS):
        case, database = folder / "case", folder / "peer.duckdb"
        seconds, peak = measured.run([measured.BUILD / "bin" / "huntbook", "-C", case, "ingest", evidence])
        ours.append(seconds)
        memory.append(peak)
        seconds, peak = measured.run([measured.BUILD / "bench" / "read_json", evidence, database])
        theirs.append(seconds)
        their_memory.append(peak)
        shutil.rmtree(case)
        database.unlink()
    rate, peer = size / statistics.median(ours), size / statistics.median(theirs)
    print(f"       {evidence.name}, {size:.0f} MB: {rate:.0f} MB/s; read_json_auto {peer:.0f} MB/s within "
          f"{max(their_memory):.0f} MiB", flush=True)
    measured.promise("share of read_json_auto's rate", rate / peer, 0.7, "times", least=True)
    measured.promise("peak memory", max(memory), 1024, "MiB")


def main(files):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        evidence = [pathlib.Path(file) for file in files]
        if not evidence:
            subprocess.run([measured.PROGRAM, "demo", folder / "demo", "--events", str(EVENTS), "--windows", "nxlog"],
                           check=True, stdout=subprocess.DEVNULL)
            evidence = [folder / "demo" / "logs" / "windows-events.json"]
        for file in evidence:
            compare(file, folder)
    return measured.exit_code()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
