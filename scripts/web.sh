#!/usr/bin/env bash
# The front end, rebuilt only where something changed.
#
#   web.sh install   node_modules as package-lock.json says
#   web.sh build     install, then dist/
set -euo pipefail
cd "$(dirname "$0")/../web"

fail() {
  printf 'web: %s\n' "$*" >&2
  exit 1
}

command -v node >/dev/null || fail "Node.js 20.19 or later is needed (nodejs.org)"
node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
  fail "Node.js 20.19 or later is needed; this is $(node --version)"

# The lock file's optional packages resolve rightly from npm 11 on.
npm_ci() {
  local major
  major=$(npm --version 2>/dev/null | cut -d. -f1)
  if [ "${major:-0}" -ge 11 ]; then
    npm ci "$@"
  else
    npx --yes npm@11 ci "$@"
  fi
}

# One number for the content and the names of files given on standard input,
# separated by NUL.
fingerprint() { LC_ALL=C sort -z | xargs -0 cksum | cksum; }

install() {
  local now
  now="$(node --version) $(printf '%s\0' package.json package-lock.json | fingerprint)"
  if [ -f node_modules/.installed ] && [ "$(cat node_modules/.installed)" = "$now" ]; then return; fi
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm_ci --no-audit --no-fund --loglevel=error
  printf '%s\n' "$now" >node_modules/.installed
}

sources() { # the route tree is written by the build itself
  find index.html package.json package-lock.json tsconfig.json ./*.config.* src public -type f \
    ! -name 'routeTree.gen.ts' ! -name '*.test.*' -print0
}

build() {
  local now
  now=$(sources | fingerprint)
  if [ -f dist/index.html ] && [ -f dist/.built ] && [ "$(cat dist/.built)" = "$now" ]; then return; fi
  rm -f dist/.built
  npm run --silent build -- --logLevel warn
  # Vite empties the folder; .keep lets a fresh clone compile before any build.
  : >dist/.keep
  printf '%s\n' "$now" >dist/.built
}

case ${1:-} in
  install) install ;;
  build)
    install
    build
    ;;
  *) fail "usage: web.sh install|build" ;;
esac
