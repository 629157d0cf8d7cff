#!/usr/bin/env bash
# Measures the operator's console in a real browser, on a demo of its own.
#   scripts/console.sh latency        150 sites, 500 event streams: key to screen
#   scripts/console.sh soak           19 sites conducted by themselves: memory by the minute
#   SITES=150 LISTENERS=500 ACTS=60 MINUTES=30 SETTLE=60
set -euo pipefail
cd "$(dirname "$0")/.."
verb=${1:-latency}
case $verb in
  latency) flags=(--calm --sites "${SITES:-150}") arguments=("${LISTENERS:-500}" "${ACTS:-60}") ;;
  soak) flags=(--autopilot --sites "${SITES:-19}") arguments=("${MINUTES:-30}") ;;
  *) echo "console.sh: latency | soak" >&2; exit 2 ;;
esac

[ -x bin/giaoban ] && [ -z "${BUILD:-}" ] || scripts/build.sh
scripts/web.sh install
data=$(mktemp -d)
port=${PORT:-8190}
metrics=127.0.0.1:$((port + 3))
bin/giaoban demo --data "$data" --addr "127.0.0.1:$port" --media-port $((port + 1)) --programme-port $((port + 2)) \
  --metrics-addr "$metrics" "${flags[@]}" >"$data/log" 2>&1 &
demo=$!
trap 'kill $demo 2>/dev/null || true; wait $demo 2>/dev/null || true; rm -rf "$data"' EXIT
for _ in $(seq 120); do
  grep -q Watcher "$data/log" && break
  kill -0 $demo 2>/dev/null || { cat "$data/log" >&2; exit 1; }
  sleep 1
done
sleep "${SETTLE:-60}" # until the sites are all there
[ "$verb" != soak ] || arguments+=("http://$metrics/metrics")
cd web
node scripts/console.mjs "$verb" "$data/demo.json" "${arguments[@]}"
