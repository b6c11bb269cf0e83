#!/usr/bin/env python3
"""Promises: flow logs of Azure's network security groups go into a case at 200,000 flows a second or more, within 1 GiB.

bench/flow_ingest.py [FLOWS]    3,000,000 by default, in the form of one storage blob.

Whole processes, the median of three; the case is committed and closed.
"""
import json
import pathlib
import random
import sys
import tempfile

import measured

FLOWS_A_RECORD = 500
GROUP = "/SUBSCRIPTIONS/S1/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/WEB-NSG"


def flow(picks, second):
    remote = f"198.51.{picks.randrange(256)}.{picks.randrange(256)}"
    local = f"10.0.{picks.randrange(4)}.{picks.randrange(256)}"
    ports = f"{picks.randrange(1024, 65536)},{picks.choice((22, 53, 80, 443, 3389))}"
    state = picks.choice("BCE")
    counters = ",,," if state == "B" else f"{picks.randrange(1, 90)},{picks.randrange(60, 90000)},{picks.randrange(1, 90)},{picks.randrange(60, 900000)}"
    ends, direction = ((remote, local), "I") if picks.random() < 0.5 else ((local, remote), "O")
    return f"{second},{ends[0]},{ends[1]},{ports},T,{direction},{'A' if picks.random() < 0.8 else 'D'},{state},{counters}"


def write(path, flows):
    picks = random.Random(1)
    with path.open("w") as out:
        out.write('{"records":[')
        for at in range(0, flows, FLOWS_A_RECORD):
            second = 1_710_144_000 + at // 1000
            tuples = [flow(picks, second) for _ in range(min(FLOWS_A_RECORD, flows - at))]
            record = {"time": "2024-03-11T08:00:00.0000000Z", "systemId": "s", "macAddress": "000D3AF87856",
                      "category": "NetworkSecurityGroupFlowEvent", "resourceId": GROUP,
                      "operationName": "NetworkSecurityGroupFlowEvents",
                      "properties": {"Version": 2, "flows": [{"rule": "UserRule_web", "flows": [
                          {"mac": "000D3AF87856", "flowTuples": tuples}]}]}}
            out.write(("," if at else "") + json.dumps(record, separators=(",", ":")))
        out.write("]}\n")


def main(arguments):
    flows = int(arguments[0]) if arguments else 3_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        evidence = folder / "PT1H.json"
        write(evidence, flows)
        seconds, peak = measured.ingest(evidence, folder)
        measured.figure("size of the file", evidence.stat().st_size / 1e6, "MB")
        measured.promise("flows into the case", flows / seconds, 200_000, "rows/s", least=True)
        measured.promise("peak memory", peak, 1024, "MiB")
    return measured.exit_code()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
