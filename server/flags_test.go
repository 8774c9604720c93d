package main

import (
	"flag"
	"strings"
	"testing"
	"time"

	"framelab/server/limits"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func noEnv(string) string { return "" }

func TestDefaults(t *testing.T) {
	opt, err := parseOptions(nil, noEnv)
	require.NoError(t, err)
	assert.Equal(t, "127.0.0.1:8080", opt.addr)
	assert.Equal(t, limits.Size(16<<20), opt.MaxMessage)
	assert.Equal(t, opt.MaxMessage, opt.MaxFrame)
	assert.Equal(t, 131072, opt.MaxFragments)
	assert.Equal(t, limits.Size(16<<10), opt.MaxHeader)
	assert.Equal(t, 10*time.Second, opt.HandshakeTimeout)
	assert.Equal(t, time.Minute, opt.IdleTimeout)
	assert.Equal(t, 20000, opt.MaxConns)
	assert.Equal(t, limits.Size(1<<20), opt.MaxPending)
	assert.Zero(t, opt.MaxConnsPerPeer.N)
	assert.Zero(t, opt.Rate.N)

	elsewhere, err := parseOptions([]string{"-addr", "0.0.0.0:8080"}, noEnv)
	require.NoError(t, err)
	assert.Equal(t, 256, elsewhere.MaxConnsPerPeer.N)
	assert.Equal(t, 50, elsewhere.Rate.N)
	named, err := parseOptions([]string{"-addr", ":8080", "-max-conns-per-peer", "0"}, noEnv)
	require.NoError(t, err)
	assert.Zero(t, named.MaxConnsPerPeer.N)
}

// Each flag has a twin in the environment; the flag itself goes first.
func TestEnvironment(t *testing.T) {
	var opt options
	values := map[string]string{
		"addr": "[::1]:9000", "tls": "true", "cert": "c.pem", "key": "k.pem", "hosts": "a.example", "origins": "http://a.example",
		"max-message": "2MiB", "max-frame": "64KiB", "max-fragments": "7", "max-header": "4096",
		"handshake-timeout": "3s", "idle-timeout": "4s", "max-chat": "8", "max-conns": "5", "max-conns-per-peer": "6",
		"max-pending": "2KiB", "rate": "9", "site": "s", "dev": "true", "wasmserve": "http://127.0.0.1:1", "log": "json",
	}
	newFlags(&opt).VisitAll(func(f *flag.Flag) { assert.Contains(t, values, f.Name) })
	var args []string
	env := map[string]string{}
	for name, v := range values {
		args = append(args, "-"+name+"="+v)
		env[envName(name)] = v
	}
	byFlag, err := parseOptions(args, noEnv)
	require.NoError(t, err)
	byEnv, err := parseOptions(nil, func(name string) string { return env[name] })
	require.NoError(t, err)
	assert.Equal(t, byFlag, byEnv)

	both, err := parseOptions([]string{"-max-conns", "1"}, func(name string) string { return env[name] })
	require.NoError(t, err)
	assert.Equal(t, 1, both.MaxConns)
	assert.Equal(t, "FRAMELAB_MAX_CONNS_PER_PEER", envName("max-conns-per-peer"))
}

// An invalid value is refused in one line.
func TestBadOptions(t *testing.T) {
	for _, args := range [][]string{
		{"-nosuch"}, {"serve"}, {"-addr", "localhost"}, {"-addr", "127.0.0.1:http"}, {"-addr", "127.0.0.1:65536"},
		{"-max-message", "0"}, {"-max-message", "-1"}, {"-max-message", "16 bananas"}, {"-max-message", "2000MiB"},
		{"-max-frame", "2000MiB"}, {"-max-header", "10"}, {"-max-fragments", "0"}, {"-max-conns", "0"}, {"-max-chat", "0"},
		{"-max-conns-per-peer", "-1"}, {"-rate", "x"}, {"-max-pending", "0"}, {"-idle-timeout", "0s"}, {"-idle-timeout", "1ns"}, {"-idle-timeout", "199ms"}, {"-handshake-timeout", "1ms"},
		{"-handshake-timeout", "soon"}, {"-cert", "c.pem"}, {"-key", "k.pem"}, {"-log", "xml"},
		{"-origins", "lab.example"}, {"-origins", "https://lab.example/"}, {"-wasmserve", "http://127.0.0.1:1"},
		{"-dev", "-wasmserve", "127.0.0.1:1"},
	} {
		_, err := parseOptions(args, noEnv)
		require.Error(t, err, args)
		assert.NotContains(t, err.Error(), "\n")
	}
	_, err := parseOptions(nil, func(name string) string {
		if name == "FRAMELAB_MAX_CONNS" {
			return "many"
		}
		return ""
	})
	require.ErrorContains(t, err, `FRAMELAB_MAX_CONNS: invalid value "many"`)
}

func TestUsage(t *testing.T) {
	var b strings.Builder
	printUsage(&b)
	var opt options
	newFlags(&opt).VisitAll(func(f *flag.Flag) { assert.Contains(t, b.String(), "\n  -"+f.Name) })
}
