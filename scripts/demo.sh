#!/usr/bin/env bash
# `make demo`: writes synthetic evidence, takes it into a case, runs the investigation notebook and makes the report.
#   demo.sh PROGRAM [FOLDER]   FOLDER (default: demo) is emptied first; only one that an earlier run made is.
set -euo pipefail
program=$1
folder=${2:-demo}
root=$(cd "$(dirname "$0")/.." && pwd)
notebook=windows-host.ipynb
case=$folder/harbourline

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
"$program" -C "$case" ingest "$folder/evidence/logs" --timezone UTC
say "Investigation"
mkdir -p "$case/notebooks"
"$program" -C "$case" run "$root/notebooks/$notebook" -o "$case/notebooks/$notebook"
"$program" -C "$case" query 'Observations | project Caption, Severity'
say "Report"
"$program" -C "$case" report "$case/notebooks/$notebook" -o "$folder/report.html"

# The session to follow next: the return of the account that was made, over remote desktop from the second address.
next=$("$program" -C "$case" query --format csv 'SecurityEvent
  | where EventID == 4624 and LogonType == 10 and IpAddress == "198.51.100.23" | top 1 by TimeGenerated desc | project TargetLogonId' | tail -n 1)
cat <<END
The report:    $(realpath "$folder/report.html")
The notebook:  $(realpath "$case/notebooks/$notebook")
The tip:       $(realpath "$folder/evidence/README.txt")

Go on:
  $program -C $case show tables
  $program -C $case query 'search "203.0.113.77" | summarize Rows = count(), First = min(TimeGenerated), Last = max(TimeGenerated) by \$table'
  $program -C $case query 'SecurityAlert | sort by TimeGenerated asc | project TimeGenerated, AlertName, CompromisedEntity, Tactics'
  $program -C $case query 'SecurityEvent | where IpAddress == "203.0.113.77" | summarize count() by EventID, LogonType'
  $program -C $case query 'SecurityEvent | where EventID == 4688 | evaluate cluster_events() | top 20 by ClusterSize asc | project FirstEventTime, ClusterSize, Account, CommandLine'
  $program -C $case run notebooks/$notebook -o $folder/$next.ipynb --param session=$next
  $program -C $case report $folder/$next.ipynb -o $folder/$next.html
END
