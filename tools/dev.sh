#!/usr/bin/env bash
# Runs wasmserve and the server that stands before it until Ctrl-C, and ends both.
#
#	tools/dev.sh 127.0.0.1:8081 'go run …/wasmserve@…' bin/server FLAGS...
#
# Each is a job with a process group of its own, so that what `go run` started ends too.
set -uo pipefail
set -m
addr=$1 wasmserve=$2
shift 2

# shellcheck disable=SC2086 # a command and its arguments
$wasmserve -http "$addr" ./wasm &
module=$!
"$@" -wasmserve "http://$addr" &
server=$!

end() {
	trap - INT TERM EXIT
	kill -TERM -- -"$server" 2>/dev/null
	kill -TERM -- -"$module" 2>/dev/null
	wait
}
trap end EXIT
trap 'exit 0' INT TERM
# The end of either is the end of both.
wait -n "$module" "$server"
