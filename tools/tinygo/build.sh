#!/usr/bin/env bash
# Builds TinyGo from its sources into build/tinygo, where the site's build finds it:
#
#	tools/tinygo/build.sh build/tinygo
#
# The version is the one in go.mod beside this script. LLVM, its linker and Binaryen's
# wasm-opt come from the system, which needs no more than Debian's packages.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)

missing=()
llvm=$(command -v llvm-config-19) || missing+=(llvm-19-dev)
linker=$(command -v wasm-ld-19) || missing+=(lld-19)
command -v wasm-opt >/dev/null || missing+=(binaryen)
[ -z "$llvm" ] || [ -e "$("$llvm" --includedir)/clang-c/Index.h" ] || missing+=(libclang-19-dev)
command -v "${CXX:-g++}" >/dev/null || missing+=(g++)
if [ "${#missing[@]}" -gt 0 ]; then
	echo "TinyGo cannot be built here. Install these (the names are Debian's): ${missing[*]}" >&2
	exit 1
fi

cd "$here"
CGO_ENABLED=1 CGO_CPPFLAGS=$("$llvm" --cppflags) CGO_CXXFLAGS=-std=c++17 \
	CGO_LDFLAGS="-L$("$llvm" --libdir) -lLLVM-19" \
	go build -tags=llvm19 -o "$out/bin/tinygo" github.com/tinygo-org/tinygo

# TinyGo writes into its root, and looks for a folder src/net that its module lacks.
root=$out/root
sources=$(go list -m -f '{{.Dir}}' github.com/tinygo-org/tinygo)
rm -rf "$root"
mkdir -p "$root/src/net"
cp -R "$sources/src" "$sources/targets" "$root/"
chmod -R u+w "$root"
ln -sf "$linker" "$out/bin/wasm-ld"
# A module of its own, so that ./... passes it over.
echo "module tinygo" >"$out/go.mod"

cat >"$out/tinygo" <<-END
	#!/bin/sh
	# Runs the TinyGo beside this script.
	here=\$(cd "\$(dirname "\$0")" && pwd)
	PATH=\$here/bin:\$PATH TINYGOROOT=\$here/root WASMOPT=$(command -v wasm-opt) exec "\$here/bin/tinygo" "\$@"
END
chmod +x "$out/tinygo"
"$out/tinygo" version
