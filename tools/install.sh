#!/usr/bin/env bash
# Installs the packages that the tests need and this machine lacks. If it cannot, it says
# what to install, and fails.
set -euo pipefail

# has COMMAND...: whether one of them is there.
has() {
	local command
	for command; do
		command -v "$command" >/dev/null 2>&1 && return 0
	done
	return 1
}

# lacking prints the missing Debian packages. The race detector needs a C compiler, and
# screenshots of the Korean pages need a font.
lacking() {
	has gcc cc || echo gcc libc6-dev
	has chromium chromium-browser google-chrome || echo chromium
	has node || echo nodejs
	has npm || echo npm
	# The server's tests with other people's clients and proxies.
	has firefox-esr firefox || echo firefox-esr
	has nginx /usr/sbin/nginx || echo nginx
	has haproxy /usr/sbin/haproxy || echo haproxy
	/usr/bin/python3 -c 'import websockets' 2>/dev/null || echo python3-websockets
	tools/runs386.sh || has qemu-arm || echo qemu-user
	if ! has fc-list; then
		echo fontconfig fonts-noto-cjk
	elif [ -z "$(fc-list :lang=ko family)" ]; then
		echo fonts-noto-cjk
	fi
}

# forTinyGo prints the missing packages that `make tinygo` needs. Without them the tests
# run without TinyGo's module, and say so.
forTinyGo() {
	has llvm-config-19 || echo llvm-19-dev libclang-19-dev
	has wasm-ld-19 || echo lld-19
	has wasm-opt || echo binaryen
	has g++ || echo g++
}

# forSpeed prints a package that makes the tests faster: Chromium without windows opens a
# page in a third of the time. The tests work without it.
forSpeed() {
	has chromium-headless-shell || echo chromium-headless-shell
}

missing=$(lacking | xargs)
tinygo=$(forTinyGo | xargs)
speed=$(forSpeed | xargs)
[ -z "$missing$tinygo$speed" ] && exit 0
echo "missing here: $missing $tinygo $speed"
if has apt-get && [ "$(id -u)" = 0 ]; then
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq
	# shellcheck disable=SC2086 # one word a package
	[ -z "$tinygo" ] || apt-get install -y -qq --no-install-recommends $tinygo ||
		echo "Without these TinyGo cannot be built: $tinygo"
	[ -z "$speed" ] || apt-get install -y -qq --no-install-recommends "$speed" ||
		echo "Without it the browser tests take longer: $speed"
	[ -z "$missing" ] && exit 0
	# shellcheck disable=SC2086 # one word a package
	apt-get install -y -qq $missing
	missing=$(lacking | xargs)
fi
[ -z "$missing" ] && exit 0
echo "Install these (the names are Debian's) and run make test again: $missing" >&2
exit 1
