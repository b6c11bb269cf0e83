#!/usr/bin/env bash
# `make demo`: writes synthetic evidence, takes it into a case, runs the investigation notebook and makes the report.
#   demo.sh PROGRAM [FOLDER]   FOLDER (default: demo) is emptied first; only one that an earlier run made is.
set -euo pipefail
program=$(realpath "$1")
folder=${2:-demo}
root=$(cd "$(dirname "$0")/.." && pwd)
notebook=windows-host.ipynb

if [ -e "$folder" ]; then
  if [ ! -f "$folder/.huntbook-demo" ]; then
    echo "$folder is there and was not made by make demo; move it away first." >&2
    exit 2
  fi
  rm -rf "$folder"
fi
mkdir -p "$folder"
touch "$folder/.huntbook-demo"

say() { printf '\n== %s\n' "$1"; }
say "Evidence"
"$program" demo "$folder/evidence"
say "Into a case"
"$program" -C "$folder/case" ingest "$folder/evidence/logs"
say "Investigation"
mkdir -p "$folder/case/notebooks"
"$program" -C "$folder/case" run "$root/notebooks/$notebook" -o "$folder/case/notebooks/$notebook"
say "Report"
"$program" -C "$folder/case" report "$folder/case/notebooks/$notebook" -o "$folder/report.html"

cat <<END

The report:    $(realpath "$folder/report.html")
The notebook:  $(realpath "$folder/case/notebooks/$notebook")
The tip:       $(realpath "$folder/evidence/README.txt")

Go on:
  $program -C $folder/case show tables
  $program -C $folder/case query 'SecurityEvent | where IpAddress == "203.0.113.77" | summarize count() by EventID, LogonType'
  $program -C $folder/case query 'SecurityEvent | where EventID == 4688 | evaluate cluster_events() | top 20 by ClusterSize asc'
END
