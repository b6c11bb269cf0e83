#!/usr/bin/env python3
"""Keeps files small enough to read: above 500 lines a file is listed, above 1,000 the check fails."""
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOFT, HARD = 500, 1000
CODE = {".cpp", ".hpp", ".py", ".sh", ".ts", ".tsx", ".css", ".cmake", ".txt", ".md"}


def main():
    listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                             check=True, capture_output=True).stdout
    sizes = []
    for name in listing.decode().split("\0"):
        path = ROOT / name
        if name and path.suffix in CODE and path.is_file():
            sizes.append((path.read_bytes().count(b"\n"), name))
    for lines, name in sorted(sizes, reverse=True):
        if lines > SOFT:
            print(f"{name}: {lines} lines" + (f", more than {HARD}" if lines > HARD else ""))
    too_large = sum(lines > HARD for lines, _ in sizes)
    if not too_large:
        print(f"{len(sizes)} files, none above {HARD} lines")
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
