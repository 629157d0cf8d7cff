#!/usr/bin/env bash
# Makes the changed libraries of third_party again: the versions that go.mod
# requires, without their tests and what nothing imports, patched. With "check"
# it only tells whether they are that.
set -euo pipefail
cd "$(dirname "$0")/.."

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
for patch in third_party/*.patch; do
  name=$(basename "$patch" .patch)
  module=github.com/livekit/$name
  version=$(go list -m -f '{{.Version}}' "$module")
  original=$(cd "$fresh" && go mod download -json "$module@$version" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p') || true
  if [ -z "$original" ]; then
    echo "$module $version is not on this machine and cannot be downloaded: third_party/$name is not looked at" >&2
    exit 1
  fi
  mkdir "$fresh/$name"
  cp "$original"/{LICENSE,NOTICE,go.mod} "$fresh/$name/"
  go list -deps ./... | sed -n "s#^$module\(/\|\$\)##p" | while read -r package; do
    mkdir -p "$fresh/$name/$package"
    find "$original/$package" -maxdepth 1 -name '*.go' ! -name '*_test.go' -exec cp {} "$fresh/$name/$package/" \;
  done
  chmod -R u+w "$fresh/$name"
  (cd "$fresh/$name" && git apply -p1 -) <"$patch"
  if [ "${1:-}" = check ]; then
    diff -r "$fresh/$name" "third_party/$name"
  else
    rm -rf "third_party/$name"
    mv "$fresh/$name" "third_party/$name"
  fi
done
