#!/usr/bin/env bash
# Installs what `make test` needs beside Go, Node.js and make, where it is
# missing, from the packages of Debian or Ubuntu.
set -euo pipefail

missing=()
need() { missing+=("$1"); }

# Some of it stands where only root looks for commands.
PATH=$PATH:/usr/sbin:/sbin
have() { command -v "$1" >/dev/null; }

have_postgres() {
  local initdb
  for initdb in /usr/lib/postgresql/*/bin/initdb /usr/local/opt/postgresql*/bin/initdb /opt/homebrew/opt/postgresql*/bin/initdb; do
    if [ -x "$initdb" ]; then return 0; fi
  done
  have initdb
}

# The browsers of the end-to-end tests.
[ -n "${CHROMIUM:-}" ] || have chromium || need chromium
[ -n "${FIREFOX:-}" ] || have firefox-esr || need firefox-esr
# The second database engine; its own server is started per test run.
[ -n "${TEST_PG_URL:-}" ] || have_postgres || need postgresql
# Lets several LiveKits be one.
[ -n "${TEST_REDIS_URL:-}" ] || have redis-server || need redis-server
# Opens the minutes and the notice, and makes pages of them to look at.
have soffice || need libreoffice-writer-nogui
have pdftotext || need poppler-utils
# Reads recordings as players do.
have ffprobe || need ffmpeg
# Makes the networks of narrow lines, and has a browser trust an authority; the
# kernel must be Linux's.
if [ "$(uname)" = Linux ]; then
  { have ip && have tc; } || need iproute2
  have iptables || need iptables
  have certutil || need libnss3-tools
fi

[ ${#missing[@]} -gt 0 ] || exit 0

if ! have apt-get; then
  printf 'The tests need what Debian packages as: %s\nInstall it the way this system does, then run this again.\n' "${missing[*]}" >&2
  printf '(CHROMIUM=/path/to/chromium and FIREFOX=/path/to/firefox name browsers, TEST_PG_URL=postgres://… and TEST_REDIS_URL=redis://… servers that exist already.)\n' >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  have sudo || {
    printf 'Run as root: apt-get install %s\n' "${missing[*]}" >&2
    exit 1
  }
  as_root=(sudo)
  [ -t 0 ] || as_root=(sudo -n)
fi
printf 'Installing for the tests: %s\n' "${missing[*]}"
apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -qq "$@" </dev/null
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The lists of a fresh machine may be empty or old.
apt update >"$log" 2>&1 || true
apt install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1 || {
  cat "$log" >&2
  exit 1
}
