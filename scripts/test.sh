#!/usr/bin/env bash
# Everything that tells whether the program works: Go, the front end's checks
# and unit tests, and the end-to-end tests in a real browser. Ends with a table
# of counts; the exit status tells whether anything failed.
#
# TEST_PG_URL names a PostgreSQL server to use; without it a private one runs
# for as long as the tests do. TEST_MINUTES (59) bounds the whole run, so that
# one hang cannot eat it: what has not ended by then counts as failed.
set -euo pipefail
cd "$(dirname "$0")/.."

deadline=$((SECONDS + 60 * ${TEST_MINUTES:-59}))
work=$PWD/.cache/test
ledger=$work/counts
rm -rf "$work"
mkdir -p "$work"
failed=0
complete=""
export npm_config_loglevel=error
[ -t 1 ] || export NO_COLOR=1

# An end before the last stage is a failure too, and is counted as one.
finish() {
  trap - EXIT
  [ -n "$complete" ] || node scripts/counts.mjs check "$ledger" "the run to its end" 1
  node scripts/counts.mjs total "$ledger" || failed=1
  exit "$failed"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

stage() { printf '\n== %s (%d min %02d s)\n' "$1" $((SECONDS / 60)) $((SECONDS % 60)); }
count() { node scripts/counts.mjs "$@" || failed=1; }

# limited MINUTES COMMAND…: stops the command and all it started when it takes
# longer, or when the whole run is over its time.
limited() (
  limit=$(($1 * 60))
  left=$((deadline - SECONDS))
  shift
  if [ "$left" -lt "$limit" ]; then limit=$((left > 10 ? left : 10)); fi
  timeout --kill-after=20 "$limit" "$@" </dev/null &
  running=$!
  trap 'kill "$running" 2>/dev/null; exit 130' INT TERM
  wait "$running"
)

check() { # check NAME MINUTES COMMAND…
  local name=$1 minutes=$2 status=0
  shift 2
  limited "$minutes" "$@" || status=$?
  [ "$status" -eq 0 ] || printf '%s: failed (status %s)\n' "$name" "$status"
  count check "$ledger" "$name" "$status"
}

go_tests() { # go_tests NAME MINUTES PARALLEL PACKAGES…
  local name=$1 minutes=$2 parallel=$3
  shift 3
  [ $# -gt 0 ] || return 0
  limited "$minutes" go test -json -count=1 -timeout 10m -p "$parallel" "$@" 2>&1 |
    node scripts/counts.mjs go "$ledger" "$name" || failed=1
}

in_web() { (cd web && "$@"); }

stage "what the tests need"
scripts/deps.sh
if [ -z "${TEST_PG_URL:-}" ] || [ -z "${TEST_REDIS_URL:-}" ]; then
  # It stops by itself when this script ends.
  coproc services { exec scripts/services.sh pg,redis; }
  while read -r line <&"${services[0]}" && [ "$line" != ready ]; do
    case $line in TEST_PG_URL=* | TEST_REDIS_URL=*) export "${line?}" ;; esac
  done
fi

stage "build"
check "build" 14 scripts/build.sh
stage "go vet"
check "go vet" 10 go vet ./...
check "generated files" 3 scripts/gen.sh check

# What joins conferences over real media runs one package at a time: two at
# once on two cores would measure each other.
alone='/internal/(app|contribution|programme|relay|record|synthetic|load|demo)(/|$)|^giaoban/(cmd|test)(/|$)'
mapfile -t packages < <(go list ./...)
mapfile -t light < <(printf '%s\n' "${packages[@]}" | grep -vE "$alone")
mapfile -t heavy < <(printf '%s\n' "${packages[@]}" | grep -E "$alone")
stage "go test"
go_tests "go test" 14 2 "${light[@]}"
stage "go test, media and whole program"
go_tests "go test, whole program" 14 1 "${heavy[@]}"

stage "web: types, lint, texts"
scripts/web.sh install
for script in check lint i18n size; do
  check "web $script" 3 npm --prefix web run --silent "$script"
done
stage "web: unit tests"
in_web limited 6 npx vitest run --reporter=default --reporter=json --outputFile.json="$work/vitest.json" || true
count report "$ledger" "web unit tests" "$work/vitest.json"

# What measures no media runs two at once; the media's stories would measure each other.
browser() { # browser GROUP MINUTES WORKERS
  stage "end to end, in a browser: $1"
  PLAYWRIGHT_JSON_OUTPUT_NAME="$work/playwright-$1.json" GIAOBAN_BIN="$PWD/bin/giaoban" \
    in_web limited "$2" npx playwright test --project "$1-*" --workers "$3" --reporter=list,json || true
  count report "$ledger" "end to end, $1" "$work/playwright-$1.json"
}
browser office 15 2
browser media 45 1

complete=yes
