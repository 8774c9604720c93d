package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// A client that meets a limit is told the flag that sets it.
func TestLimitNamesItsFlag(t *testing.T) {
	long := string(text(strings.Repeat("x", 2000)))
	for _, tc := range []struct {
		name  string
		flags []string
		path  string
		send  string
		code  codec.CloseCode
		says  string
	}{
		{name: "-max-message alone", flags: []string{"-max-message", "1000"}, path: "/echo", send: long, code: 1009, says: "over -max-message"},
		{name: "-max-frame below it", flags: []string{"-max-message", "1000", "-max-frame", "600"}, path: "/echo", send: long, code: 1009, says: "over -max-frame"},
		{name: "-max-frame as large", flags: []string{"-max-message", "1000", "-max-frame", "1000"}, path: "/echo", send: long, code: 1009, says: "over -max-message"},
		{name: "-max-frame above it", flags: []string{"-max-message", "1000", "-max-frame", "1500"}, path: "/echo", send: long, code: 1009, says: "over -max-message"},
		{name: "-max-fragments", flags: []string{"-max-fragments", "4"}, path: "/echo", send: strings.Join(fragments(5), ""), code: 1008, says: "over -max-fragments"},
		{name: "an endpoint's own", path: "/tap/" + tapID(t, 7), send: long, code: 1009, says: "over 125, the limit here"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := openAt(t, start(t, tc.flags...), tc.path)
			c.send([]byte(tc.send))
			require.Contains(t, c.wantsClose(tc.code), tc.says)
		})
	}
	s := start(t, "-max-header", "1KiB")
	require.Contains(t, refusedAt(t, s, 431, "/echo", "+X: "+strings.Repeat("x", 1<<10)), "-max-header")
	openAt(t, s, "/echo", "+X: "+strings.Repeat("x", 512))
	s = start(t)
	require.Contains(t, refusedAt(t, s, 431, "/echo", "+X: 1"+strings.Repeat("\r\nX: 1", 100)), "100.")
}

// A request target with a fragment is refused, on the path before the fragment.
func TestFragmentInTarget(t *testing.T) {
	s := start(t)
	for _, target := range []string{"/echo#x", "/echo#", "/echo?x#y", "/echo#x?y"} {
		require.Contains(t, refusedAt(t, s, 400, target), codec.RequestTargetFragment.Name(), target)
	}
}
