#!/usr/bin/env python3
"""Promises: `huntbook demo` writes at least 200,000 events for each second of one processor, all formats together, and
needs no more than 128 MiB however many.

bench/evidence_maker.py [EVENTS]    by default 2,000,000 (about 1 GB, in the build folder).
"""
import pathlib
import resource
import shutil
import statistics
import sys
import tempfile

import measured

RUNS = 3


def processor_time():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main(arguments):
    events = int(arguments[0]) if arguments else 2_000_000
    measured.BUILD.mkdir(parents=True, exist_ok=True)
    seconds, memory = [], {}
    with tempfile.TemporaryDirectory(dir=measured.BUILD) as name:
        folder = pathlib.Path(name) / "evidence"
        for count, runs in ((events // 10, 1), (events, RUNS)):
            for _ in range(runs):
                before = processor_time()
                wall, memory[count] = measured.run([measured.PROGRAM, "demo", folder, "--events", str(count)])
                if count == events:
                    seconds.append(processor_time() - before)
                size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
                shutil.rmtree(folder)
    taken = statistics.median(seconds)
    print(f"       {events} events, {size:.0f} MB: {taken:.1f} s of one processor, the last run {wall:.1f} s by the clock",
          flush=True)
    measured.promise("events a second of one processor", events / taken, 200_000, "events/s", least=True)
    measured.promise("peak memory", memory[events], 128, "MiB")
    return measured.exit_code()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
