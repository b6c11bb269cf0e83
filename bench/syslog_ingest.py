#!/usr/bin/env python3
"""Promise: syslog files go into a case at 200,000 messages/s or more, within 1 GiB of memory.

bench/syslog_ingest.py [FILE ...]    syslog files; by default two million messages of sshd (about 200 MB) with stamps
                                     without a year, which is the dearest form: the file is read twice.
"""
import datetime
import random
import sys

import measured

MESSAGES = 2_000_000
TEXTS = [
    "Failed password for root from 203.0.113.{} port {} ssh2",
    "Accepted publickey for wera from 192.0.2.{} port {} ssh2: ED25519 SHA256:made-up-for-this",
    "pam_unix(sshd:session): session opened for user wera(uid={}) by (uid={})",
    "Connection closed by 198.51.100.{} port {} [preauth]",
]


def write(path, messages):
    rng = random.Random(3)
    moment = datetime.datetime(2023, 8, 1)
    with path.open("w") as file:
        for _ in range(messages):
            moment += datetime.timedelta(seconds=10)
            text = rng.choice(TEXTS).format(rng.randrange(1, 255), rng.randrange(1_024, 65_000))
            file.write(f"{moment:%b} {moment.day:2d} {moment:%H:%M:%S} web1 sshd[{rng.randrange(400, 60_000)}]: {text}\n")


def make(folder):
    log = folder / "auth.log"
    write(log, MESSAGES)
    return log


if __name__ == "__main__":
    measured.ingest_of_lines(sys.argv[1:], make, "messages", 200_000)
    sys.exit(measured.exit_code())
