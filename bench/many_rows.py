#!/usr/bin/env python3
"""Promises, over the ten million SecurityEvent rows that query_ratio reads: the whole table as CSV, make-series and scan
stay within the engine's memory limit and a half GiB of the program's own; the first rows are there within a second.

bench/many_rows.py [CASE]    a case that make_rows wrote (default build/bench/case)
"""
import pathlib
import sys

import measured

LIMIT_MIB = 1024
OWN_MIB = 512
QUERIES = {
    "the table as CSV": "SecurityEvent",
    "make-series by account": "SecurityEvent | make-series Count = count() default = 0 on TimeGenerated from "
                              "datetime(2024-01-01) to datetime(2024-04-01) step 1h by Account",
    "sort of all rows": "SecurityEvent | sort by CommandLine asc, TimeGenerated asc | project TimeGenerated, Account",
    "scan of all rows": "SecurityEvent | sort by TimeGenerated asc | scan declare (n: long = 0) with "
                        "(step s: true => n = s.n + 1;) | where n % 1000000 == 0",
}
AT_ONCE = {
    "first row of the table": "SecurityEvent",
    "first row of a filter": "SecurityEvent | where EventID == 4688",
    "first rows of take": "SecurityEvent | take 1000",
}


def command(case, query):
    return [measured.PROGRAM, "-C", case, "query", "--memory-limit", f"{LIMIT_MIB}MB", "--format", "csv", query]


def main(case):
    for name, query in QUERIES.items():
        seconds, peak = measured.run(command(case, query))
        measured.figure(name, seconds, "s")
        measured.promise(f"{name}, peak memory", peak, LIMIT_MIB + OWN_MIB, "MiB")
    for name, query in AT_ONCE.items():
        measured.promise(name, measured.first_output(command(case, query)), 1, "s")
    return measured.exit_code()


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else measured.BUILD.parent / "bench" / "case")))
