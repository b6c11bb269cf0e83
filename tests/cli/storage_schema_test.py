"""infer_storage_schema and its suggestions in huntbook query: files and folders of every format."""
import json
import os

from program import ProgramTest, main


class StorageSchemaTest(ProgramTest):
    def run_query(self, options, plugin="infer_storage_schema", code=0):
        text = f"let o = dynamic({json.dumps(options)}); evaluate {plugin}(o)"
        return self.check(self.run_program("query", "--format", "json", text), code)

    def schema(self, **options):
        result = json.loads(self.run_query({"StorageContainers": ["."], **options}).stdout)
        self.assertEqual(result["columns"], [{"name": "CslSchema", "type": "string"}])
        return result["rows"][0][0]

    def error(self, options):
        result = self.run_query(options, code=1)
        return json.loads(result.stderr.strip().split("\n")[-1])["error"]

    def test_json_members_in_their_order(self):
        self.write("a.json", '{"who": "ann", "n": 1, "at": "2024-05-06T07:08:09Z", "more": {"x": 1}, "a b": true}\n'
                   '{"who": "bob", "n": 1.5, "new": null}\n')
        self.assertEqual(self.schema(DataFormat="json"),
                         'who:string, n:real, at:datetime, new:string, more:dynamic, ["a b"]:bool')

    def test_csv_with_a_header(self):
        self.write("a.csv", 'who,n,at,took,ok,what\n"a, b",7,2024-05-06 07:08,00:01:30,true,7\nc,8,2024-05-06,1.00:00:00,false,x\n')
        self.assertEqual(self.schema(DataFormat="csv", InferenceOptions={"UseFirstRowAsHeader": True}),
                         "who:string, n:long, at:datetime, took:timespan, ok:bool, what:string")

    def test_delimited_columns_without_a_header(self):
        self.write("a.tsv", "1\t2.5\n\tx\n")
        self.assertEqual(self.schema(DataFormat="tsv"), "Column1:long, Column2:string")

    def test_modes_and_names(self):
        old = self.write("deep/log-1.csv", "1\n")
        self.write("log-2.csv", "x,y\n")
        self.write("other.csv", "1,2,3\n")
        os.utime(old, (1, 1))
        choice = {"DataFormat": "csv", "FileNamePrefix": "log-", "FileExtension": ".csv"}
        self.assertEqual(self.schema(**choice), "Column1:string, Column2:string")
        self.assertEqual(self.schema(Mode="any", **choice), "Column1:long")
        self.assertEqual(self.schema(Mode="all", **choice), "Column1:string, Column2:string")

    def test_a_file_is_a_container_too(self):
        self.write("a.csv", "1\n")
        self.assertEqual(self.schema(StorageContainers=["a.csv"], DataFormat="csv"), "Column1:long")

    def test_suggestions(self):
        self.write("a.json", '{"userid": 5, "at_ms": 1547083647000, "n": 3, "s": "x"}\n')
        rows = json.loads(self.run_query({"StorageContainers": ["a.json"], "DataFormat": "json"},
                                         "infer_storage_schema_with_suggestions").stdout)["rows"]
        columns = json.loads(rows[0][0])["Columns"]
        told = [(c["OriginalColumn"]["Name"], c["OriginalColumn"]["CslType"]["type"],
                 c["RecommendedColumn"]["CslType"]["type"], c["ApplicableTransformationMapping"]) for c in columns]
        self.assertEqual(told, [("userid", "long", "string", "None"),
                                ("at_ms", "long", "datetime", "DateTimeFromUnixMilliseconds"),
                                ("n", "long", "long", "None"), ("s", "string", "string", "None")])
        self.assertEqual(columns[1]["RecommendedColumn"]["CslType"],
                         {"type": "datetime", "IsNumeric": False, "IsSummable": True})

    def test_refusals(self):
        self.write("a.csv", "1\n")
        for options, code, words in (
                ({"StorageContainers": ["/etc"], "DataFormat": "csv"}, "HB011", "/etc"),
                ({"StorageContainers": ["https://example.org/x"], "DataFormat": "csv"}, "HB010", "network is off"),
                ({"StorageContainers": ["."], "DataFormat": "csv", "FileNamePrefix": "zz"}, "HB012", "no file of such"),
                ({"StorageContainers": ["."]}, "HB005", "DataFormat"),
                ({"StorageContainers": ["."], "DataFormat": "csv", "Mode": "best"}, "HB005", "any, last or all"),
                ({"DataFormat": "csv"}, "HB005", "StorageContainers"),
                ({"StorageContainers": ["."], "DataFormat": "csv", "Wrong": 1}, "HB005", "Wrong")):
            error = self.error(options)
            self.assertEqual(error["code"], code, options)
            self.assertIn(words, error["message"])


if __name__ == "__main__":
    main()
