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
		{"-max-message alone", []string{"-max-message", "1000"}, "/echo", long, 1009, "over -max-message"},
		{"-max-frame below it", []string{"-max-message", "1000", "-max-frame", "600"}, "/echo", long, 1009, "over -max-frame"},
		{"-max-frame as large", []string{"-max-message", "1000", "-max-frame", "1000"}, "/echo", long, 1009, "over -max-message"},
		{"-max-frame above it", []string{"-max-message", "1000", "-max-frame", "1500"}, "/echo", long, 1009, "over -max-message"},
		{"-max-fragments", []string{"-max-fragments", "4"}, "/echo", strings.Join(fragments(5), ""), 1008, "over -max-fragments"},
		{"an endpoint's own", nil, "/tap/" + tapID(t, 7), long, 1009, "over 125, the limit here"},
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
