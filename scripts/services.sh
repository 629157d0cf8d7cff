#!/usr/bin/env bash
# Private PostgreSQL and Redis for tests, on free ports of 127.0.0.1, in a
# directory that is removed afterwards.
#
#   services.sh pg|redis|pg,redis
#
# starts them, prints TEST_PG_URL=…, TEST_REDIS_URL=… and "ready", and stops
# them when standard input ends: however the caller ends, nothing stays behind.
# An address that is already set is used as it is, and its server left alone.
set -euo pipefail

dir=""
redis_pid=""

say() { printf 'services: %s\n' "$*" >&2; }

gone() { # gone PID: wait up to 5 s for the process to end
  local i
  for ((i = 0; i < 50; i++)); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
  return 1
}

# An immediate stop: nothing in these servers is to be kept.
stop() {
  local pid
  trap - EXIT
  if [ -n "$redis_pid" ]; then
    kill -TERM "$redis_pid" 2>/dev/null || true
    gone "$redis_pid" || kill -KILL "$redis_pid" 2>/dev/null || true
  fi
  if [ -n "$dir" ] && [ -f "$dir/pg/postmaster.pid" ]; then
    pid=$(head -n 1 "$dir/pg/postmaster.pid")
    kill -QUIT "$pid" 2>/dev/null || true
    gone "$pid" || kill -KILL "$pid" 2>/dev/null || true
  fi
  if [ -n "$dir" ]; then rm -rf "$dir"; fi
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

free_port() { # a port of 127.0.0.1 on which nobody answers
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  printf '%s\n' "$port"
}

pg_bin() { # the directory of the newest PostgreSQL
  local d
  for d in $(printf '%s\n' /usr/lib/postgresql/*/bin /usr/local/opt/postgresql*/bin /opt/homebrew/opt/postgresql*/bin | sort -rV); do
    if [ -x "$d/initdb" ]; then
      printf '%s\n' "$d"
      return
    fi
  done
  if d=$(command -v initdb); then
    dirname "$d"
    return
  fi
  say "PostgreSQL is not installed; scripts/deps.sh installs it on Debian and Ubuntu"
  return 1
}

# PostgreSQL refuses to run as root.
unprivileged() {
  if [ "$(id -u)" -ne 0 ]; then
    "$@"
  elif command -v runuser >/dev/null; then
    (cd / && runuser -u postgres -- "$@")
  else
    (cd / && su postgres -s /bin/sh -c "$(printf '%q ' "$@")")
  fi
}

start_pg() {
  [ -z "${TEST_PG_URL:-}" ] || return 0
  local bin port try
  bin=$(pg_bin)
  if [ "$(id -u)" -eq 0 ]; then chown postgres "$dir"; fi
  unprivileged "$bin/initdb" -D "$dir/pg" -U giaoban -A trust -E UTF8 --no-locale --no-sync >"$dir/initdb.log" 2>&1 || {
    cat "$dir/initdb.log" >&2
    return 1
  }
  for try in 1 2 3 4 5; do
    port=$(free_port)
    if unprivileged "$bin/pg_ctl" start -w -t 60 -s -D "$dir/pg" -l "$dir/pg.log" -o "-h 127.0.0.1 -p $port -k '' \
      -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 \
      -c shared_buffers=64MB -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off" </dev/null >/dev/null 2>&1; then
      export TEST_PG_URL="postgres://giaoban@127.0.0.1:$port/postgres?sslmode=disable"
      return 0
    fi
    say "PostgreSQL did not start on port $port (try $try)"
  done
  cat "$dir/pg.log" >&2
  return 1
}

start_redis() {
  [ -z "${TEST_REDIS_URL:-}" ] || return 0
  local port i
  command -v redis-server >/dev/null || {
    say "Redis is not installed; scripts/deps.sh installs it on Debian and Ubuntu"
    return 1
  }
  port=$(free_port)
  redis-server --bind 127.0.0.1 --port "$port" --save '' --appendonly no --dir "$dir" \
    </dev/null >"$dir/redis.log" 2>&1 &
  redis_pid=$!
  for ((i = 0; i < 50; i++)); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      export TEST_REDIS_URL="redis://127.0.0.1:$port/0"
      return 0
    fi
    kill -0 "$redis_pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$dir/redis.log" >&2
  return 1
}

usage() {
  sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

[ $# -eq 1 ] || usage
# Under root the server's own user must reach the directory, whatever TMPDIR is.
if [ "$(id -u)" -eq 0 ]; then dir=$(mktemp -d /tmp/giaoban-test.XXXXXX); else dir=$(mktemp -d); fi
chmod 755 "$dir"

for service in ${1//,/ }; do
  case $service in
    pg) start_pg ;;
    redis) start_redis ;;
    *) usage ;;
  esac
done
printf 'TEST_PG_URL=%s\nTEST_REDIS_URL=%s\nready\n' "${TEST_PG_URL:-}" "${TEST_REDIS_URL:-}"
cat >/dev/null
