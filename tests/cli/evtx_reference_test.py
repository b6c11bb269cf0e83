"""Event logs as another reader has them: every record's System part and its own data are those of libevtx
(libevtx-utils, evtxexport). HUNTBOOK_ALL_LOGS=1 compares all sample logs, else every tenth."""
import json
import os
import re
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from pathlib import Path

from program import ROOT, ProgramTest, main, named_rows

LOGS = Path(os.environ.get("HUNTBOOK_SHARED", str(ROOT.parent / "shared"))) / "data/evtx"
SPACE = "{http://schemas.microsoft.com/win/2004/08/events/event}"
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")
TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z")


def spelled(value):
    """A value in one spelling, where the two readers have two: line ends, which XML readers change, the zeros before
    hexadecimal numbers and behind times, the writing of GUIDs."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = NO_XML.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n")
    if guid := GUID.fullmatch(text):
        return guid[1].lower()
    if re.fullmatch("0x[0-9a-fA-F]+", text):
        return hex(int(text, 16))
    if time := TIME.fullmatch(text):
        return f"{time[1]}T{time[2]}.{(time[3] or '').ljust(9, '0')[:7]}"
    return text


def values_of(found):
    """The values under a name, as a list; those that are empty are none."""
    return [spelled(value) for value in (found if isinstance(found, list) else [found]) if spelled(value)]


def local(element):
    return element.tag.rpartition("}")[2]


def reference_of(event):
    """The System part's values and the values of each name of the event's own data."""
    system = event.find(SPACE + "System")
    head = [system.findtext(SPACE + name) for name in ("EventID", "Version", "Channel", "Computer", "EventRecordID")]
    head += [system.find(SPACE + "TimeCreated").get("SystemTime"), system.find(SPACE + "Provider").get("Name")]
    data = defaultdict(list)
    for child in event.find(SPACE + "EventData") or ():
        data[child.get("Name") or local(child)] += values_of("".join(child.itertext()))
    for child in event.findall(SPACE + "UserData/*/*"):
        if len(child) == 0:
            data[local(child)] += values_of(child.text)
    return [spelled(value) for value in head], {name: values for name, values in data.items() if values}


def record_of(row):
    """The same of a row: of SecurityEvent, a value stands in the column of its name or in _Extra."""
    provider = row.get("EventSourceName") or row.get("Provider")
    head = [row[name] for name in ("EventID", "Version", "Channel", "Computer", "EventRecordId", "TimeGenerated")]
    data = row["EventData"] if row["Table"] == "WindowsEvent" else dict(row, **(row["Extra"] or {}))
    return [spelled(value) for value in head + [provider]], data or {}


def dotnet(text):
    """A value as .NET has it: a number for what Windows shows in hexadecimal, GUIDs in small letters, SIDs as objects."""
    if re.fullmatch("0x(?:[0-9a-f]{8}|[0-9a-f]{16})", text or ""):
        return int(text, 16)
    if text and text.startswith("{") and (guid := GUID.fullmatch(text)):
        return guid[1].lower()
    if re.fullmatch("S-1-[0-9-]+", text or ""):
        return {"BinaryLength": 28, "AccountDomainSid": None, "Value": text}
    return text or ""


def as_powershell_gives_it(event):
    """The record that Get-WinEvent | ConvertTo-Json -Depth 4 writes of an event."""
    system = event.find(SPACE + "System")
    number = lambda name: int(system.findtext(SPACE + name))
    provider, execution = system.find(SPACE + "Provider"), system.find(SPACE + "Execution")
    keywords = int(system.findtext(SPACE + "Keywords"), 16)
    data = event.find(SPACE + "EventData")
    values = [child.text for child in (data if data is not None else event.findall(SPACE + "UserData/*/*"))]
    return {
        "Id": number("EventID"), "Version": number("Version"), "Level": number("Level"), "Task": number("Task"),
        "Opcode": number("Opcode"), "Keywords": keywords - (1 << 64 if keywords >> 63 else 0),
        "RecordId": number("EventRecordID"), "ProviderName": provider.get("Name"),
        "ProviderId": provider.get("Guid", "").strip("{}").lower(), "LogName": system.findtext(SPACE + "Channel"),
        "ProcessId": int(execution.get("ProcessID")), "ThreadId": int(execution.get("ThreadID")),
        "MachineName": system.findtext(SPACE + "Computer"), "UserId": None,
        "TimeCreated": system.find(SPACE + "TimeCreated").get("SystemTime"),
        "Properties": [{"Value": dotnet(value)} for value in values]}


@unittest.skipUnless(LOGS.is_dir(), "no sample logs: HUNTBOOK_SHARED names a folder with data/evtx")
@unittest.skipUnless(shutil.which("evtxexport"), "evtxexport is not installed (Debian's libevtx-utils)")
class OtherReader(ProgramTest):
    def rows(self, query, case="case"):
        return named_rows(self.check(self.run_program("-C", case, "query", "--format", "json", query)).stdout)

    def events_of(self, log):
        exported = subprocess.run(["evtxexport", "-f", "xml", log], capture_output=True, check=True).stdout
        text = NO_XML.sub("", exported.decode(errors="replace"))
        return [ElementTree.fromstring(event) for event in re.findall("<Event .*?</Event>", text, re.DOTALL)]

    def test_values_without_names_get_those_of_the_log(self):
        """Get-WinEvent | ConvertTo-Json has the values alone, some as numbers; the rows are those of the log."""
        logs = [LOGS / f"{name}.evtx" for name in (
            "4765_sidhistory_add_t1178", "CA_4624_4625_LogonType2_LogonProc_chrome", "CA_DCSync_4662",
            "DE_1102_security_log_cleared", "DE_Fake_ComputerAccount_4720", "LM_WMI_4624_4688_TargetHost",
            "Runas_4624_4648_Webshell_CreateProcessAsUserA", "net_share_drive_5142", "security_4624_4673_token_manip",
            "spoolsample_5145")]
        if os.environ.get("HUNTBOOK_ALL_LOGS"):
            logs = sorted(LOGS.glob("*.evtx"))
        self.check(self.run_program("-C", "log", "ingest", *logs))
        events = [event for log in logs for event in self.events_of(log)]
        records = [as_powershell_gives_it(event) for event in events
                   if event.findtext(f"{SPACE}System/{SPACE}Channel") == "Security"]
        (self.folder / "events.json").write_text(json.dumps(records, indent=1))
        self.check(self.run_program("-C", "json", "ingest", "events.json"))
        query = ("SecurityEvent | extend Extra = _Extra | project-away Correlation "
                 "| sort by Computer asc, toint(EventRecordId) asc, EventID asc")
        named = 0
        of_log, of_json = self.rows(query, "log"), self.rows(query, "json")
        self.assertEqual(len(of_log), len(of_json))
        for log_row, json_row in zip(of_log, of_json):
            place = f"event {log_row['EventID']}, record {log_row['EventRecordId']}"
            extra, json_extra = log_row.pop("Extra") or {}, json_row.pop("Extra") or {}
            self.assertNotIn("EventProperties", json_extra, place)
            self.assertEqual({name: spelled(value) for name, value in json_row.items()},
                             {name: spelled(value) for name, value in log_row.items()}, place)
            own = {name: spelled(value) for name, value in extra.items() if name in json_extra}
            self.assertEqual({name: spelled(json_extra[name]) for name in own}, own, place)
            named += 1
        self.assertGreater(named, 20)

    def test_the_same_records_with_the_same_values(self):
        logs = sorted(LOGS.glob("*.evtx"))
        if not os.environ.get("HUNTBOOK_ALL_LOGS"):
            logs = logs[::10]
        self.check(self.run_program("-C", "case", "ingest", *logs, timeout=300))
        paths = {row["EvidenceId"]: Path(row["Path"]).name for row in self.rows("Evidence | project EvidenceId, Path")}
        stored = defaultdict(list)
        for table in ("SecurityEvent", "WindowsEvent"):
            for row in self.rows(f"{table} | extend Extra = _Extra, Table = '{table}', File = _File, Record = _Record"):
                stored[paths[row["File"]]].append(row)
        compared = 0
        for log in logs:
            rows = sorted(stored[log.name], key=lambda row: row["Record"])
            events = self.events_of(log)
            self.assertEqual(len(rows), len(events), log.name)
            for row, event in zip(rows, events):
                head, data = record_of(row)
                reference, values = reference_of(event)
                place = f"{log.name}, record {row['EventRecordId']}"
                self.assertEqual(head, reference, place)
                self.assertEqual({name: values_of(data.get(name)) for name in values}, values, place)
                if row["Table"] == "WindowsEvent":
                    own = {name for name, value in data.items() if values_of(value)}
                    self.assertEqual(own - set(values), set(), place)
                compared += 1 + len(values)
        self.assertGreater(compared, 1000)


if __name__ == "__main__":
    main()
