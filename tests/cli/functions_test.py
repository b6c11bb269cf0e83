"""Functions that a case keeps: made, called, shown, dropped, and what is said of their faults."""
import json

from program import ProgramTest, main


# Without those that come with the program.
KEPT = ".show functions | where not(Folder startswith 'Huntbook/')"

class StoredFunctions(ProgramTest):
    def setUp(self):
        super().setUp()
        (self.folder / "fw.csv").write_text("TimeGenerated,user,n\n2024-05-01T10:00:00Z,alice,1\n"
                                            "2024-05-01T12:00:00Z,bob,2\n2024-05-02T10:00:00Z,alice,3\n")
        self.check(self.run_program("-C", "case", "ingest", "fw.csv", "--as", "Firewall"))

    def query(self, text, *more, code=0):
        return self.check(self.run_program("-C", "case", "query", *more, text), code)

    def rows(self, text, *more):
        return json.loads(self.query(text, "--format", "json", *more).stdout)["rows"]

    def define(self, text, code=0):
        return self.query(".create-or-alter function " + text, code=code)

    def test_scalar_and_tabular_functions(self):
        self.assertIn("function kept: Twice(x:long)", self.define("Twice(x:long) { x * 2 }").stderr)
        self.define('Of(who:string = "alice") { Firewall | where user == who }')
        self.define("Above(T:(n:long), low:long) { T | where n > low }")
        self.assertEqual(self.rows("print Twice(4), Twice(x = 5)"), [[8, 10]])
        self.assertEqual(self.rows("Of() | count"), [[2]])
        self.assertEqual(self.rows("Of('bob') | project n, Twice(n)"), [[2, 4]])
        self.assertEqual(self.rows("Firewall | invoke Above(2) | project n"), [[3]])
        self.assertEqual(self.rows("Firewall | where n == toscalar(Of() | summarize max(n)) | project n"), [[3]])

    def test_functions_call_each_other_and_never_themselves(self):
        self.define("A(x:long) { x + 1 }")
        self.define("B(x:long) { A(A(x)) }")
        self.assertEqual(self.rows("print B(1)"), [[3]])
        self.assertIn("calls itself", self.define("A(x:long) { B(x) }", code=1).stderr)
        self.assertIn("calls itself", self.define("A(x:long) { A(x) }", code=1).stderr)
        self.define("with (skipvalidation=true) A(x:long) { B(x) }")
        self.assertIn("'A' calls itself: A -> B -> A", self.query("print A(1)", code=1).stderr.replace("\n", " "))

    def test_what_comes_first(self):
        self.define("Firewall() { print x = 'function' }")
        self.assertEqual(self.rows("Firewall"), [["function"]])
        self.assertEqual(self.rows("table('Firewall') | count"), [[3]])
        self.assertEqual(self.rows("let Firewall = datatable(x:string)['let']; Firewall"), [["let"]])
        self.define("with (skipvalidation=true) strlen(s:string) { 99 }")
        self.assertEqual(self.rows("print strlen('abc')"), [[3]])
        self.define("n() { 99 }")
        self.assertEqual(self.rows("table('Firewall') | where n == 2 | project n"), [[2]])

    def test_the_query_time_holds_inside(self):
        self.define("Events() { Firewall }")
        self.define("Counted() { toscalar(Events | count) }")
        window = ("--from", "2024-05-01T11:00:00Z", "--to", "2024-05-02")
        self.assertEqual(self.rows("Events | project user", *window), [["bob"]])
        self.assertEqual(self.rows("print Counted()", *window), [[1]])

    def test_views_stand_in_wildcards(self):
        self.define("with (view=true) FireView() { Firewall | where n == 1 }")
        self.define("FireHidden() { Firewall }")
        self.assertEqual(self.rows("union withsource=S Fire* | summarize count() by S | sort by S asc"),
                         [["FireView", 1], ["Firewall", 3]])

    def test_faults_name_function_and_line(self):
        refused = self.define("F(a:long)\n{\n  let b = a;\n  nosuch(b)\n}", code=1)
        self.assertIn("line 4, column 3", refused.stderr)
        self.define("with (skipvalidation=true) F(a:long)\n{\n  let b = a;\n  nosuch(b)\n}")
        called = self.query("print 1\n  + F(2)", code=1)
        self.assertIn("In function 'F', line 3: There is no function 'nosuch'", called.stderr)
        self.assertIn("line 2, column 5", called.stderr)
        self.define("K(T:(*), key:string) { T | extend k = column_ifexists(key, '') | summarize count() by k, user }")
        self.assertEqual(self.rows("Firewall | invoke K('user') | count"), [[2]])
        self.define("L(T:(*)) { T | extend x = nosuch3() }", code=1)
        self.define("G(T:(*)) { T | project nosuch2 }")
        self.assertIn("In function 'G', line 1", self.query("Firewall | invoke G()", code=1).stderr)

    def test_definitions_that_are_none(self):
        for text in ("F(a:long) { a ", "F(a:long, a:long) { a }", "F(a:long = 1, b:long) { a }", "F { 1 }",
                     "F(a:nosuch) { a }", "F() { let x = 1; }", "F() { print 1; print 2 }", "F() { .show tables }"):
            self.define(text, code=1)
        self.assertEqual(self.rows(KEPT + " | count"), [[0]])

    def test_show_and_drop(self):
        self.define("with (docstring='what it does', folder='Demo') F(a:long, T:(*))\n{\n  T\n}".replace(
            "(a:long, T:(*))", "(T:(*), a:long=1)"))
        self.assertEqual(self.rows(KEPT),
                         [["F", "(T:(*), a:long=1)", "{\n  T\n}", "Demo", "what it does"]])
        self.assertEqual(self.rows(".show function F | project Folder"), [["Demo"]])
        self.query(".drop function G", code=1)
        self.query(".drop functions (F, G) ifexists")
        self.assertEqual(self.rows(KEPT + " | count"), [[0]])

    def test_the_open_case_is_a_database(self):
        self.define("F() { Firewall | count }")
        self.assertEqual(self.rows("database('case').Firewall | count"), [[3]])
        self.assertEqual(self.rows("database('case').F()"), [[3]])
        self.assertEqual(self.rows("union workspace('case').Firewall, Firewall | count"), [[6]])
        self.assertIn("database('case')", self.query("database('other').Firewall", code=1).stderr)

    def test_watchlists_and_file_profiles(self):
        (self.folder / "vip.csv").write_text("Account,Team\nalice,Finance\n")
        self.check(self.run_program("-C", "case", "ingest", "vip.csv", "--as", "Watchlist_vip"))
        self.assertEqual(self.rows("_GetWatchlist('vip') | project SearchKey, Team, LastUpdatedTimeUTC"),
                         [["alice", "Finance", None]])
        self.assertEqual(self.rows("let v = _GetWatchlist('vip') | project SearchKey; Firewall | where user in (v) | count"),
                         [[2]])
        self.assertEqual(self.rows("_GetWatchlistAlias()"), [["vip"]])
        self.assertIn("did you mean 'vip'", self.query("_GetWatchlist('vips')", code=1).stderr)
        files = "datatable(SHA1:string, n:long)['aa', 1, 'bb', 2] | invoke FileProfile(SHA1, 1000)"
        self.assertEqual(self.rows(files + " | project n, GlobalPrevalence, Signer"), [[1, None, ""], [2, None, ""]])
        (self.folder / "profiles.csv").write_text("SHA1,GlobalPrevalence,Signer\nbb,7,Contoso\n")
        self.check(self.run_program("-C", "case", "ingest", "profiles.csv", "--as", "FileProfiles"))
        self.assertEqual(self.rows(files + " | where GlobalPrevalence < 10 | project n, Signer, ThreatName"),
                         [[2, "Contoso", ""]])
        self.assertIn("asks a service", self.query("Firewall | invoke SeenBy()", code=1).stderr)
        self.define("SeenBy(T:(*)) { T | count }")
        self.assertEqual(self.rows("Firewall | invoke SeenBy()"), [[3]])

    def test_query_parameters(self):
        text = "declare query_parameters(who:string, least:long = 2); Firewall | where user == who and n >= least | count"
        self.assertEqual(self.rows(text, "--param", "who=alice"), [[1]])
        self.assertEqual(self.rows(text, "--param", "who=alice", "--param", "least=1"), [[2]])
        self.assertIn("'who' has neither a value nor a default", self.query(text, code=1).stderr)
        self.assertEqual(self.rows("let n = 5; print n", "--param", "n=7"), [[7]])
        self.query("print 1", "--param", "nothing", code=2)

    def test_without_a_case(self):
        self.assertIn("No case", self.check(self.run_program("query", ".create function f() { 1 }"), 2).stderr)
        shown = self.check(self.run_program("query", "--format", "csv", KEPT + " | count"))
        self.assertEqual(shown.stdout, "Count\n0\n")


if __name__ == "__main__":
    main()
