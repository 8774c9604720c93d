#!/usr/bin/env bash
# Runs wasmserve and the server in front of it until Ctrl-C, and ends both.
#
#	tools/dev.sh 'go run …/wasmserve@…' bin/server FLAGS...
#
# wasmserve answers any Host, serves every file of its folder and shows its environment to
# pages. So its folder has only links to the packages of the module, its environment has
# only what Go needs, and its port is random, so that pages cannot know it.
set -euo pipefail
set -m # each is a job with a process group of its own: what `go run` started ends too
wasmserve=$1
shift

folder=$(mktemp -d "${TMPDIR:-/tmp}/framelab-dev.XXXXXX")
module='' server=''
end() {
	trap - INT TERM EXIT
	for job in $server $module; do kill -TERM -- -"$job" 2>/dev/null || true; done
	wait
	rm -rf "$folder"
}
trap end EXIT
trap 'exit 0' INT TERM

ln -s "$PWD/go.mod" "$PWD/go.sum" "$folder"
# The folder of a package comes before the folders inside it.
while read -r package; do
	mkdir -p "$(dirname "$folder/$package")"
	[ -e "$folder/$package" ] || ln -s "$PWD/$package" "$folder/$package"
done < <(GOOS=js GOARCH=wasm go list -deps ./wasm | sed -n 's|^framelab/||p' | sort)

environment=(PATH="$PATH" HOME="$HOME")
for name in GOCACHE GOMODCACHE GOFLAGS GOPROXY GOSUMDB GOTOOLCHAIN; do
	environment+=("$name=$(go env $name)")
done
addr=127.0.0.1:$((20000 + RANDOM % 40000))

# shellcheck disable=SC2086 # a command and its arguments
(cd "$folder" && exec env -i "${environment[@]}" $wasmserve -http "$addr" ./wasm) &
module=$!
"$@" -wasmserve "http://$addr" &
server=$!
# When one of them ends, end the other.
wait -n "$module" "$server"
