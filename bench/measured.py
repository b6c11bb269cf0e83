"""Measuring for the benchmarks that are scripts: whole processes, and a figure set against its promise in the same
words as bench/measure.cpp."""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = pathlib.Path(__file__).resolve().parent.parent / "build" / "release"
PROGRAM = BUILD / "bin" / "huntbook"
RUNS = 3
_all_kept = True


def run(arguments):
    """Seconds and peak memory in MiB of a whole process, whose output goes nowhere."""
    start = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(map(str, arguments))} ended with status {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def first_output(arguments):
    """Seconds until a process writes its first line; it is stopped then."""
    start = time.perf_counter()
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        process.stdout.readline()
        process.stdout.readline()  # the header comes first
        seconds = time.perf_counter() - start
        process.terminate()
        process.stdout.close()
        process.wait()
    return seconds


def ingest(evidence, folder):
    """Median seconds and the highest peak memory in MiB of ingests of a file, each into a new case in `folder`."""
    seconds, peaks = [], []
    for _ in range(RUNS):
        case = folder / "case"
        taken, peak = run([PROGRAM, "-C", case, "ingest", evidence])
        seconds.append(taken)
        peaks.append(peak)
        shutil.rmtree(case)
    return statistics.median(seconds), max(peaks)


def ingest_of_lines(logs, make, what, least):
    """Holds the ingest of each log to `least` lines/s and to 1 GiB; where there are none, of that which make(folder)
    writes and gives the path of."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for log in [pathlib.Path(log) for log in logs] or [make(folder)]:
            with log.open("rb") as file:
                lines = sum(1 for _ in file)
            seconds, peak = ingest(log, folder)
            size = log.stat().st_size / 1e6
            print(f"       {log.name}, {size:.0f} MB, {lines} lines: {size / seconds:.0f} MB/s", flush=True)
            promise(what, lines / seconds, least, "/s", least=True)
            promise("peak memory", peak, 1024, "MiB")


def against_engine(evidence, function, least, folder):
    """Sets the ingest of a file against the engine's own `function` that reads it into a table of a new database: whole
    processes in turns, medians of three runs each; both commit and close what they wrote. Holds the ingest to `least`
    times that rate, and to 1 GiB."""
    size = evidence.stat().st_size / 1e6
    ours, theirs, memory, their_memory = [], [], [], []
    for _ in range(RUNS):
        case, database = folder / "case", folder / "peer.duckdb"
        seconds, peak = run([PROGRAM, "-C", case, "ingest", evidence])
        ours.append(seconds)
        memory.append(peak)
        seconds, peak = run([BUILD / "bench" / "read_file", function, evidence, database])
        theirs.append(seconds)
        their_memory.append(peak)
        shutil.rmtree(case)
        database.unlink()
    rate, peer = size / statistics.median(ours), size / statistics.median(theirs)
    print(f"       {evidence.name}, {size:.0f} MB: {rate:.0f} MB/s; {function} {peer:.0f} MB/s within "
          f"{max(their_memory):.0f} MiB", flush=True)
    promise(f"share of {function}'s rate", rate / peer, least, "times", least=True)
    promise("peak memory", max(memory), 1024, "MiB")


def promise(what, value, limit, unit, least=False):
    """Prints the figure and remembers a broken promise; `limit` is the most, or the least where `least` says so."""
    global _all_kept
    kept = value >= limit if least else value <= limit
    _all_kept = _all_kept and kept
    print(f"{'kept' if kept else 'BROKEN':<6} {what}: {value:.4g} {unit} (at {'least' if least else 'most'} {limit:.4g})",
          flush=True)


def figure(what, value, unit):
    print(f"       {what}: {value:.4g} {unit}", flush=True)


def exit_code():
    return 0 if _all_kept else 1
