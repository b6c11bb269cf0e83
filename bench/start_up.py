#!/usr/bin/env python3
"""Promises: `huntbook --version` under 20 ms; `huntbook query` on a small case under 120 ms, whole process.

Medians of 21 runs. The small case holds 200 JSON lines, made here.
"""
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import measured

RUNS = 21


def milliseconds(arguments):
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([measured.PROGRAM, *arguments], check=True, stdout=subprocess.DEVNULL)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main():
    measured.promise("huntbook --version", milliseconds(["--version"]), 20, "ms")
    with tempfile.TemporaryDirectory() as folder:
        evidence = pathlib.Path(folder) / "Sightings.json"
        lines = [json.dumps({"Id": i, "Host": f"host{i % 7}", "Text": "seen " * (i % 5)}) for i in range(200)]
        evidence.write_text("\n".join(lines) + "\n", encoding="utf-8")
        case = pathlib.Path(folder) / "case"
        subprocess.run([measured.PROGRAM, "-C", case, "ingest", evidence], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        query = "Sightings | summarize Count = count() by Host | top 3 by Count"
        measured.promise("huntbook query, small case", milliseconds(["-C", case, "query", query]), 120, "ms")
    return measured.exit_code()


if __name__ == "__main__":
    sys.exit(main())
