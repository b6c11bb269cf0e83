#!/usr/bin/env bash
# Puts the pinned DuckDB into build/deps/duckdb/{lib,include}: the library out of the npm package of DuckDB's Node
# bindings, the C header out of the npm package "duckdb". The packages are only unpacked, never installed, and kept in
# HUNTBOOK_CACHE (default: ~/.cache/huntbook), so that the next build needs no network. A DuckDB that is installed, or
# named by HUNTBOOK_DUCKDB_ROOT, is taken instead.
#   fetch_duckdb.sh --is-at-hand   fetches nothing; exit code 0 where no network would be needed
set -euo pipefail

library_package='@duckdb/node-bindings-linux-x64' library_version=1.5.6-r.1
library_file=duckdb-node-bindings-linux-x64-1.5.6-r.1.tgz
library_sha256=1b9f82478539bb9a1d1df44bd103121a12ae52142c07158dc52b97d2ec1d69ff
header_package=duckdb header_version=1.4.4
header_file=duckdb-1.4.4.tgz
header_sha256=5bb967dcbcd517670ba5f169f238fb9d6787e53752c60ebe24386169d76941ed

root=$(cd "$(dirname "$0")/.." && pwd)
target=$root/build/deps/duckdb
cache=${HUNTBOOK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/huntbook}
stamp="$library_sha256 $header_sha256"

is_whole() { [ -f "$1" ] && echo "$2  $1" | sha256sum --check --status; }

is_unpacked() { [ -f "$target/stamp" ] && [ "$(cat "$target/stamp")" = "$stamp" ]; }

is_cached() {
  is_whole "$cache/$library_file" "$library_sha256" && is_whole "$cache/$header_file" "$header_sha256"
}

is_installed() {
  local prefix
  for prefix in "${HUNTBOOK_DUCKDB_ROOT:-}" /usr /usr/local; do
    if [ -n "$prefix" ] && [ -f "$prefix/include/duckdb.h" ] &&
      compgen -G "$prefix/lib*/libduckdb.so" >/dev/null; then return 0; fi
  done
  return 1
}

if is_unpacked || is_installed; then exit 0; fi
if [ "${1:-}" = --is-at-hand ]; then
  is_cached && exit 0 || exit 1
fi

fetch() { # package version file sha256
  if is_whole "$cache/$3" "$4"; then return; fi
  mkdir -p "$cache"
  echo "fetching $1 $2 from the npm registry"
  # --loglevel=error: npm says what stood in the way, and nothing else.
  if ! (cd "$cache" && npm pack --loglevel=error "$1@$2" >/dev/null); then
    echo "Huntbook's engine, DuckDB, could not be fetched: the npm registry did not give $1@$2." >&2
    echo "Behind a proxy or offline: put $3 into $cache by hand, or install DuckDB (libduckdb.so, duckdb.h)" >&2
    echo "and configure with -DHUNTBOOK_DUCKDB_ROOT=PREFIX." >&2
    exit 3
  fi
  if ! is_whole "$cache/$3" "$4"; then
    echo "$cache/$3 does not have the pinned SHA-256 $4; it is not used." >&2
    exit 3
  fi
}

fetch "$library_package" "$library_version" "$library_file" "$library_sha256"
fetch "$header_package" "$header_version" "$header_file" "$header_sha256"
rm -rf "$target"
mkdir -p "$target/lib" "$target/include" "$target/licenses"
tar -xzf "$cache/$library_file" -C "$target/lib" --strip-components=1 package/libduckdb.so
tar -xzf "$cache/$library_file" -C "$target/licenses" --strip-components=1 package/LICENSE
tar -xzf "$cache/$header_file" -C "$target/include" --strip-components=5 package/src/duckdb/src/include/duckdb.h
echo "$stamp" >"$target/stamp"
echo "DuckDB ${library_version%%-*} is in $target"
