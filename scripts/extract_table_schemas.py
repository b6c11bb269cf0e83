#!/usr/bin/env python3
"""Write schema/tables/NAME.tsv from copies of Microsoft's table references.

  extract_table_schemas.py OUT_FOLDER REPO[@COMMIT] ...

REPO is a git directory (bare or not) that holds pages of the Azure Monitor Logs table reference (MicrosoftDocs/
azure-monitor-docs, with its includes from MicrosoftDocs/reusable-content; earlier MicrosoftDocs/azure-reference-other)
or of advanced hunting in Microsoft Defender (MicrosoftDocs/defender-docs). Only names and types of columns are taken.

A table that both references describe gets the columns of both: advanced hunting's first, since that is the order its
users know. Where they disagree on a type, dynamic wins over all and any type over string, as queries written for
either then work. Tables that a later repository describes anew win over an earlier one's.
"""
import argparse
import re
import subprocess
from pathlib import Path, PurePosixPath

MONITOR_PAGE = re.compile(r"(?:^|/)(?:reference|azure-monitor-ref)/tables/([^/]+)\.md$")
HUNTING_PAGE = re.compile(r"(?:^|/)(advanced-hunting-[^/]+-table)\.md$")
INCLUDE_PAGE = re.compile(r"(?:^|/)tables/(?:includes/)?[^/]+-include\.md$")
INCLUDE = re.compile(r"\[!INCLUDE \[[^\]]*\]\(([^)]*)\)\]")
TITLE = re.compile(r"^# +`?(\w+)", re.M)

KQL_TYPES = {
    "bool": "bool", "boolean": "bool", "nullablebool": "bool",
    "int": "int", "integer": "int", "long": "long", "bigint": "long",
    "real": "real", "double": "real", "decimal": "decimal",
    "string": "string", "enum": "string", "guid": "guid",
    "datetime": "datetime", "timespan": "timespan",
    "dynamic": "dynamic", "object": "dynamic", "array": "dynamic", "list": "dynamic",
}


def git(repo, *arguments, text_in=None):
    done = subprocess.run(["git", "-C", repo, *arguments], input=text_in, capture_output=True, check=True)
    return done.stdout


def read_pages(repo, commit):
    """The reference's pages and includes: {path: text}."""
    listed = git(repo, "ls-tree", "-r", "-z", "--name-only", commit).decode().split("\0")
    wanted = [path for path in listed
              if MONITOR_PAGE.search(path) or HUNTING_PAGE.search(path) or INCLUDE_PAGE.search(path)]
    raw = git(repo, "cat-file", "--batch", text_in="".join(f"{commit}:{path}\n" for path in wanted).encode())
    pages, start = {}, 0
    for path in wanted:
        end = raw.index(b"\n", start)
        size = int(raw[start:end].split()[-1])
        pages[path] = raw[end + 1:end + 1 + size].decode("utf-8", "replace")
        start = end + 1 + size + 1
    return pages


def columns_in(text):
    """{name: type} of the page's column table."""
    columns, inside = {}, False
    for line in text.splitlines():
        cells = [cell.strip().strip("`* ") for cell in line.strip().split("|")]
        if len(cells) < 4 or cells[0]:
            inside = False
            continue
        if cells[1].lower() in ("column", "column name"):
            inside = "type" in cells[2].lower()
            continue
        if inside and re.fullmatch(r"\w+", cells[1]):
            columns.setdefault(cells[1], KQL_TYPES.get(cells[2].lower().replace(" ", ""), "string"))
    return columns


def tables_in(repositories):
    """{(table, reference): (page's address, columns)}."""
    pages = {}
    for repository in repositories:
        repo, _, commit = repository.partition("@")
        pages.update(read_pages(repo, commit or "HEAD"))
    includes = {PurePosixPath(path).name: text for path, text in pages.items() if INCLUDE_PAGE.search(path)}
    tables = {}
    for path, text in pages.items():
        monitor, hunting, title = MONITOR_PAGE.search(path), HUNTING_PAGE.search(path), TITLE.search(text)
        if INCLUDE_PAGE.search(path) or not title:
            continue
        parts = [text] + [includes.get(PurePosixPath(target).name, "") for target in INCLUDE.findall(text)]
        columns = columns_in("\n\n".join(parts))
        if not columns:
            continue
        if hunting:
            tables[title[1], "hunting"] = (f"learn.microsoft.com/defender-xdr/{hunting[1]}", columns)
        elif monitor:
            tables[title[1], "monitor"] = (
                f"learn.microsoft.com/azure/azure-monitor/reference/tables/{monitor[1]}", columns)
    return tables


def merged(first, second):
    columns = dict(first)
    for name, kind in second.items():
        if name not in columns or kind == "dynamic" or columns[name] == "string":
            columns[name] = kind
    return columns


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("repositories", nargs="+", metavar="REPO[@COMMIT]")
    arguments = parser.parse_args()
    tables = tables_in(arguments.repositories)
    for name in sorted({table for table, _ in tables}):
        described = [tables[name, reference] for reference in ("hunting", "monitor") if (name, reference) in tables]
        columns = described[0][1] if len(described) == 1 else merged(described[0][1], described[1][1])
        lines = [f"# {page}" for page, _ in described] + [f"{column}\t{kind}" for column, kind in columns.items()]
        (arguments.out / f"{name}.tsv").write_text("\n".join(lines) + "\n")
    print(f"{len({table for table, _ in tables})} tables")


if __name__ == "__main__":
    main()
