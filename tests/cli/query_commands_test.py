"""Commands in huntbook query: what they do to the case, what they refuse, where files go."""
import json
import os
import tempfile
from pathlib import Path

from program import ProgramTest, main


class QueryCommands(ProgramTest):
    def setUp(self):
        super().setUp()
        (self.folder / "fw.csv").write_text("user,n\nalice,1\nbob,2\nalice,3\n")
        self.check(self.run_program("-C", "case", "ingest", "fw.csv", "--as", "Firewall"))

    def query(self, text, *more, code=0, **options):
        return self.check(self.run_program("-C", "case", "query", *more, text, **options), code)

    def rows(self, text):
        return json.loads(self.query(text, "--format", "json").stdout)["rows"]

    def test_show_may_be_piped(self):
        self.assertEqual(self.rows(".show tables | where TableName == 'Firewall'"), [["Firewall", 3]])
        self.assertEqual(self.rows(".show table Firewall schema | project ColumnName, ColumnType"),
                         [["user", "string"], ["n", "long"]])
        self.assertEqual(self.rows(".show evidence | project RecordsStored"), [[3]])
        self.assertEqual(self.rows(".show errors | count"), [[0]])

    def test_wildcards_reach_columns_of_documented_tables(self):
        self.assertEqual(self.rows("union withsource=Source * | where isnull(TimeGenerated) and user == 'bob' "
                                   "| project Source, n, Type"), [["Firewall", 2, ""]])
        self.assertEqual(self.rows("search 'bob' | where isnull(Timestamp) | project $table, n"), [["Firewall", 2]])
        columns = json.loads(self.query("union Fire* | take 1", "--format", "json").stdout)["columns"]
        self.assertEqual([column["name"] for column in columns], ["user", "n"])

    def test_explain_shows_plan_and_sql_and_runs_nothing(self):
        rows = self.rows(".explain <| Firewall | where n > 1 | count")
        plan = [text for _, part, text in rows if part == "plan"]
        self.assertTrue(plan[-1].strip().startswith("scan Firewall"), plan)
        self.assertIn("filter (n > 1)", [line.strip() for line in plan])
        self.assertEqual(len([text for _, part, text in rows if part == "sql"]), 1)
        engine = self.rows(".explain with (engine=true) <| Firewall | count")
        self.assertIn("engine", {part for _, part, _ in engine})
        self.assertEqual(self.rows(".explain Firewall | count"), self.rows(".explain <| Firewall | count"))
        self.assertIn("did you mean 'Firewall'", self.query(".explain <| Firewal | count", code=1).stderr)
        self.assertIn("a query is missing", self.query(".explain", code=1).stderr)
        wrong = self.query(".show tables\n.explain <| Firewall | where nosuch > 1", code=1)
        self.assertIn("line 2", wrong.stderr.replace("2:", "line 2"))

    def test_limits_have_words_of_their_own(self):
        long = "range x from 1 to 100000000000 step 1 | summarize max(hash(x))"
        self.assertIn("took longer than its time limit of 0.5 s", self.query(long, "--timeout", "0.5", code=1).stderr)
        big = "range x from 1 to 20000000 step 1 | summarize l = make_list(strcat(x, ' padding padding'), 100000000)"
        self.assertIn("memory", self.query(big, "--memory-limit", "64MB", code=3).stderr)
        self.assertEqual(self.query("print 1", "--timeout", "60", "--memory-limit", "1GB", "--format", "csv").stdout,
                         "print_0\n1\n")

    def test_many_commands_in_one_text_take_their_time_once_each(self):
        text = "\n".join(f".set x{i} = {i}" for i in range(20000)) + "\n\nprint x19999"
        (self.folder / "many.kql").write_text(text)
        result = self.check(self.run_program("query", "--file", "many.kql", "--format", "csv"))
        self.assertEqual(result.stdout, "print_0\n19999\n")

    def test_show_works_without_a_case(self):
        result = self.check(self.run_program("query", ".show tables | count"))
        self.assertIn("3", result.stdout)

    def test_a_kept_table_is_there_for_later_calls_and_outside_of_the_query_time(self):
        noted = self.query(".set Few <| Firewall | where n > 1 | extend TimeGenerated = datetime(2024-01-02)")
        self.assertEqual(noted.stdout, "")
        self.assertIn("table kept: Few (2 rows)", noted.stderr)
        late = self.query("Few | count", "--format", "csv", "--from", "2025-01-01")
        self.assertEqual(late.stdout, "Count\n2\n")
        self.query(".set Few <| Firewall | where n == 2 | project n, _File")
        self.assertEqual(self.rows("Few | join kind=inner (Evidence) on $left._File == $right.EvidenceId | project n"),
                         [[2]])
        self.query(".drop table Few")
        self.assertIn("Few", self.query("Few", code=1).stderr)

    def test_evidence_is_not_replaced(self):
        for text in (".set Firewall <| print 1", ".set SecurityEvent <| print 1", ".drop table Firewall"):
            self.assertIn("evidence", self.query(text, code=1).stderr)
        self.query(".set Few <| print 1")
        more = self.folder / "more.csv"
        more.write_text("print_0\n2\n")
        refused = self.run_program("-C", "case", "ingest", "more.csv", "--as", "Few")
        self.check(refused, 1)
        self.assertEqual(self.rows("Few"), [[1]])
        self.assertEqual(self.rows("Firewall | count"), [[3]])

    def test_a_failed_query_keeps_the_table_that_was(self):
        self.query(".set Few <| print x = 1")
        self.query(".set Few <| Firewall | extend x = nosuch", code=1)
        self.assertEqual(self.rows("Few"), [[1]])

    def test_observations(self):
        shown = self.query('.observe "Alice" with (severity=high) <| Firewall | where user == "alice"')
        self.assertIn("alice", shown.stdout)
        self.assertIn("observation kept: Alice", shown.stderr)
        self.assertEqual(self.rows("Observations | project Caption, Severity"), [["Alice", "high"]])
        self.query('.drop observation "Alice"')
        self.assertEqual(self.rows(".show observations | count"), [[0]])

    def test_settings_hold_for_the_text(self):
        out = self.query(".set now = datetime(2020-01-01);\nprint format_datetime(now(), 'yyyy')", "--format", "csv")
        self.assertEqual(out.stdout, "print_0\n2020\n")

    def test_ingest(self):
        (self.folder / "dns.csv").write_text("name\nexample.org\n")
        self.assertEqual(self.rows('.ingest "dns.csv" as Dns')[0][3],
                         "stored")
        self.assertEqual(self.rows("Dns"), [["example.org"]])
        with tempfile.TemporaryDirectory() as elsewhere:
            (Path(elsewhere) / "dns.csv").write_text("name\nexample.com\n")
            text = f'.ingest "{elsewhere}" as Dns'
            self.assertIn("--allow-read", self.query(text, code=1).stderr)
            self.query(text, "--allow-read", elsewhere)
        self.assertEqual(self.rows("Dns | count"), [[2]])

    def test_exports(self):
        self.query('.export csv "week/a.csv" <| Firewall | sort by n asc | project n')
        exported = self.folder / "case/exports/week/a.csv"
        self.assertEqual(exported.read_text(), "n\n1\n2\n3\n")
        self.assertIn("there already", self.query('.export csv "week/a.csv" <| print 1', code=1).stderr)
        self.query('.export csv "../a.csv" <| print 1', code=1)
        elsewhere = self.folder / "out"
        elsewhere.mkdir()
        text = f'.export json "{elsewhere}/a.json" <| Firewall | count'
        self.query(text, code=1)
        self.query(text, "--allow-write", "out")
        self.assertEqual(json.loads((elsewhere / "a.json").read_text())["rows"], [[3]])

    def test_a_failed_export_leaves_no_file(self):
        self.query('.export csv "a.csv" <| Firewall | extend x = nosuch', code=1)
        self.query('.export parquet "a.parquet" <| Firewall | project X = n, x = user', code=1)
        self.assertEqual(os.listdir(self.folder / "case/exports"), [])

    def test_parquet(self):
        self.query('.export parquet "a.parquet" <| Firewall')
        self.query("Firewall", "--format", "parquet", "-o", "b.parquet")
        for path in ("case/exports/a.parquet", "b.parquet"):
            data = (self.folder / path).read_bytes()
            self.assertEqual((data[:4], data[-4:]), (b"PAR1", b"PAR1"), path)
        self.query("Firewall", "--format", "parquet", code=2)
        several = self.query("print 1; print 2", "--format", "parquet", "-o", "c.parquet", code=1)
        self.assertIn("one result", several.stderr)
        self.assertFalse((self.folder / "c.parquet").exists())

    def test_what_changes_a_case_wants_one(self):
        refused = self.check(self.run_program("query", ".set T <| print 1"), 2)
        self.assertIn("No case is named", refused.stderr)

    def test_a_wrong_command_is_shown_and_is_json_for_a_program(self):
        self.assertIn("did you mean .show?", self.query(".shwo tables", code=1).stderr)
        error = json.loads(self.query(".show nothing", "--format", "json", code=1).stderr)["error"]
        self.assertEqual((error["code"], error["line"], error["column"]), ("HB200", 1, 7))


class OutputFile(ProgramTest):
    def test_a_folder_that_is_not_there_is_named_and_nothing_is_made(self):
        refused = self.check(self.run_program("query", "print 1", "-o", "no/such/a.csv"), 3)
        self.assertIn("there is no folder no/such", refused.stderr)
        self.assertEqual(os.listdir(self.folder), [])

    def test_a_folder_is_no_file(self):
        (self.folder / "there").mkdir()
        self.assertIn("directory", self.check(self.run_program("query", "print 1", "-o", "there"), 3).stderr)

    def test_a_failed_query_leaves_the_file_that_was(self):
        (self.folder / "a.csv").write_text("before")
        self.check(self.run_program("query", "print nosuch", "-o", "a.csv"), 1)
        self.assertEqual((self.folder / "a.csv").read_text(), "before")
        self.assertEqual(os.listdir(self.folder), ["a.csv"])

    def test_a_notebook_learns_early_that_its_place_is_not_there(self):
        (self.folder / "e.csv").write_text("a\n1\n")
        self.check(self.run_program("-C", "case", "ingest", "e.csv"))
        cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "outputs": [],
                "source": '.observe "x" <| print 1'}
        (self.folder / "n.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4,
                                                         "nbformat_minor": 5}))
        self.check(self.run_program("-C", "case", "run", "n.ipynb", "-o", "no/n.ipynb"), 3)
        counted = self.check(self.run_program("-C", "case", "query", "--format", "csv", "Observations | count"))
        self.assertEqual(counted.stdout, "Count\n0\n", "no cell has run")


class ForEach(ProgramTest):
    def setUp(self):
        super().setUp()
        (self.folder / "fw.csv").write_text("user,n\nalice,1\nbob,2\nalice,3\n../x,4\n")
        self.check(self.run_program("-C", "case", "ingest", "fw.csv", "--as", "Firewall"))
        cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "outputs": [],
                "source": 'let who = "nobody";\nlet least = 0;\nFirewall | where user == who and n > least | project n'}
        (self.folder / "n.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4,
                                                         "nbformat_minor": 5}))

    def run_each(self, query, *more, code=0):
        return self.check(self.run_program("-C", "case", "run", "n.ipynb", "--for-each", query, *more), code)

    def shown(self, name):
        notebook = json.loads((self.folder / "out" / name).read_text())
        return "".join(notebook["cells"][0]["outputs"][0]["data"]["text/plain"]).split()[2:]

    def test_each_row_has_its_notebook(self):
        self.run_each("Firewall | distinct who = user", "-o", "out")
        self.assertEqual(sorted(os.listdir(self.folder / "out")), ["n-_.._x.ipynb", "n-alice.ipynb", "n-bob.ipynb"])
        self.assertEqual(self.shown("n-alice.ipynb")[:2], ["1", "3"])
        self.assertEqual(self.shown("n-bob.ipynb")[:1], ["2"])
        self.assertEqual(self.shown("n-_.._x.ipynb")[:1], ["4"])

    def test_a_parameter_goes_before_the_rows_and_names_do_not_clash(self):
        self.run_each("Firewall | project who = user, least = n - 1 | where who == 'alice' | sort by least asc", "-o",
                      "out", "--param", "least=2")
        self.assertEqual(sorted(os.listdir(self.folder / "out")), ["n-alice-2.ipynb", "n-alice.ipynb"])
        self.assertEqual(self.shown("n-alice.ipynb")[:2], ["3", "1"], "one row, 3")

    def test_faults(self):
        self.assertIn("folder", self.run_each("print 1", code=2).stderr)
        self.assertIn("nosuch", self.run_each("nosuch", "-o", "out", code=1).stderr)
        self.assertIn("at most 1000", self.run_each("range x from 1 to 1001 step 1", "-o", "out", code=1).stderr)
        self.assertFalse((self.folder / "out").exists())
        self.run_each("print least = 'many'", "-o", "out", code=1)


if __name__ == "__main__":
    main()
