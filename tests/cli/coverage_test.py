"""show coverage and show entities: what logs cover, where they may be incomplete, and which names belong to one thing."""
import csv
import datetime
import io
import json

from program import ProgramTest, main, named_rows

START = datetime.datetime(2024, 3, 4)  # a Monday
EVENT_COLUMNS = ["TimeGenerated", "Computer", "Channel", "EventID", "EventRecordId", "EventSourceName", "SubjectUserName",
                 "PreviousTime", "NewTime", "Type"]


def at(minutes, seconds=0):
    return (START + datetime.timedelta(minutes=minutes, seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_csv(columns, rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def security_event(record, minutes, event=4688, computer="web1", **values):
    return {"TimeGenerated": at(minutes), "Computer": computer, "Channel": "Security", "EventID": event,
            "EventRecordId": record, "EventSourceName": "Microsoft-Windows-Security-Auditing", "Type": "SecurityEvent",
            **values}


class CoverageTest(ProgramTest):
    def ingest(self, name, content, *options):
        self.check(self.run_program("-C", "case", "ingest", *options, self.write(name, content)))

    def shown(self, subject):
        lines = self.check(self.run_program("-C", "case", "show", subject, "--json")).stdout.splitlines()
        return [named_rows(line) for line in lines]

    def findings(self):
        return [(row["Host"], row["Channel"], row["Finding"], row["Begin"], row["End"], row["Records"], row["Detail"])
                for row in self.shown("coverage")[1]]

    def query(self, text):
        return named_rows(self.check(self.run_program("-C", "case", "query", "--format", "json", text)).stdout)


class Coverage(CoverageTest):
    def test_a_whole_log_has_no_findings(self):
        self.ingest("events.csv", as_csv(EVENT_COLUMNS, [security_event(100 + i, 5 * i) for i in range(500)]))
        coverage, findings = self.shown("coverage")
        self.assertEqual(findings, [])
        self.assertEqual(coverage, [{
            "Table": "SecurityEvent", "Host": "web1", "Channel": "Security", "Events": 500, "FirstEvent": at(0),
            "LastEvent": at(5 * 499), "LongestSilence": "00:04:00", "UnusualSilences": 0, "MissingRecords": 0, "Cleared": 0,
            "ClockChanges": 0}])

    def test_missing_records_are_ranges_of_one_log(self):
        rows = [security_event(record, record) for record in (10, 11, 15, 16, 18)]
        rows += [security_event(record, record, computer="web2") for record in (12, 13, 14)]
        self.ingest("events.csv", as_csv(EVENT_COLUMNS, rows))
        self.assertEqual(self.findings(), [
            ("web1", "Security", "records missing", at(11), at(15), 3, "record ids 12 to 14"),
            ("web1", "Security", "records missing", at(16), at(18), 1, "record ids 17 to 17")])
        self.assertEqual([row["MissingRecords"] for row in self.shown("coverage")[0]], [4, 0])

    def test_a_choice_of_events_is_one_finding(self):
        self.ingest("events.csv", as_csv(EVENT_COLUMNS, [security_event(10 * i, i) for i in range(30)]))
        self.assertEqual(self.findings(), [
            ("web1", "Security", "records missing", at(0), at(29), 29 * 9,
             "29 ranges of record ids: what is here was chosen from a log, or is of several times")])

    def test_order_of_the_lines_does_not_matter(self):
        rows = [security_event(record, record) for record in (5, 1, 4, 2, 3)]
        self.ingest("events.csv", as_csv(EVENT_COLUMNS, rows))
        self.assertEqual(self.findings(), [])

    def test_clocks_that_were_set_or_run_back(self):
        rows = [security_event(1, 60), security_event(2, 30), security_event(3, 30),
                security_event(4, 31, 4616, SubjectUserName="eve", PreviousTime=at(61), NewTime=at(31)),
                # A correction of seconds is none of a clock that was changed.
                security_event(5, 32, 4616, SubjectUserName="LOCAL SERVICE", PreviousTime=at(32), NewTime=at(32, 2))]
        self.ingest("events.csv", as_csv(EVENT_COLUMNS, rows))
        self.assertEqual(self.findings(), [
            ("web1", "Security", "time runs back", at(30), at(60), None,
             "record 2 is earlier than record 1: a clock was set back, or the ids began anew"),
            ("web1", "Security", "clock set", at(61), at(31), None, "event 4616, by eve")])
        self.assertEqual(self.shown("coverage")[0][0]["ClockChanges"], 2)

    def test_kernel_general_tells_of_the_clock_too(self):
        event = {"TimeGenerated": at(5), "Computer": "web1", "Channel": "System", "EventID": 1, "EventRecordId": "7",
                 "Provider": "Microsoft-Windows-Kernel-General", "Type": "WindowsEvent",
                 "EventData": {"NewTime": at(5), "OldTime": at(125), "Reason": "1"}}
        sysmon = {**event, "Channel": "Microsoft-Windows-Sysmon/Operational", "Provider": "Microsoft-Windows-Sysmon"}
        self.ingest("events.json", "".join(json.dumps(row) + "\n" for row in (event, sysmon)).encode())
        self.assertEqual(self.findings(),
                         [("web1", "System", "clock set", at(125), at(5), None, "event 1")])

    def test_cleared_logs(self):
        source = {"EventSourceName": "Microsoft-Windows-Eventlog", "SubjectUserName": "eve"}
        other = {"EventSourceName": "some other source"}
        self.ingest("events.csv", as_csv(EVENT_COLUMNS, [security_event(1, 0, 1102, **source),
                                                         security_event(2, 1, 1102, **other)]))
        event = {"TimeGenerated": at(5), "Computer": "web1", "Channel": "System", "EventID": 104, "EventRecordId": "7",
                 "Provider": "Microsoft-Windows-Eventlog", "Type": "WindowsEvent",
                 "EventData": {"Channel": "Windows PowerShell", "SubjectUserName": "eve", "BackupPath": ""}}
        self.ingest("events.json", json.dumps(event).encode() + b"\n")
        self.assertEqual(self.findings(), [
            ("web1", "Security", "log cleared", at(0), at(0), None, "event 1102, by eve"),
            ("web1", "Windows PowerShell", "log cleared", at(5), at(5), None, "event 104, by eve")])
        # The log that was cleared has a row, though none of its events is here.
        self.assertEqual([(row["Channel"], row["Events"], row["Cleared"]) for row in self.shown("coverage")[0]],
                         [("Security", 2, 1), ("System", 1, 0), ("Windows PowerShell", 0, 1)])

    def test_a_silence_that_is_none_of_a_log_s_habits(self):
        minutes = [i for i in range(4 * 1440) if not 2000 <= i < 2300]
        lines = "".join(f"{(START + datetime.timedelta(minutes=i)).isoformat()}+00:00 web1 app[7]: tick {i}\n"
                        for i in minutes)
        self.ingest("messages", lines.encode(), "--format", "syslog")
        coverage, findings = self.shown("coverage")
        self.assertEqual([(row["Table"], row["Host"], row["Begin"], row["End"], row["Duration"]) for row in findings],
                         [("Syslog", "web1", at(2000), at(2300), "05:00:00")])
        self.assertEqual(findings[0]["Detail"], "by its rhythm, chance would give 0.0002 like it")
        self.assertEqual((coverage[0]["UnusualSilences"], coverage[0]["LongestSilence"]), (1, "05:00:00"))

    def test_tables_of_one_s_own_may_have_columns_of_other_types(self):
        self.ingest("door.csv", b"TimeGenerated,Computer,Channel\n2024-03-04T00:00:00Z,1,2\n2024-03-04T01:00:00Z,1,2\n")
        self.ingest("events.csv", as_csv(EVENT_COLUMNS, [security_event(1, 0), security_event(2, 1)]))
        self.assertEqual([(row["Table"], row["Host"], row["Events"]) for row in self.shown("coverage")[0]],
                         [("SecurityEvent", "web1", 2), ("door", "", 2)])

    def test_the_command_takes_a_pipe(self):
        self.ingest("events.csv", as_csv(EVENT_COLUMNS, [security_event(1, 0), security_event(4, 1)]))
        self.assertEqual(self.query(".show coverage | project Host, MissingRecords"), [{"Host": "web1", "MissingRecords": 2}])
        self.assertEqual(self.query(".show coverage findings | project Records"), [{"Records": 2}])
        self.assertEqual(self.query(".show entities | count"), [{"Count": 0}])


class Entities(CoverageTest):
    def entities(self, kind):
        return [(row["Value"], row["Name"], row["FirstSeen"], row["LastSeen"], row["Events"], row["Sources"])
                for row in self.shown("entities")[0] if row["Kind"] == kind]

    def device_events(self, *rows):
        columns = ["TimeGenerated", "DeviceName", "LocalIP", "RemoteIP", "ActionType", "InitiatingProcessAccountName",
                   "InitiatingProcessAccountDomain", "InitiatingProcessAccountSid", "InitiatingProcessAccountUpn", "Type"]
        self.ingest("network.csv", as_csv(columns, [{"ActionType": "ConnectionSuccess", "RemoteIP": "192.0.2.9",
                                                     "Type": "DeviceNetworkEvents", **row} for row in rows]))

    def test_an_address_changes_hands(self):
        seen = [("A.example", 0), ("a", 30), ("b", 70), ("b", 200), ("A", 300)]
        self.device_events(*({"TimeGenerated": at(minutes), "DeviceName": name, "LocalIP": "10.0.0.5"}
                             for name, minutes in seen),
                           {"TimeGenerated": at(0), "DeviceName": "c", "LocalIP": "127.0.0.1"})
        source = ["DeviceNetworkEvents"]
        self.assertEqual(self.entities("host of address"), [
            ("10.0.0.5", "A.example", at(0), at(30), 2, source),
            ("10.0.0.5", "b", at(70), at(200), 2, source),
            ("10.0.0.5", "A", at(300), at(300), 1, source)])

    def test_hosts_behind_one_address_stand_side_by_side(self):
        seen = [("a", 0), ("b", 1), ("a", 60), ("b", 61), ("a", 120), ("b", 121)]
        self.device_events(*({"TimeGenerated": at(minutes), "DeviceName": name, "LocalIP": "10.0.0.5"}
                             for name, minutes in seen))
        self.assertEqual([row[:4] for row in self.entities("host of address")],
                         [("10.0.0.5", "a", at(0), at(120)), ("10.0.0.5", "b", at(1), at(121))])

    def test_sids_accounts_and_sign_in_names(self):
        sid = "S-1-5-21-1-2-3-1104"
        self.device_events({"TimeGenerated": at(0), "DeviceName": "a", "InitiatingProcessAccountDomain": "corp",
                            "InitiatingProcessAccountName": "ada", "InitiatingProcessAccountSid": sid,
                            "InitiatingProcessAccountUpn": "ada@corp.example"},
                           {"TimeGenerated": at(9), "DeviceName": "a", "InitiatingProcessAccountDomain": "CORP",
                            "InitiatingProcessAccountName": "Ada", "InitiatingProcessAccountSid": sid})
        columns = ["TimeGenerated", "EventID", "Computer", "TargetUserSid", "TargetAccount", "SubjectUserSid",
                   "SubjectAccount", "Type"]
        self.ingest("security.csv", as_csv(columns, [
            {"TimeGenerated": at(4), "EventID": 4624, "Computer": "dc", "TargetUserSid": "S-1-5-21-1-2-3-1105",
             "TargetAccount": "CORP\\ben", "SubjectUserSid": "S-1-0-0", "SubjectAccount": "-\\-", "Type": "SecurityEvent"}]))
        self.assertEqual([row[:5] for row in self.entities("account of SID")],
                         [(sid, "CORP\\Ada", at(0), at(9), 2), ("S-1-5-21-1-2-3-1105", "CORP\\ben", at(4), at(4), 1)])
        self.assertEqual([row[:2] for row in self.entities("UPN of account")], [("corp\\ada", "ada@corp.example")])
        signins = ["TimeGenerated", "TenantId", "UserPrincipalName", "UserId", "Type"]
        self.ingest("signins.csv", as_csv(signins, [
            {"TimeGenerated": at(5), "TenantId": "t", "UserPrincipalName": "ben@corp.example", "UserId": "id-1", "Type": "SigninLogs"},
            {"TimeGenerated": at(6), "TenantId": "t", "UserPrincipalName": "carl@corp.example", "UserId": "id-2", "Type": "SigninLogs"}]))
        # Nothing but the name says that ben is CORP\ben, and the source says so.
        self.assertEqual([(row[0], row[1], row[5]) for row in self.entities("UPN of account")],
                         [("CORP\\ben", "ben@corp.example", ["SigninLogs (the same name)"]),
                          ("corp\\ada", "ada@corp.example", ["DeviceNetworkEvents"])])
        self.assertEqual([row[:2] for row in self.entities("UPN of object id")],
                         [("id-1", "ben@corp.example"), ("id-2", "carl@corp.example")])

    def test_the_host_of_a_console_session_is_not_behind_the_remote_address(self):
        columns = ["TimeGenerated", "EventID", "Computer", "LogonType", "IpAddress", "WorkstationName", "TargetAccount", "Type"]
        rows = [{"TimeGenerated": at(i), "EventID": 4624, "Computer": "srv.corp.example", "LogonType": kind,
                 "IpAddress": "10.0.0.7", "WorkstationName": workstation, "TargetAccount": "CORP\\ada",
                 "Type": "SecurityEvent"} for i, (kind, workstation) in enumerate([(3, "LAPTOP"), (10, "SRV")])]
        self.ingest("security.csv", as_csv(columns, rows))
        self.assertEqual([row[:2] for row in self.entities("host of address")], [("10.0.0.7", "LAPTOP")])


if __name__ == "__main__":
    main()
