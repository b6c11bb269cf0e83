#!/usr/bin/env bash
# `make check`: runs every check and fails if one does. clang-tidy looks at the files that changed since main (all of
# them with ALL=1, or where there is no main); the other checks look at everything.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=()
check() { # name command...
  local name=$1
  shift
  echo "== $name"
  "$@" || failed+=("$name")
}

format_all() { git ls-files -z '*.cpp' '*.hpp' | xargs -0 clang-format-19 --dry-run --Werror; }

# Sources that changed, and those that include a header that changed.
changed_sources() {
  local base name
  base=$(git merge-base HEAD main 2>/dev/null) || base=
  if [ -n "${ALL:-}" ] || [ -z "$base" ]; then
    git ls-files '*.cpp'
    return
  fi
  { git diff --name-only --diff-filter=d "$base"; git ls-files --others --exclude-standard; } | sort -u |
    while read -r name; do
      case $name in
        *.cpp) echo "$name" ;;
        src/*.hpp) git grep -lF "#include \"${name#src/}\"" -- '*.cpp' ;;
        *.hpp) git grep -lF "#include \"$(basename "$name")\"" -- "$(dirname "$name")/*.cpp" ;;
      esac
    done | sort -u
}

tidy_changed() {
  local sources
  # Sources that the release build does not compile (fuzz targets) have no compile command.
  mapfile -t sources < <(changed_sources | while read -r name; do
    if grep -qF "/$name\"" build/release/compile_commands.json; then echo "$PWD/$name"; fi
  done)
  if [ ${#sources[@]} = 0 ]; then
    echo "nothing changed"
    return 0
  fi
  echo "${#sources[@]} files"
  # -Wno-...: g++ options that clang does not know.
  printf '%s\0' "${sources[@]}" |
    xargs -0 -n 4 -P "$(nproc)" clang-tidy-19 -p build/release --quiet --extra-arg=-Wno-unknown-warning-option 2>/dev/null
}

check "clang-format" format_all
check "include rules" scripts/check_includes.py
check "file sizes" scripts/check_sizes.py
check "clang-tidy" tidy_changed

if [ ${#failed[@]} -gt 0 ]; then
  (IFS=,; echo "failed: ${failed[*]}" | sed 's/,/, /g')
  exit 1
fi
echo "all checks passed"
