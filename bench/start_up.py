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

PROGRAM = pathlib.Path(__file__).resolve().parent.parent / "build" / "release" / "bin" / "huntbook"
RUNS = 21


def milliseconds(arguments):
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([PROGRAM, *arguments], check=True, stdout=subprocess.DEVNULL)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def promise(what, value, limit):
    kept = value <= limit
    print(f"{'kept' if kept else 'BROKEN':<6} {what}: {value:.1f} ms (at most {limit})", flush=True)
    return kept


def main():
    kept = promise("huntbook --version", milliseconds(["--version"]), 20)
    with tempfile.TemporaryDirectory() as folder:
        evidence = pathlib.Path(folder) / "Sightings.json"
        lines = [json.dumps({"Id": i, "Host": f"host{i % 7}", "Text": "seen " * (i % 5)}) for i in range(200)]
        evidence.write_text("\n".join(lines) + "\n", encoding="utf-8")
        case = pathlib.Path(folder) / "case"
        subprocess.run([PROGRAM, "-C", case, "ingest", evidence], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        query = "Sightings | summarize Count = count() by Host | top 3 by Count"
        kept &= promise("huntbook query, small case", milliseconds(["-C", case, "query", query]), 120)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
