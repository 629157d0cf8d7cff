#!/usr/bin/env bash
# The front end with live reloading on http://127.0.0.1:5173, in front of the
# demo run from source. Arguments go to the demo. Ctrl-C ends both.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/web.sh install
(cd web && exec npx vite) &
vite=$!
trap 'kill "$vite" 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM
go run ./cmd/giaoban demo "$@"
