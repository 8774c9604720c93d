package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// A limit that is met is named as the one that was set.
func TestLimitNamesItsFlag(t *testing.T) {
	long := text(strings.Repeat("x", 2000))
	for _, tc := range []struct {
		name  string
		flags []string
		path  string
		says  string
	}{
		{"-max-message alone", []string{"-max-message", "1000"}, "/echo", "over -max-message"},
		{"-max-frame below it", []string{"-max-message", "1000", "-max-frame", "600"}, "/echo", "over -max-frame"},
		{"-max-frame as large", []string{"-max-message", "1000", "-max-frame", "1000"}, "/echo", "over -max-message"},
		{"-max-frame above it", []string{"-max-message", "1000", "-max-frame", "1500"}, "/echo", "over -max-message"},
		{"an endpoint's own", nil, "/tap/" + tapID(t, 7), "over 125, the most here"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := openAt(t, start(t, tc.flags...), tc.path)
			c.send(long)
			require.Contains(t, c.wantsClose(codec.CloseMessageTooBig), tc.says)
		})
	}
	s := start(t)
	require.Contains(t, refusedAt(t, s, 431, "/echo", "+X: 1"+strings.Repeat("\r\nX: 1", 100)), "100.")
}

// A fragment is no part of a request target: the path before it is what is asked for.
func TestFragmentInTarget(t *testing.T) {
	s := start(t)
	for _, target := range []string{"/echo#x", "/echo#", "/echo?x#y", "/echo#x?y"} {
		require.Contains(t, refusedAt(t, s, 400, target), codec.RequestTargetFragment.Name(), target)
	}
}
