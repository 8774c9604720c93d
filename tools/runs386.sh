#!/usr/bin/env bash
# Succeeds if programs for 386 run here: some kernels refuse them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
printf 'package main\n\nfunc main() {}\n' >"$folder/main.go"
GOARCH=386 CGO_ENABLED=0 "${GO:-go}" build -o "$folder/main" "$folder/main.go"
"$folder/main" 2>/dev/null
