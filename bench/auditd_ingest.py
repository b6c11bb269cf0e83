#!/usr/bin/env python3
"""Promise: raw auditd logs go into a case at 300,000 lines/s or more, within 1 GiB of memory.

bench/auditd_ingest.py [FILE ...]    auditd logs; by default two million lines (about 450 MB) of made-up events: program
                                     starts of six records, mixed with those of another processor, connections, logins.
"""
import random
import sys

import measured

LINES = 2_000_000


def start(stamp, rng):
    pid = rng.randrange(300, 60_000)
    script = rng.choice(["backup", "rotate", "collect", "report"])
    hexed = f"/bin/sh\0/opt/jobs/{script}.sh\0--day {pid}".encode().hex().upper()
    return [
        f"type=SYSCALL msg=audit({stamp}): arch=c000003e syscall=59 success=yes exit=0 a0=55d0c8a9b{pid % 4096:03x} "
        f"a1=55d0c8a9b1f8 a2=55d0c8a99ea0 a3=8 items=2 ppid={pid - 1} pid={pid} auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 "
        f'egid=0 sgid=0 fsgid=0 tty=pts0 ses={pid % 90} comm="sh" exe="/usr/bin/dash" subj=unconfined key="exec"',
        f'type=EXECVE msg=audit({stamp}): argc=3 a0="/bin/sh" a1="/opt/jobs/{script}.sh" a2={f"--day {pid}".encode().hex().upper()}',
        f'type=CWD msg=audit({stamp}): cwd="/var/lib/jobs"',
        f'type=PATH msg=audit({stamp}): item=0 name="/bin/sh" inode=1835{pid} dev=08:01 mode=0100755 ouid=0 ogid=0 rdev=00:00 '
        "nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0",
        f'type=PATH msg=audit({stamp}): item=1 name="/lib64/ld-linux-x86-64.so.2" inode=792 dev=08:01 mode=0100755 ouid=0 ogid=0 '
        "rdev=00:00 nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0",
        f"type=PROCTITLE msg=audit({stamp}): proctitle={hexed}",
    ]


def connection(stamp, rng):
    pid = rng.randrange(300, 60_000)
    address = f"0200{443:04X}C6336{rng.randrange(256):02X}{rng.randrange(256):02X}0"[:16] + "0000000000000000"
    return [
        f"type=SYSCALL msg=audit({stamp}): arch=c000003e syscall=42 success=no exit=-115 a0=5 a1=7ffd1f0a a2=10 a3=0 items=0 "
        f"ppid=1 pid={pid} auid=4294967295 uid=33 gid=33 euid=33 suid=33 fsuid=33 egid=33 sgid=33 fsgid=33 tty=(none) "
        'ses=4294967295 comm="curl" exe="/usr/bin/curl" subj=unconfined key="net"',
        f"type=SOCKADDR msg=audit({stamp}): saddr={address}",
        f"type=PROCTITLE msg=audit({stamp}): proctitle=6375726C002D73",
    ]


def login(stamp, rng):
    pid = rng.randrange(300, 60_000)
    address = f"198.51.100.{rng.randrange(1, 255)}"
    return [
        f"type=USER_LOGIN msg=audit({stamp}): pid={pid} uid=0 auid=4294967295 ses=4294967295 subj=unconfined "
        f"""msg='op=login acct="root" exe="/usr/sbin/sshd" hostname=? addr={address} terminal=sshd res=failed'"""
    ]


def write(path, lines):
    rng = random.Random(7)
    written, serial = 0, 1
    with path.open("w") as file:
        while written < lines:
            events = []
            for kind in rng.choices((start, connection, login), (5, 2, 3), k=2):
                stamp = f"{1_700_000_000 + serial // 400}.{serial % 1000:03d}:{serial}"
                events.append(kind(stamp, rng))
                serial += 1
            # The records of the two are mixed, in the order that each has.
            mixed = []
            while any(events):
                mixed.append(rng.choice([event for event in events if event]).pop(0))
            file.write("\n".join(mixed) + "\n")
            written += len(mixed)


def make(folder):
    log = folder / "audit.log"
    write(log, LINES)
    return log


if __name__ == "__main__":
    measured.ingest_of_lines(sys.argv[1:], make, "lines", 300_000)
    sys.exit(measured.exit_code())
