#!/usr/bin/env python3
"""Promise: ten times the rows take at most ten times the time (and a quarter for what the caches no longer hold).

bench/growth.py [SMALL LARGE]    cases that make_rows wrote, LARGE with ten times the rows of SMALL. By default one of
                                 one million, written once, and the ten million of query_ratio; for the hundred million:
                                 build/release/bench/make_rows CASE 100000000, then bench/growth.py build/bench/case CASE

The queries are those of query_ratio; whole processes in turns, the least of three runs.
"""
import pathlib
import subprocess
import sys

import measured

ROOT = measured.BUILD.parent.parent
RUNS = 3
TIMES = 12.5


def seconds(case, query):
    return measured.run([measured.PROGRAM, "-C", case, "query", "--format", "csv", "--file", query])[0]


def main(arguments):
    small, large = map(pathlib.Path, arguments) if arguments else (ROOT / "build" / "bench" / "case_of_a_million",
                                                                  ROOT / "build" / "bench" / "case")
    if not arguments and not small.exists():
        subprocess.run([measured.BUILD / "bench" / "make_rows", small, "1000000"], check=True)
    for query in sorted((ROOT / "bench" / "queries").glob("*.kql")):
        few, many = [], []
        for _ in range(RUNS):
            few.append(seconds(small, query))
            many.append(seconds(large, query))
        measured.promise(query.stem, min(many) / min(few), TIMES, f"times of {min(few):.2f} s")
    return measured.exit_code()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
