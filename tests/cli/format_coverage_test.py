"""The pages of docs/formats say which documented columns their samples fill; HUNTBOOK_WRITE=1 writes what they should.

tests/ingest/pages.tsv names the tables of each page and the samples that show them. Columns that Azure Monitor itself
adds to every table do not count.
"""
import json
import os
import re
import shutil

from program import ROOT, ProgramTest, main

SAMPLES = ROOT / "tests/ingest/samples"
OF_THE_SERVICE = {"TenantId", "SourceSystem", "_BilledSize", "_IsBillable", "_ResourceId", "_SubscriptionId",
                  "ManagementGroupName", "MG"}
PART = re.compile(r"<!-- coverage -->\n.*?<!-- end of coverage -->\n", re.DOTALL)


def pages():
    found = {}
    for line in (ROOT / "tests/ingest/pages.tsv").read_text().splitlines():
        if not line.startswith("#"):
            page, table, samples = line.split("\t")
            found.setdefault(page, []).append((table, samples.split()))
    return found


def documented(table):
    lines = (ROOT / f"schema/tables/{table}.tsv").read_text().splitlines()
    return [line.split("\t")[0] for line in lines if line and not line.startswith("#")]


class Coverage(ProgramTest):
    def filled(self, table, samples):
        shutil.rmtree(self.folder / "case", ignore_errors=True)
        self.check(self.run_program("-C", "case", "ingest", *[SAMPLES / name for name in samples]))
        result = self.check(self.run_program("-C", "case", "query", "--format", "json", table))
        parsed = json.loads(result.stdout)
        names = [column["name"] for column in parsed["columns"]]
        return {names[i] for row in parsed["rows"] for i, value in enumerate(row) if value not in (None, "")}

    def part(self, tables):
        lines = ["<!-- coverage -->", "| table | documented columns that the samples fill | documented columns that stay empty |",
                 "|---|---|---|"]
        for table, samples in tables:
            columns = [name for name in documented(table) if name not in OF_THE_SERVICE]
            filled = self.filled(table, samples)
            there = sum(name in filled for name in columns)
            empty = ", ".join(f"`{name}`" for name in columns if name not in filled) or "none"
            lines.append(f"| `{table}` | {there} of {len(columns)} ({there * 100 // len(columns)} %) | {empty} |")
        return "\n".join(lines) + "\n<!-- end of coverage -->\n"

    def test_pages_say_what_is_filled(self):
        for page, tables in pages().items():
            with self.subTest(page):
                path = ROOT / f"docs/formats/{page}.md"
                text = path.read_text()
                part = self.part(tables)
                if os.environ.get("HUNTBOOK_WRITE"):
                    path.write_text(PART.sub(lambda _: part, text))
                else:
                    self.assertIn(part, text, "stale; HUNTBOOK_WRITE=1 " + __file__ + " writes it")


if __name__ == "__main__":
    main()
