"""Logs that overlap: the same event from several files is stored once, and the second sighting is counted."""
import json
import os
import re
import xml.etree.ElementTree as ElementTree

from program import ROOT, ProgramTest, main, named_rows

SAMPLES = ROOT / "tests/ingest/samples"
SHARED = ROOT / os.environ.get("HUNTBOOK_SHARED", "../shared")
OWN = {"Evidence", "EvidenceErrors", "Observations"}

# Samples whose every stored record has an identity of its own (src/case/event_identity.cpp).
WITH_IDENTITY = ["audit.log", "aws_cloudtrail.json", "entra_diagnostics.jsonl", "entra_portal.csv", "entra_signins.json",
                 "event_viewer.xml", "evtx_dump_cut.json", "gcp_audit.json", "get_winevent.json", "graph_alerts.json",
                 "journal.export", "journal.json", "office365_api.json", "office365_portal.csv", "sentinel_alerts.csv",
                 "winlogbeat8.json", "zeek_conn.log"]
# Samples whose records have none: equal lines may be two events.
WITHOUT_IDENTITY = ["auth.log-20240302", "bind_query.log", "firewall_cef.log", "rfc5424.log", "suricata_eve.json"]


class OverlapTest(ProgramTest):
    def rows(self, *arguments, case="case", code=0):
        result = self.check(self.run_program("-C", case, *arguments), code)
        return named_rows(result.stdout)

    def ingest(self, *paths, case="case"):
        return self.rows("ingest", "--json", *paths, case=case)

    def counts(self, case="case"):
        return {row["Table"]: row["Rows"] for row in self.rows("show", "tables", "--json", case=case)
                if row["Table"] not in OWN}

    def again(self, name):
        """The sample with a line end more: another file with the same records."""
        return self.write(name, (SAMPLES / name).read_bytes() + b"\n")


class Samples(OverlapTest):
    def test_events_with_an_id_are_stored_once(self):
        for name in WITH_IDENTITY:
            with self.subTest(name):
                case = "case_" + name
                first = self.ingest(SAMPLES / name, case=case)[0]
                before = self.counts(case)
                second = self.ingest(self.again(name), case=case)[0]
                self.assertEqual(first["RecordsDuplicate"], 0)
                self.assertEqual(second["Status"], first["Status"])
                self.assertEqual(second["RecordsStored"], first["RecordsStored"])
                self.assertEqual(second["RecordsDuplicate"], first["RecordsStored"])
                self.assertEqual(second["RecordsRead"], second["RecordsStored"] + second["RecordsRejected"])
                self.assertEqual(self.counts(case), before)

    def test_records_without_an_id_are_all_kept(self):
        for name in WITHOUT_IDENTITY:
            with self.subTest(name):
                case = "case_" + name
                first = self.ingest(SAMPLES / name, case=case)[0]
                self.assertEqual(self.ingest(self.again(name), case=case)[0]["RecordsDuplicate"], 0)
                self.assertEqual(sum(self.counts(case).values()), 2 * first["RecordsStored"])

    def test_the_ledger_counts_them(self):
        self.ingest(SAMPLES / "office365_api.json")
        self.ingest(self.again("office365_api.json"))
        query = "Evidence | project RecordsRead, RecordsStored, RecordsDuplicate, RecordsRejected | sort by RecordsDuplicate asc"
        rows = [tuple(row.values()) for row in self.rows("query", "--format", "json", query)]
        shown = [tuple(row[name] for name in ("RecordsRead", "RecordsStored", "RecordsDuplicate", "RecordsRejected"))
                 for row in self.rows("show", "evidence", "--json")]
        self.assertEqual(rows, shown)
        self.assertEqual([row[2] for row in rows], [0, rows[0][1]])

    def test_a_rotated_audit_log_that_was_copied_twice(self):
        lines = [f'type=USER_LOGIN msg=audit(17150040{n // 10:02}.{n:03}:{100 + n}): pid={n} uid=0 auid=0 ses=1 '
                 f'msg=\'op=login acct="ann" exe="/usr/sbin/sshd" addr=198.51.100.{n} res=success\'\n' for n in range(60)]
        monday, tuesday = self.write("audit.log.1", "".join(lines[:40])), self.write("audit.log", "".join(lines[20:]))
        for case, paths in (("one", [monday, tuesday]), ("other", [tuesday, monday])):
            rows = self.ingest(*paths, case=case)
            self.assertEqual([row["RecordsDuplicate"] for row in rows], [0, 20])
            self.assertEqual(self.counts(case), {"LinuxAudit": 60})

    def test_one_file_that_repeats_itself(self):
        record = '{"Id":"%s","CreationTime":"2024-05-06T14:00:0%d","RecordType":15,"Operation":"UserLoggedIn","Workload":"AzureActiveDirectory","UserId":"ann"}\n'
        path = self.write("audit.json", "".join(record % ("abc%d" % (n % 3), n % 3) for n in range(9)))
        self.assertEqual(self.ingest(path)[0]["RecordsDuplicate"], 6)
        self.assertEqual(self.counts(), {"OfficeActivity": 3})

    def test_a_record_that_was_changed_is_kept_and_told(self):
        text = (SAMPLES / "office365_api.json").read_text()
        self.ingest(SAMPLES / "office365_api.json")
        before = self.counts()["OfficeActivity"]
        user = json.loads(self.check(self.run_program("-C", "case", "query", "--format", "json",
                                                      "OfficeActivity | take 1 | project UserId")).stdout)["rows"][0][0]
        row = self.ingest(self.write("changed.json", text.replace(user, "mallory@example.net", 1)))[0]
        self.assertEqual(row["RecordsDuplicate"], row["RecordsStored"] - 1)
        self.assertIn("OfficeActivity: 1 event that another file tells of too, with other values: both are kept", row["Note"])
        self.assertEqual(self.counts()["OfficeActivity"], before + 1)


class EventLogs(OverlapTest):
    """Real event logs, cut into logs that overlap."""

    def setUp(self):
        super().setUp()
        self.logs = sorted((SHARED / "data/evtx").glob("*.evtx"))
        if not self.logs:
            self.skipTest("no event logs in HUNTBOOK_SHARED")

    def cut(self, log, name, first, last):
        """A log of the chunks from `first` to before `last`."""
        content = log.read_bytes()
        chunks = content[4096:]
        return self.write(name, content[:4096] + chunks[first * 65536:last * 65536])

    def large(self):
        """The log with the most chunks in use, and their number."""
        def chunks(log):
            content = log.read_bytes()
            return sum(content[at:at + 8] == b"ElfChnk\0" for at in range(4096, len(content), 65536))
        log = max(self.logs, key=lambda path: (chunks(path), path.name))
        self.assertGreater(chunks(log), 3)
        return log, chunks(log)

    def described(self, case):
        text = self.check(self.run_program("-C", case, "query", "--format", "csv",
                                           "union SecurityEvent, WindowsEvent | extend X = tostring(_Extra)")).stdout
        return sorted(text.splitlines())

    def test_exports_of_two_days_that_overlap(self):
        log, chunks = self.large()
        self.ingest(log, case="whole")
        whole = self.described("whole")
        monday = self.cut(log, "Archive-Security.evtx", 0, chunks * 2 // 3)
        tuesday = self.cut(log, "Security.evtx", chunks // 3, chunks)
        for case, paths in (("one", [monday, tuesday]), ("other", [tuesday, monday])):
            rows = self.ingest(*paths, case=case)
            self.assertEqual(rows[0]["RecordsDuplicate"], 0)
            self.assertGreater(rows[1]["RecordsDuplicate"], 0)
            self.assertEqual(sum(row["RecordsStored"] - row["RecordsDuplicate"] for row in rows), len(whole) - 1)
            self.assertEqual(self.described(case), whole)


class OtherForms(OverlapTest):
    def as_json(self, event):
        """An event of XML as evtx_dump writes it as JSON: numbers without quotes, GUIDs without braces, microseconds."""
        name = lambda element: element.tag.split("}")[1]
        number = lambda text: int(text) if re.fullmatch(r"-?(0|[1-9][0-9]*)", text or "") else text
        bare = lambda text: re.sub(r"^[{](.*)[}]$", r"\1", text or "")
        system = {}
        for element in event.find("{*}System"):
            attributes = {key: number(bare(value)) for key, value in element.attrib.items()}
            if "SystemTime" in attributes:
                attributes["SystemTime"] = re.sub(r"([.][0-9]{6})[0-9]*Z", r"\1Z", attributes["SystemTime"])
            system[name(element)] = {"#attributes": attributes} if attributes else number(element.text)
        whole = {"System": system}
        if (data := event.find("{*}EventData")) is not None:
            whole["EventData"] = {element.get("Name"): number(bare(element.text)) for element in data}
        if (data := event.find("{*}UserData")) is not None:
            whole["UserData"] = {name(part): {name(element): element.text for element in part} for part in data}
        return json.dumps({"Event": whole})

    def test_xml_with_messages_and_json_tell_of_the_same_events(self):
        xml = SAMPLES / "event_viewer.xml"
        events = ElementTree.parse(xml).getroot().findall("{*}Event")
        lines = self.write("events.jsonl", "".join(self.as_json(event) + "\n" for event in events))
        for case, paths in (("one", [xml, lines]), ("other", [lines, xml])):
            rows = self.ingest(*paths, case=case)
            self.assertEqual([(row["RecordsStored"], row["RecordsDuplicate"]) for row in rows], [(4, 0), (4, 4)])
            self.assertEqual(self.counts(case), {"SecurityEvent": 2, "WindowsEvent": 2})
        forged = self.write("forged.jsonl", lines.read_text().replace("cmd.exe /c whoami", "cmd.exe /c dir"))
        row = self.ingest(forged, case="one")[0]
        self.assertEqual((row["RecordsStored"], row["RecordsDuplicate"]), (4, 3))
        self.assertIn("SecurityEvent: 1 event that another file tells of too, with other values", row["Note"])


if __name__ == "__main__":
    main()
