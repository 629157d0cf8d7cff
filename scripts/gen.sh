#!/usr/bin/env bash
# Writes what is generated from the Go code: the description of the API, the
# page of settings, and the front end's types of the API.
#
#   gen.sh          write them
#   gen.sh check    tell whether the first two are as the code would write them
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .cache api bin
go build -o bin/giaoban ./cmd/giaoban
bin/giaoban openapi >.cache/openapi.json
bin/giaoban docs >.cache/config.md

if [ "${1:-}" = check ]; then
  same=yes
  for pair in api/openapi.json:.cache/openapi.json docs/config.md:.cache/config.md; do
    diff -u "${pair%:*}" "${pair#*:}" >.cache/gen.diff || {
      head -n 40 .cache/gen.diff
      same=""
    }
  done
  [ -z "$same" ] || exit 0
  echo "gen: run 'make gen' and commit what it writes" >&2
  exit 1
fi
mv .cache/openapi.json api/openapi.json
mv .cache/config.md docs/config.md
npm --prefix web run --silent gen
