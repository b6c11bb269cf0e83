#!/usr/bin/env bash
# Makes the machine ready: the Debian packages of deps/debian.txt (with the argument "check" or "fuzz" those of
# deps/debian-check.txt or deps/debian-fuzz.txt too) and DuckDB. Installs what is missing when run as root; otherwise prints the commands.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
lists=("$root/deps/debian.txt")
if [ -n "${1:-}" ]; then lists+=("$root/deps/debian-$1.txt"); fi

missing=()
for package in $(sed 's/#.*//' "${lists[@]}"); do
  if [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
    missing+=("$package")
  fi
done

# An npm client is needed once, to fetch DuckDB; one that did not come from Debian serves as well.
if ! "$root/scripts/fetch_duckdb.sh" --is-at-hand && ! command -v npm >/dev/null; then missing+=(npm); fi

if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ]; then
    echo "These packages are missing. As root, run:" >&2
    echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 3
  fi
  echo "installing ${missing[*]}"
  log=$(mktemp)
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
    "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "The packages could not be installed; the whole output is in $log." >&2
    exit 3
  fi
  rm -f "$log"
fi

"$root/scripts/fetch_duckdb.sh"
