"""Functions over Windows events that come with the program: the view Event and ScriptBlocks."""
import json

from program import ROOT, ProgramTest, main

SAMPLES = ROOT / "tests/ingest/samples"


def script_part(block, number, total, text, second, computer="ws1"):
    system = {"Provider": {"#attributes": {"Name": "Microsoft-Windows-PowerShell"}}, "EventID": 4104, "Level": 3,
              "TimeCreated": {"#attributes": {"SystemTime": f"2024-05-06T14:00:{second:02}Z"}}, "EventRecordID": second,
              "Channel": "Microsoft-Windows-PowerShell/Operational", "Computer": computer}
    data = {"MessageNumber": number, "MessageTotal": total, "ScriptBlockText": text, "ScriptBlockId": block,
            "Path": "C:\\a.ps1"}
    return json.dumps({"Event": {"System": system, "EventData": data}}) + "\n"


class WindowsFunctions(ProgramTest):
    def query(self, text, *more, code=0):
        return self.check(self.run_program("-C", "case", "query", *more, text), code)

    def rows(self, text):
        return json.loads(self.query(text, "--format", "json").stdout)["rows"]

    def ingest(self, *paths):
        self.check(self.run_program("-C", "case", "ingest", *paths))

    def test_event_is_a_view_of_windows_event_and_of_exports(self):
        self.ingest(SAMPLES / "event_viewer.xml", SAMPLES / "event_export.json")
        self.assertEqual(self.rows("Event | sort by TimeGenerated asc, Source asc, UserName asc "
                                   "| project TimeGenerated, Source, EventLog, EventID, EventLevelName, UserName"),
                         [["2024-05-06T14:00:09.25Z", "Microsoft-Windows-Sysmon", "Microsoft-Windows-Sysmon/Operational", 3,
                           "Information", "S-1-5-18"],
                          ["2024-05-06T14:09:00Z", "Microsoft-Windows-Eventlog", "System", 104, "Information", ""],
                          ["2024-05-06T14:09:00Z", "Microsoft-Windows-Eventlog", "System", 104, "Information",
                           "S-1-5-21-1004-1005-1006-1107"]])
        sysmon = ("Event | where Source == 'Microsoft-Windows-Sysmon' | extend Data = parse_xml(EventData).DataItem.EventData.Data"
                  " | mv-expand Data | where Data['@Name'] in ('Image', 'DestinationIp') | project tostring(Data['#text'])")
        self.assertEqual(self.rows(sysmon), [["C:\\Windows\\System32\\cmd.exe"], ["203.0.113.77"]])
        self.assertEqual(self.rows("table('Event') | count"), [[1]])
        self.assertEqual(self.rows("union * | where EventID == 104 | count"), [[2]], "no event is there twice")

    def test_script_blocks_are_put_together(self):
        whole = [script_part("a1", number, 12, f"<{number}>", number) for number in range(12, 0, -1)]
        (self.folder / "one.json").write_text("".join(whole[:7]))
        # The other half, with a part that is in both, a block with a gap, and the same id on another computer.
        (self.folder / "two.json").write_text(
            "".join(whole[6:]) + script_part("{A1}", 1, 1, "other", 30, "ws2") + script_part("b2", 1, 4, "p1", 21) +
            script_part("b2", 3, 4, "p3", 23))
        self.ingest("one.json", "two.json")
        self.assertEqual(
            self.rows("ScriptBlocks | sort by Computer asc, ScriptBlockId asc "
                      "| project Computer, ScriptBlockId, Path, ScriptBlockText, FirstPart, Parts, Total, Missing"),
            [["ws1", "a1", "C:\\a.ps1", "<1><2><3><4><5><6><7><8><9><10><11><12>", "2024-05-06T14:00:01Z", 12, 12, []],
             ["ws1", "b2", "C:\\a.ps1", "p1p3", "2024-05-06T14:00:21Z", 2, 4, [2, 4]],
             ["ws2", "a1", "C:\\a.ps1", "other", "2024-05-06T14:00:30Z", 1, 1, []]])

    def test_they_can_be_read_and_replaced(self):
        self.ingest(SAMPLES / "event_viewer.xml")
        folder, body = self.rows(".show function ScriptBlocks | project Folder, Body")[0]
        self.assertEqual(folder, "Huntbook/Windows")
        self.assertIn("EventID == 4104", body)
        self.assertIn("comes with the program", self.query(".drop function ScriptBlocks", code=1).stderr)
        self.query(".create-or-alter function ScriptBlocks() { print mine = 1 }")
        self.assertEqual(self.rows("ScriptBlocks"), [[1]])
        self.query(".drop function ScriptBlocks")
        self.assertEqual(self.rows("ScriptBlocks | count"), [[0]])


if __name__ == "__main__":
    main()
