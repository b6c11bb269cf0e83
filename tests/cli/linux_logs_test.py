"""The queries in the pages on Linux' logs do what the pages say, on the samples."""
import re

from program import ROOT, ProgramTest, main, named_rows

SAMPLES = ROOT / "tests/ingest/samples"
QUERY = re.compile(r"```kql\n(.*?)```", re.DOTALL)


class Pages(ProgramTest):
    def result_of(self, page, *samples):
        [query] = QUERY.findall((ROOT / f"docs/formats/{page}.md").read_text())
        self.check(self.run_program("-C", "case", "ingest", *[SAMPLES / name for name in samples]))
        return named_rows(self.check(self.run_program("-C", "case", "query", "--format", "json", query)).stdout)

    def test_logins_with_their_credentials(self):
        self.assertEqual(self.result_of("auditd", "audit.log"), [{
            "TimeGenerated": "2024-02-29T09:46:50.004Z", "Computer": "lx4", "Session": 17, "Acct": "wera",
            "SrcIp": "203.0.113.66", "Exe": "/usr/sbin/sshd", "CredentialEvents": ["CRED_ACQ", "USER_START"]}])

    def test_failures_followed_by_a_login(self):
        [row] = self.result_of("syslog", "auth.log-20240302")
        self.assertEqual((row["SrcIp"], row["Computer"], row["Failed"], row["Succeeded"]), ("203.0.113.66", "lx4", 4, 1))
        self.assertEqual(set(row["Users"]), {"oracle", "a from 192.0.2.1 port 1 ssh2", "root", "wera"})


if __name__ == "__main__":
    main()
