#!/usr/bin/env bash
# Builds the front end and bin/giaoban. The libraries compile while npm waits
# for the network, since the media engine alone takes minutes the first time;
# the binary comes last, for it carries the front end.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v go >/dev/null || {
  echo "build: Go 1.26 or later is needed (go.dev)" >&2
  exit 1
}
mkdir -p bin .cache

libraries() {
  go list -deps -f '{{if and .Module (not .Module.Main)}}{{.ImportPath}}{{end}}' ./cmd/giaoban | xargs go build
}

libraries >.cache/libraries.log 2>&1 &
compiling=$!
trap 'kill "$compiling" 2>/dev/null || true' EXIT
[ -x bin/giaoban ] || echo "Building; the first time takes some minutes."
scripts/web.sh build
wait "$compiling" || {
  cat .cache/libraries.log >&2
  exit 1
}
trap - EXIT
go build -o bin/giaoban ./cmd/giaoban
