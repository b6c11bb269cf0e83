"""externaldata in huntbook query: files of every format, what may be read, and the network, which is off by default."""
import gzip
import json
import os
import tempfile
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from program import ProgramTest, main


class ExternalDataTest(ProgramTest):
    def query(self, text, *more, code=0, **options):
        return self.check(self.run_program("query", "--format", "json", *more, text, **options), code)

    def result(self, text, *more):
        return json.loads(self.query(text, *more).stdout)

    def rows(self, text, *more):
        return self.result(text, *more)["rows"]

    def error(self, text, *more, **options):
        result = self.query(text, *more, code=1, **options)
        self.assertEqual(result.stdout, "")
        return json.loads(result.stderr.strip().split("\n")[-1])["error"]


class Formats(ExternalDataTest):
    def test_csv_cells_become_values_of_the_declared_types(self):
        self.write("logons.csv", 'at,who,n,ok,score,took,id,more,dec\n'
                   '2024-05-06 07:08:09.1234567,"Ann ""A"", Zoë",7,true,0.25,00:01:30,'
                   '74be27de-1e4e-49d9-b579-fe0b331d3642,"{""a"":[1]}",1.10\n'
                   'never,bob,many,perhaps,x,y,z,{broken,w\n'
                   ',,,,,,,,\n'
                   'short\n')
        columns = ("at:datetime, who:string, n:int, ok:bool, score:real, took:timespan, id:guid, more:dynamic, "
                   "dec:decimal")
        result = self.result(f'externaldata({columns}) ["logons.csv"] with (ignoreFirstRecord=true)')
        self.assertEqual([column["type"] for column in result["columns"]],
                         ["datetime", "string", "int", "bool", "real", "timespan", "guid", "dynamic", "decimal"])
        self.assertEqual(result["rows"][0][:8],
                         ["2024-05-06T07:08:09.1234567Z", 'Ann "A", Zoë', 7, True, 0.25, "00:01:30",
                          "74be27de-1e4e-49d9-b579-fe0b331d3642", {"a": [1]}])
        self.assertEqual(result["rows"][1], [None, "bob", None, None, None, None, None, "{broken", None])
        self.assertEqual(result["rows"][2], [None, "", None, None, None, None, None, None, None])
        self.assertEqual(result["rows"][3][1], "")

    def test_delimiters(self):
        for name, text in (("a.tsv", "1\t2\n"), ("a.psv", "1|2\n"), ("a.scsv", "1;2\n"), ("a.sohsv", "1\x012\n"),
                           ("a.csv", "1,2\n"), ("nothing", "1,2\n")):
            self.write(name, text)
            self.assertEqual(self.rows(f"externaldata(a:int, b:int) ['{name}']"), [[1, 2]], name)
        self.write("t.tsv", "a\\tb\tc\\\\\nd\\\ne\t\n")
        self.assertEqual(self.rows("externaldata(a:string, b:string) ['t.tsv'] with (format=tsve) | order by a asc"),
                         [["a\tb", "c\\"], ["d\\", ""], ["e", ""]])

    def test_txt_gives_lines_and_raw_the_whole(self):
        self.write("list.txt", "\ufefffirst, with a comma\r\n\r\n  \"second\n")
        self.assertEqual(sorted(self.rows("externaldata(line:string, none:string) ['list.txt']")),
                         [['  "second', ""], ["first, with a comma", ""]])
        self.assertEqual(self.rows("externaldata(line:string) ['list.txt'] with (ignoreFirstRecord=True)"),
                         [['  "second']])
        self.assertEqual(self.rows("externaldata(all:string) ['list.txt'] with (format='raw')"),
                         [["first, with a comma\r\n\r\n  \"second\n"]])

    def test_json_goes_by_name_and_by_mapping(self):
        self.write("e.json", '{"n":1,"who":"ann","deep":{"list":[{"x":"1"},{"y":2}],"k":"v"}}\n{"who":null,"n":"2"}\n')
        self.assertEqual(self.rows("externaldata(who:string, n:long, deep:dynamic, none:dynamic) ['e.json'] "
                                   "| order by n asc"),
                         [["ann", 1, {"list": [{"x": "1"}, {"y": 2}], "k": "v"}, None], ["", 2, None, None]])
        mapping = json.dumps([
            {"Column": "x", "Properties": {"Path": "$.deep.list[0]['x']"}},
            {"column": "bag", "Properties": {"path": "$.deep.list", "Transform": "PropertyBagArrayToDictionary"}},
            {"Column": "rest", "Properties": {"Path": "$.deep", "transform": "DropMappedFields"}},
            {"Column": "row", "Properties": {"Transform": "SourceLineNumber"}},
            {"Column": "place", "Properties": {"Transform": "SourceLocation"}},
            {"Column": "fixed", "Properties": {"ConstValue": "7"}},
            {"Column": "all", "Properties": {"Path": "$"}}])
        escaped = mapping.replace("'", "''")
        rows = self.rows("externaldata(x:int, bag:dynamic, rest:dynamic, row:long, place:string, fixed:long, "
                         f"all:dynamic, unmapped:string) ['e.json'] with (ingestionMapping=@'{escaped}') | order by row asc")
        self.assertEqual(rows[0], [1, {"x": "1", "y": 2}, {"k": "v"}, 1, "e.json", 7,
                                   {"n": 1, "who": "ann", "deep": {"list": [{"x": "1"}, {"y": 2}], "k": "v"}}, ""])
        self.assertEqual(rows[1][:6], [None, None, None, 2, "e.json", 7])

    def test_multijson(self):
        for name, text in (("array", '[{"a":1},\n {"a":2}]'), ("loose", '{"a":\n1}{"a":2}\n'), ("lines", '{"a":1}\n{"a":2}')):
            self.write(name, text)
            self.assertEqual(sorted(self.rows(f"externaldata(a:int) ['{name}'] with (format='multijson')")), [[1], [2]])
        # An object is one record, whatever lists it holds.
        self.write("one.json", '{"kind":"tags",\n "value":[{"a":1},{"a":2}]}')
        self.assertEqual(self.rows("externaldata(kind:string, value:dynamic) ['one.json'] with (format='multijson')"),
                         [["tags", [{"a": 1}, {"a": 2}]]])

    def test_unix_times(self):
        self.write("t.csv", "1700000000,1700000000123\n,x\n")
        mapping = json.dumps([{"Column": "s", "Properties": {"Ordinal": 0, "Transform": "DateTimeFromUnixSeconds"}},
                              {"Column": "m", "Properties": {"Ordinal": "1", "Transform": "DateTimeFromUnixMilliseconds"}}])
        self.assertEqual(self.rows(f"externaldata(s:datetime, m:datetime) ['t.csv'] with (ingestionMapping='{mapping}')"),
                         [["2023-11-14T22:13:20Z", "2023-11-14T22:13:20.123Z"], [None, None]])

    def test_w3c_log(self):
        self.write("iis.log", "#Software: x\n#Fields: date time c-ip sc-status\n2024-01-01 00:00:01 10.0.0.1 200\n"
                   "#Fields: c-ip sc-status\n- 404\n")
        self.assertEqual(self.rows("externaldata(['c-ip']:string, ['sc-status']:int, ['date']:datetime) ['iis.log'] "
                                   "| order by ['sc-status'] asc"),
                         [["10.0.0.1", 200, "2024-01-01T00:00:00Z"], ["", 404, None]])
        self.write("bad.log", "10.0.0.1 200\n")
        self.assertIn("#Fields:", self.error("externaldata(a:string) ['bad.log']")["message"])

    def test_parquet(self):
        made = self.run_program("query", 'print a = "é", t = datetime(2024-01-01 01:02:03.1234567), l = 9007199254740993, '
                                'd = dynamic({"x":[1,2]}), b = true, r = 0.1 | union (print a = "z")',
                                "--format", "parquet", "-o", "p.parquet")
        self.check(made)
        rows = self.rows("externaldata(a:string, t:datetime, l:long, d:dynamic, b:bool, r:real, none:string) "
                         "['p.parquet'] | order by a desc")
        self.assertEqual(rows, [["é", "2024-01-01T01:02:03.1234567Z", 9007199254740993, {"x": [1, 2]}, True, 0.1, ""],
                                ["z", None, None, None, None, None, ""]])
        mapping = json.dumps([{"Column": "text", "Properties": {"Field": "a"}},
                              {"Column": "n", "Properties": {"Path": "$.l"}}])
        self.assertEqual(self.rows(f"externaldata(n:long, text:string) ['p.parquet'] with (ingestionMapping='{mapping}')"
                                   " | order by text asc"), [[None, "z"], [9007199254740993, "é"]])
        self.write("no.parquet", "not parquet at all")
        error = self.error("externaldata(a:string) ['no.parquet']")
        self.assertEqual(error["code"], "HB012")
        self.assertIn("no.parquet", error["message"])

    def test_packed_files(self):
        self.write("a.csv.gz", gzip.compress(b"1,x\n2,y\n"))
        self.assertEqual(len(self.rows("externaldata(n:int, s:string) ['a.csv.gz']")), 2)
        with zipfile.ZipFile(self.folder / "b.csv.zip", "w") as archive:
            archive.writestr("in/one.csv", "n,s\n3,z\n")
            archive.writestr("two.csv", "n,s\n4,w\n")
        self.assertEqual(sorted(self.rows("externaldata(n:int, s:string) ['b.csv.zip'] with (ignoreFirstRecord=true)")),
                         [[3, "z"], [4, "w"]])
        self.assertEqual(self.rows("externaldata(n:int, s:string) ['b.csv.zip', 'a.csv.gz'] "
                                   "with (ignoreFirstRecord=true, zipPattern='two*') | where n == 4"), [[4, "w"]])
        self.write("cut.csv.gz", gzip.compress(os.urandom(9000))[:5000])
        self.assertEqual(self.error("externaldata(n:int) ['cut.csv.gz']")["code"], "HB012")

    def test_an_unknown_property_is_told_and_changes_nothing(self):
        self.write("a.csv", "1\n")
        told = self.check(self.run_program("query", "externaldata(a:int) ['a.csv'] with (ignoreFirstRow=true)"))
        self.assertIn("HB021", told.stderr)
        self.assertIn("did you mean 'ignoreFirstRecord'?", told.stderr)
        self.assertIn("1", told.stdout)

    def test_damage_is_told_with_its_line(self):
        self.write("bad.json", '{"a":1}\n{"a":\n{"a":3}\n')
        error = self.error("externaldata(a:int) ['bad.json']")
        self.assertEqual((error["code"], error["line"], error["column"]), ("HB012", 1, 22))
        self.assertIn("bad.json, line 2:", error["message"])
        self.write("open.csv", 'a\n"b\n')
        self.assertIn("line 2: a quoted cell does not end", self.error("externaldata(a:string) ['open.csv']")["message"])

    def test_hostile_texts_stay_texts(self):
        self.write("x.csv", b"'; DROP TABLE x; --,\xff\xfe\xfdz\n\x00\x1b[31m,\"a\nb\"\n")
        rows = self.rows("externaldata(['a\"b; --']:string, b:string) ['x.csv']")
        self.assertIn(["'; DROP TABLE x; --", "\ufffd\ufffd\ufffdz"], rows)
        self.assertIn(["\x00\x1b[31m", "a\nb"], rows)


class InQueries(ExternalDataTest):
    def test_it_is_a_table_like_any(self):
        self.write("users.csv", "ann,1\nbob,2\ncid,3\n")
        text = """
            let Users = materialize(external_data(name:string, n:long) ['users.csv']);
            let Named = (who:string) { Users | where name == who };
            let Place = strcat('us', 'ers.csv');
            Users
            | join kind=inner (externaldata(name:string, n:long) [Place]) on name
            | where name in ((Named('ann') | project name)) or n == toscalar(Named('bob') | project n)
            | extend total = toscalar(Users | count)
            | order by name asc | project name, n1, total"""
        self.assertEqual(self.rows(text), [["ann", 1, 3], ["bob", 2, 3]])

    def test_columns_that_depend_on_it(self):
        self.write("m.csv", "a,x,1\na,y,2\nb,x,3\n")
        self.assertEqual(self.result("externaldata(k:string, c:string, n:long) ['m.csv'] "
                                     "| evaluate pivot(c, sum(n)) | order by k asc"),
                         {"columns": [{"name": "k", "type": "string"}, {"name": "x", "type": "long"},
                                      {"name": "y", "type": "long"}],
                          "rows": [["a", 1, 2], ["b", 3, 0]]})

    def test_a_let_of_an_earlier_statement_and_a_kept_table(self):
        self.write("n.csv", "5\n6\n")
        self.assertEqual(self.query("let N = externaldata(n:long) ['n.csv'];\n.set now = datetime(2020-01-01);\n"
                                    "N | summarize sum(n)", "--from", "2024-01-01").stdout.count("11"), 1)

    def test_a_file_of_more_rows_than_one_batch(self):
        self.write("many.csv", "".join(f"{i},{'x' * (i % 50)}\n" for i in range(200_000)))
        self.assertEqual(self.rows("externaldata(i:long, s:string) ['many.csv'] "
                                   "| summarize count(), sum(i), sum(strlen(s)), dcount(s)"),
                         [[200_000, 19999900000, 4_900_000, 50]])


class Places(ExternalDataTest):
    def test_only_allowed_folders_are_read(self):
        with tempfile.TemporaryDirectory() as elsewhere:
            secret = Path(elsewhere) / "a b.csv"
            secret.write_text("42\n")
            query = f"externaldata(n:int) ['{secret}']"
            self.assertEqual(self.error(query)["code"], "HB011")
            self.assertEqual(self.rows(query, "--allow-read", elsewhere), [[42]])
            url = f"externaldata(n:int) ['file://{str(secret).replace(' ', '%20')}']"
            self.assertEqual(self.error(url)["code"], "HB011")
            self.assertEqual(self.rows(url, "--allow-read", elsewhere), [[42]])
            (self.folder / "link.csv").symlink_to(secret)
            (self.folder / "folder").symlink_to(elsewhere)
            for name in ("link.csv", "folder/a b.csv", f"../{Path(elsewhere).name}/a b.csv"):
                self.assertEqual(self.error(f"externaldata(n:int) ['{name}']")["code"], "HB011", name)

    def test_what_is_no_file(self):
        os.mkfifo(self.folder / "pipe.csv")
        (self.folder / "folder.csv").mkdir()
        for name in ("pipe.csv", "folder.csv", "nosuch.csv", "/dev/zero"):
            self.assertEqual(self.error(f"externaldata(n:int) ['{name}']", timeout=20)["code"], "HB011", name)
        for place in ("abfss://c@a.dfs.core.windows.net/x", "s3://bucket/key", "ftp://h/x"):
            self.assertEqual(self.error(f"externaldata(n:int) ['{place}']")["code"], "HB011", place)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        if self.path.startswith("/list.csv"):
            return self.answer(b"one,1\ntwo,2\n")
        if self.path == "/to-list":
            return self.answer(b"", 302, "/list.csv?moved")
        if self.path == "/to-file":
            return self.answer(b"", 302, "file:///etc/passwd")
        if self.path == "/loop":
            return self.answer(b"", 302, "/loop")
        if self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"x" * 65536)
            except OSError:
                return None
        return self.answer(b"none", 404)

    def answer(self, body, status=200, location=None):
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Network(ExternalDataTest):
    def setUp(self):
        super().setUp()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.seen = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.base = f"http://127.0.0.1:{self.server.server_port}"

    def test_off_by_default(self):
        error = self.error(f"let L = externaldata(a:string) [h@'{self.base}/list.csv?sig=secret']; L | extend b = a")
        self.assertEqual((error["code"], error["line"], error["column"]), ("HB010", 1, 33))
        self.assertIn("/list.csv?sig=...", error["message"])
        self.assertNotIn("secret", json.dumps(error))
        self.assertIn("--online", error["hint"])
        self.assertEqual(self.server.seen, [])
        # What is wrong in the query is said first.
        self.assertEqual(self.error(f"externaldata(a:string) ['{self.base}/list.csv'] | project b")["code"], "KS142")

    def test_online_lists_what_it_sends_and_fetches_once(self):
        result = self.query(f"let L = externaldata(a:string, n:long) ['{self.base}/list.csv?sig=secret']; "
                            "L | join kind=inner (L) on a | union (L) | summarize sum(n)", "--online")
        self.assertEqual(json.loads(result.stdout)["rows"], [[6]])
        self.assertIn(f"online: GET {self.base}/list.csv?sig=... (User-Agent: huntbook)", result.stderr)
        self.assertEqual([path for path, _ in self.server.seen], ["/list.csv?sig=secret"])
        headers = {name.lower() for name in self.server.seen[0][1]}
        self.assertLessEqual(headers, {"host", "user-agent", "accept"})
        self.assertEqual(self.rows(f"externaldata(a:string) ['{self.base}/to-list'] | count", "--online"), [[2]])

    def test_refusals(self):
        self.assertIn("404", self.error(f"externaldata(a:string) ['{self.base}/nosuch']", "--online")["message"])
        self.assertIn("neither http nor https",
                      self.error(f"externaldata(a:string) ['{self.base}/to-file']", "--online")["message"])
        self.assertIn("redirected too often",
                      self.error(f"externaldata(a:string) ['{self.base}/loop']", "--online")["message"])
        self.assertIn("larger than 100 MiB",
                      self.error(f"externaldata(a:string) ['{self.base}/endless']", "--online")["message"])
        self.assertEqual(self.error(f"externaldata(a:string) ['{self.base}/list.csv;impersonate']", "--online")["code"],
                         "HB011")

    def test_nothing_is_left_behind(self):
        temporary = self.folder / "tmp"
        temporary.mkdir()
        self.query(f"externaldata(a:string) ['{self.base}/list.csv']", "--online", env={"TMPDIR": str(temporary)})
        self.error(f"externaldata(a:string) ['{self.base}/nosuch']", "--online", env={"TMPDIR": str(temporary)})
        self.assertEqual(list(temporary.iterdir()), [])


if __name__ == "__main__":
    main()
