package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"framelab/server/dev"
	"framelab/server/limits"
	"framelab/server/policy"
	"framelab/server/site"
)

// options holds what the command line and the environment set.
type options struct {
	limits.Limits
	addr           string
	tls            bool
	cert, key      string
	hosts, origins string // comma-separated
	site           string
	dev            bool
	wasmserve      string
	log            string
}

// shortest is the shortest time limit that can be set: in less, a pong cannot
// arrive from a different continent.
const shortest = 200 * time.Millisecond

// newFlags returns the flags, bound to opt with their defaults.
func newFlags(opt *options) *flag.FlagSet {
	*opt = options{Limits: limits.Limits{
		MaxMessage: 16 << 20, MaxHeader: 16 << 10, MaxPending: 1 << 20,
		MaxConnsPerPeer: limits.PerPeer{Elsewhere: 256}, Rate: limits.PerPeer{Elsewhere: 50},
	}}
	fs := flag.NewFlagSet("framelab", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&opt.addr, "addr", "127.0.0.1:8080", "the `host:port` to listen on; port 0 means any free port")
	fs.BoolVar(&opt.tls, "tls", false, "serve https and wss, with a certificate for localhost made at the start")
	fs.StringVar(&opt.cert, "cert", "", "serve https and wss with the certificate chain in this PEM `file`")
	fs.StringVar(&opt.key, "key", "", "the private key of -cert, a PEM `file`")
	fs.StringVar(&opt.hosts, "hosts", "", "additional Host values to answer to, whose pages can connect too, such as `lab.example:8080,…`")
	fs.StringVar(&opt.origins, "origins", "", "additional Origins whose pages can connect, such as `https://lab.example,…`")
	fs.Var(&opt.MaxMessage, "max-message", "the largest message, in `bytes` or with KiB or MiB; a larger one gets Close 1009")
	fs.Var(&opt.MaxFrame, "max-frame", "the largest frame, in `bytes`; 0 means -max-message; a larger one gets Close 1009")
	fs.IntVar(&opt.MaxFragments, "max-fragments", 131072, "the most fragments of a message; one more gets Close 1008")
	fs.Var(&opt.MaxHeader, "max-header", "the largest request head, in `bytes`; a larger one, or one with more than 100 fields, gets 431")
	fs.DurationVar(&opt.HandshakeTimeout, "handshake-timeout", 10*time.Second, "the time for a request head to arrive; a later one gets 408")
	fs.DurationVar(&opt.IdleTimeout, "idle-timeout", time.Minute, "close a connection after this long without traffic, without a pong, or without the peer reading")
	fs.IntVar(&opt.MaxConns, "max-conns", 20000, "the most connections open at the same time; one more gets 503")
	fs.Var(&opt.MaxConnsPerPeer, "max-conns-per-peer", "the most connections open at the same time from one address, 0 for no limit; one more gets 429")
	fs.Var(&opt.MaxPending, "max-pending", "the most `bytes` waiting to be sent to a peer, besides the current message")
	fs.IntVar(&opt.MaxChat, "max-chat", 1000, "the most members of the chat at the same time; one more gets 503")
	fs.Var(&opt.Rate, "rate", "the most new connections a second from one address, 0 for no limit; one more gets 429")
	fs.StringVar(&opt.site, "site", "", "the `folder` of the built site (default: the site that is built in, or "+site.Default+")")
	fs.BoolVar(&opt.dev, "dev", false, "for working on Framelab: rebuild the site when its sources change, and cache nothing")
	fs.StringVar(&opt.wasmserve, "wasmserve", "", "with -dev: the `URL` of wasmserve, to which this server passes "+strings.Join(dev.WasmservePaths, ", "))
	fs.StringVar(&opt.log, "log", "text", "the format of the log on standard error: text or json")
	return fs
}

// envName returns the name of a flag in the environment: FRAMELAB_MAX_CONNS for max-conns.
func envName(flagName string) string {
	return "FRAMELAB_" + strings.ToUpper(strings.ReplaceAll(flagName, "-", "_"))
}

// parseOptions reads the flags, and the environment for flags that are not given.
// The error is one sentence, or flag.ErrHelp.
func parseOptions(args []string, getenv func(string) string) (options, error) {
	var opt options
	fs := newFlags(&opt)
	if err := fs.Parse(args); err != nil {
		return opt, err
	}
	if fs.NArg() > 0 {
		return opt, fmt.Errorf("unexpected argument %q", fs.Arg(0))
	}
	given := map[string]bool{}
	fs.Visit(func(f *flag.Flag) { given[f.Name] = true })
	var bad error
	fs.VisitAll(func(f *flag.Flag) {
		if v := getenv(envName(f.Name)); v != "" && !given[f.Name] && bad == nil {
			if err := fs.Set(f.Name, v); err != nil {
				bad = fmt.Errorf("%s: invalid value %q: %v", envName(f.Name), v, err)
			}
		}
	})
	if bad != nil {
		return opt, bad
	}
	return opt, opt.check()
}

// check refuses invalid values and fills in defaults that depend on other flags.
func (o *options) check() error {
	host, port, err := net.SplitHostPort(o.addr)
	if err != nil {
		return fmt.Errorf("-addr %q is not host:port", o.addr)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("-addr %q: the port must be a number from 0 to 65535", o.addr)
	}
	if o.MaxFrame == 0 {
		o.MaxFrame = o.MaxMessage
	}
	loopback := policy.IsLoopback(host)
	o.MaxConnsPerPeer.Settle(loopback)
	o.Rate.Settle(loopback)
	switch {
	case (o.cert == "") != (o.key == ""):
		return errors.New("-cert and -key must be given together")
	case o.MaxMessage < 1, o.MaxMessage > 1<<30:
		return errors.New("-max-message must be from 1 byte to 1024 MiB")
	case o.MaxFrame > 1<<30:
		return errors.New("-max-frame must be at most 1024 MiB")
	case o.MaxHeader < 256, o.MaxHeader > 1<<20:
		return errors.New("-max-header must be from 256 bytes to 1 MiB")
	case o.MaxFragments < 1:
		return errors.New("-max-fragments must be at least 1")
	case o.MaxConns < 1:
		return errors.New("-max-conns must be at least 1")
	case o.MaxChat < 1:
		return errors.New("-max-chat must be at least 1")
	case o.MaxPending < 1<<10, o.MaxPending > 1<<30:
		return errors.New("-max-pending must be from 1 KiB to 1024 MiB")
	case o.HandshakeTimeout < shortest, o.IdleTimeout < shortest:
		return errors.New("-handshake-timeout and -idle-timeout must be at least " + shortest.String())
	case o.log != "text" && o.log != "json":
		return fmt.Errorf("-log %q is neither text nor json", o.log)
	case o.wasmserve != "" && !o.dev:
		return errors.New("-wasmserve needs -dev")
	}
	for _, origin := range policy.SplitList(o.origins) {
		if u, err := url.Parse(origin); err != nil || u.Scheme == "" || u.Host == "" || u.Scheme+"://"+u.Host != origin {
			return fmt.Errorf("-origins: %q is not an origin such as https://lab.example", origin)
		}
	}
	if o.wasmserve != "" {
		if u, err := url.Parse(o.wasmserve); err != nil || u.Scheme != "http" || u.Host == "" {
			return fmt.Errorf("-wasmserve %q is not an address such as http://127.0.0.1:8081", o.wasmserve)
		}
	}
	return nil
}

// siteDir returns the folder that the site is built into and served from.
func (o options) siteDir() string {
	if o.site != "" {
		return o.site
	}
	return site.Default
}

// printUsage lists the flags with their defaults.
func printUsage(w io.Writer) {
	var opt options
	fs := newFlags(&opt)
	fmt.Fprint(w, "framelab serves the site, and the WebSockets that its labs connect to, on one port.\n"+
		"Each flag can also be set in the environment: -addr as FRAMELAB_ADDR, -max-conns as FRAMELAB_MAX_CONNS.\n\n")
	fs.SetOutput(w)
	fs.PrintDefaults()
}
