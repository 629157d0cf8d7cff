#!/usr/bin/env bash
# Measures what carrying a programme costs, engine beside engine, then runs the
# Go benchmarks. Some six minutes on two cores; a busy machine shows in the
# absolute figures more than in the ratios. Three tables: all engines, the
# floor's switch at 500 sites, and at 100 beside LiveKit's. With WATCHERS only
# one, of so many.
#   WATCHERS=150 SECONDS_EACH=6 SWITCHES=8 ENGINES=relay,limit,livekit,pion,program BENCH=. scripts/bench.sh
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p .cache
go build -o .cache/giaoban-bench ./cmd/giaoban

table() { # table ENGINES WATCHERS SWITCHES
  .cache/giaoban-bench load --engines "$1" --watchers "$2" --seconds "${SECONDS_EACH:-6}" --switches "$3"
  echo
}
table "${ENGINES:-relay,limit,livekit,pion,program}" "${WATCHERS:-150}" "${SWITCHES:-8}"
if [ -z "${WATCHERS:-}${ENGINES:-}" ]; then
  table relay,limit 500 "${SWITCHES:-20}"
  table relay,livekit 100 "${SWITCHES:-8}"
fi

BENCH=${BENCH:-.}
[ "$BENCH" != . ] || BENCH='GiveFloor|TellEveryone|Extract|List200k/sqlite'
go test -run '^$' -bench "$BENCH" -benchmem -benchtime 10x ./internal/live ./internal/directive ./internal/directive/draft |
  grep -E '^(Benchmark|FAIL|---|panic)' || true
