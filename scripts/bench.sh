#!/usr/bin/env bash
# Measures what carrying a programme costs, engine beside engine, then runs the
# Go benchmarks. Some four minutes on two cores; a busy machine shows in the
# absolute figures more than in the ratios.
#   WATCHERS=150 SECONDS_EACH=6 SWITCHES=8 ENGINES=relay,limit,livekit,pion,program BENCH=. scripts/bench.sh
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p .cache
go build -o .cache/giaoban-bench ./cmd/giaoban
.cache/giaoban-bench load --engines "${ENGINES:-relay,limit,livekit,pion,program}" --watchers "${WATCHERS:-150}" \
  --seconds "${SECONDS_EACH:-6}" --switches "${SWITCHES:-8}"

echo
BENCH=${BENCH:-.}
[ "$BENCH" != . ] || BENCH='GiveFloor|TellEveryone|Extract|List200k/sqlite'
go test -run '^$' -bench "$BENCH" -benchmem -benchtime 10x ./internal/live ./internal/directive ./internal/directive/draft |
  grep -E '^(Benchmark|FAIL|---|panic)' || true
