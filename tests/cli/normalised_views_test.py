"""The normalised views (_Im_*): one question is the same query, whatever the evidence comes from."""
import json

from program import ProgramTest, main

VIEWS = ["_Im_AuditEvent", "_Im_Authentication", "_Im_Dns", "_Im_FileEvent", "_Im_NetworkSession", "_Im_ProcessCreate",
         "_Im_RegistryEvent"]

# What every view has: the columns that all of ASIM's schemas share.
SHARED = ["TimeGenerated", "EventVendor", "EventProduct", "EventSchema", "EventSchemaVersion", "EventType", "EventCount",
          "EventStartTime", "EventEndTime", "EventResult", "EventSeverity", "Dvc", "DvcHostname", "User"]

ADDRESS = "203.0.113.77"


def windows(event_id, time, **data):
    return {"Channel": "Security", "EventID": event_id, "SourceName": "Microsoft-Windows-Security-Auditing",
            "Hostname": "web01.example.org", "EventTime": time, "RecordNumber": event_id, **data}


WINDOWS = [
    windows(4625, "2024-03-05T09:00:01Z", TargetUserName="svc", TargetDomainName="WEB01", LogonType=3, IpAddress=ADDRESS,
            Status="0xc000006d", SubStatus="0xc000006a", SubjectUserName="-", SubjectDomainName="-"),
    windows(4624, "2024-03-05T09:00:09Z", TargetUserName="svc", TargetDomainName="WEB01", LogonType=10, IpAddress=ADDRESS,
            TargetLogonId="0x51", SubjectUserName="WEB01$", SubjectDomainName="EXAMPLE"),
    windows(4688, "2024-03-05T09:01:00Z", SubjectUserName="svc", SubjectDomainName="WEB01", SubjectLogonId="0x51",
            NewProcessName="C:\\Windows\\System32\\whoami.exe", NewProcessId="0x1a4", CommandLine="whoami /all",
            ParentProcessName="C:\\Windows\\System32\\cmd.exe", TargetUserName="-", TargetDomainName="-"),
    windows(4732, "2024-03-05T09:02:00Z", SubjectUserName="svc", SubjectDomainName="WEB01", TargetUserName="Administrators",
            TargetDomainName="Builtin", MemberName="-", MemberSid="S-1-5-21-1-2-3-1105"),
]

AUDITD = f"""\
type=USER_LOGIN msg=audit(1709629201.100:11): pid=900 uid=0 auid=4294967295 ses=4294967295 msg='op=login acct="web" exe="/usr/sbin/sshd" hostname=? addr={ADDRESS} terminal=sshd res=failed'
type=USER_LOGIN msg=audit(1709629209.200:12): pid=901 uid=0 auid=1001 ses=7 msg='op=login acct="web" exe="/usr/sbin/sshd" hostname={ADDRESS} addr={ADDRESS} terminal=/dev/pts/0 res=success'
type=SYSCALL msg=audit(1709629260.300:13): arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=4 items=1 ppid=910 pid=911 auid=1001 uid=1001 gid=1001 euid=1001 suid=1001 fsuid=1001 egid=1001 sgid=1001 fsgid=1001 tty=pts0 ses=7 comm="id" exe="/usr/bin/id" key="exec"
type=EXECVE msg=audit(1709629260.300:13): argc=2 a0="id" a1="-a"
type=CWD msg=audit(1709629260.300:13): cwd="/home/web"
type=PROCTITLE msg=audit(1709629260.300:13): proctitle=6964002D61
type=SYSCALL msg=audit(1709629270.300:14): arch=c000003e syscall=42 success=yes exit=0 a0=3 a1=7f a2=10 a3=0 items=0 ppid=911 pid=912 auid=1001 uid=1001 gid=1001 euid=1001 suid=1001 fsuid=1001 egid=1001 sgid=1001 fsgid=1001 tty=pts0 ses=7 comm="curl" exe="/usr/bin/curl" key="net"
type=SOCKADDR msg=audit(1709629270.300:14): saddr=020001BBCB00714D0000000000000000
type=PROCTITLE msg=audit(1709629270.300:14): proctitle=6375726C
"""

DEFENDER_LOGONS = f"""\
Timestamp,DeviceId,DeviceName,ActionType,LogonType,AccountDomain,AccountName,LogonId,RemoteIP,RemotePort,Protocol,FailureReason,ReportId
2024-03-05T09:00:02Z,d1,lap01.example.org,LogonFailed,RemoteInteractive,example,mara,0,{ADDRESS},50000,Negotiate,InvalidUserNameOrPassword,1
2024-03-05T09:00:08Z,d1,lap01.example.org,LogonSuccess,RemoteInteractive,example,mara,81,{ADDRESS},50001,Negotiate,,2
"""

DEFENDER_PROCESSES = """\
Timestamp,DeviceId,DeviceName,ActionType,FileName,FolderPath,SHA1,ProcessId,ProcessCommandLine,AccountDomain,AccountName,LogonId,InitiatingProcessFileName,InitiatingProcessFolderPath,ReportId
2024-03-05T09:01:30Z,d1,lap01.example.org,ProcessCreated,net.exe,C:\\Windows\\System32\\net.exe,aa,77,net user,example,mara,81,cmd.exe,C:\\Windows\\System32\\cmd.exe,3
"""

OFFICE = [
    {"CreationTime": "2024-03-05T09:00:04", "Id": "o1", "Operation": "UserLoginFailed", "OrganizationId": "t", "RecordType": 15,
     "UserKey": "k", "UserType": 0, "Version": 1, "Workload": "AzureActiveDirectory", "ClientIP": ADDRESS,
     "UserId": "mara@example.org"},
    {"CreationTime": "2024-03-05T09:00:14", "Id": "o2", "Operation": "UserLoggedIn", "OrganizationId": "t", "RecordType": 15,
     "UserKey": "k", "UserType": 0, "Version": 1, "Workload": "AzureActiveDirectory", "ClientIP": ADDRESS,
     "UserId": "mara@example.org"},
    {"CreationTime": "2024-03-05T09:03:14", "Id": "o3", "Operation": "FileDownloaded", "OrganizationId": "t", "RecordType": 6,
     "UserKey": "k", "UserType": 0, "Version": 1, "Workload": "OneDrive", "ClientIP": ADDRESS, "UserId": "mara@example.org",
     "ObjectId": "https://example.org/docs/plan.docx", "SourceFileName": "plan.docx"},
]


class NormalisedViews(ProgramTest):
    def take_evidence(self):
        (self.folder / "windows.json").write_text("".join(json.dumps(event) + "\n" for event in WINDOWS))
        (self.folder / "audit.log").write_text(AUDITD)
        (self.folder / "logons.csv").write_text(DEFENDER_LOGONS)
        (self.folder / "processes.csv").write_text(DEFENDER_PROCESSES)
        (self.folder / "office.json").write_text(json.dumps(OFFICE))
        self.check(self.run_program("-C", "case", "ingest", "windows.json", "audit.log", "logons.csv", "processes.csv",
                                    "office.json"))

    def rows(self, query):
        result = self.check(self.run_program("-C", "case", "query", "--format", "json", query))
        return json.loads(result.stdout)["rows"]

    def test_who_logged_on_from_an_address(self):
        self.take_evidence()
        rows = self.rows(f"_Im_Authentication(srcipaddr_has_any_prefix=dynamic(['{ADDRESS}'])) | where EventType == 'Logon' "
                         "| summarize Failed = countif(EventResult == 'Failure'), Succeeded = countif(EventResult == 'Success') "
                         "by EventProduct, TargetUsername | sort by EventProduct asc")
        self.assertEqual(rows, [["M365 Defender for Endpoint", "example\\mara", 1, 1],
                                ["Office 365", "mara@example.org", 1, 1],
                                ["Security Events", "WEB01\\svc", 1, 1],
                                ["auditd", "web", 1, 1]])

    def test_how_it_went(self):
        self.take_evidence()
        rows = self.rows("_Im_Authentication(eventresult='Failure') | project EventProduct, EventSubType, EventResultDetails "
                         "| sort by EventProduct asc")
        self.assertEqual(rows, [["M365 Defender for Endpoint", "RemoteInteractive", "No such user or password"],
                                ["Office 365", "Interactive", "No such user or password"],
                                ["Security Events", "Remote", "Incorrect password"],
                                ["auditd", "RemoteInteractive", "No such user or password"]])
        rows = self.rows("_Im_Authentication(targetusername_has='svc', eventresult='Success') "
                         "| project EventSubType, EventOriginalSubType, TargetSessionId, DvcHostname")
        self.assertEqual(rows, [["RemoteInteractive", "10", "0x51", "web01"]])

    def test_what_the_session_ran(self):
        self.take_evidence()
        rows = self.rows(f"_Im_Authentication(srcipaddr_has_any_prefix=dynamic(['{ADDRESS}']), eventresult='Success') "
                         "| where isnotempty(TargetSessionId) | project DvcHostname, TargetSessionId "
                         "| join kind=inner (_Im_ProcessCreate) on DvcHostname, $left.TargetSessionId == $right.TargetUserSessionId "
                         "| project EventProduct, User, CommandLine, ActingProcessName | sort by EventProduct asc")
        self.assertEqual(rows, [["M365 Defender for Endpoint", "example\\mara", "net user", "C:\\Windows\\System32\\cmd.exe"],
                                ["Security Events", "WEB01\\svc", "whoami /all", "C:\\Windows\\System32\\cmd.exe"],
                                ["auditd", "1001", "id -a", ""]])

    def test_whom_it_talked_to_and_what_it_took(self):
        self.take_evidence()
        rows = self.rows("_Im_NetworkSession(dstipaddr_has_any_prefix=dynamic(['203.0.113.'])) "
                         "| project EventProduct, DstIpAddr, DstPortNumber, NetworkDirection, SrcProcessName")
        self.assertEqual(rows, [["auditd", ADDRESS, 443, "Outbound", "/usr/bin/curl"]])
        rows = self.rows(f"_Im_FileEvent(srcipaddr_has_any_prefix=dynamic(['{ADDRESS}'])) | project User, TargetFileName, EventType")
        self.assertEqual(rows, [["mara@example.org", "plan.docx", "FileAccessed"]])
        rows = self.rows("_Im_AuditEvent(object_has_any=dynamic(['Administrators'])) | project User, EventType, Object, ObjectType, NewValue")
        self.assertEqual(rows, [["WEB01\\svc", "Set", "Builtin\\Administrators", "Group", "S-1-5-21-1-2-3-1105"]])

    def test_every_view_has_what_its_schema_names(self):
        (self.folder / "one.csv").write_text("a\n1\n")
        self.check(self.run_program("-C", "case", "ingest", "one.csv"))
        for view in VIEWS:
            with self.subTest(view):
                self.assertEqual(self.rows(f"{view} | count"), [[0]])
                columns = [name for [name] in self.rows(f"{view} | getschema | project ColumnName")]
                self.assertEqual([name for name in SHARED if name not in columns], [])
                # A column with two types in two sources would come out twice.
                self.assertEqual([name for name in columns if name.rsplit("_", 1)[-1] in ("int", "long", "string", "dynamic")], [])

    def test_a_view_can_be_read_and_replaced(self):
        (self.folder / "one.csv").write_text("a\n1\n")
        self.check(self.run_program("-C", "case", "ingest", "one.csv"))
        shown = self.rows(".show functions | where Name == '_Im_Dns' | project Body has 'DnsEvents'")
        self.assertEqual(shown, [[True]])
        self.check(self.run_program("-C", "case", "query", ".create-or-alter function _Im_Dns() { print DnsQuery = 'mine' }"))
        self.assertEqual(self.rows("_Im_Dns"), [["mine"]])

    def test_filters_by_time(self):
        self.take_evidence()
        rows = self.rows("_Im_Authentication(starttime=datetime(2024-03-05 09:00:09), endtime=datetime(2024-03-05 09:00:10)) "
                         "| project EventProduct | sort by EventProduct asc")
        self.assertEqual(rows, [["Security Events"], ["auditd"]])


if __name__ == "__main__":
    main()
