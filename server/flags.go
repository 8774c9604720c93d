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
)

// options holds what the command line and the environment set.
type options struct {
	addr             string
	tls              bool
	cert, key        string
	hosts, origins   string // comma-separated
	maxMessage       size
	maxFrame         size
	maxFragments     int
	maxHeader        size
	handshakeTimeout time.Duration
	idleTimeout      time.Duration
	maxConns         int
	maxConnsPerPeer  perPeer
	maxPending       size
	maxChat          int
	rate             perPeer
	site             string
	dev              bool
	wasmserve        string
	log              string
}

// maxFields is the most header fields of a request; one more gets 431.
const maxFields = 100

// shortest is the shortest time limit that can be set: in less, a pong cannot
// arrive from a different continent.
const shortest = 200 * time.Millisecond

// defaultSite is where `make site` puts the site.
const defaultSite = "build/site"

// newFlags returns the flags, bound to opt with their defaults.
func newFlags(opt *options) *flag.FlagSet {
	*opt = options{
		maxMessage: 16 << 20, maxHeader: 16 << 10, maxPending: 1 << 20,
		maxConnsPerPeer: perPeer{elsewhere: 256}, rate: perPeer{elsewhere: 50},
	}
	fs := flag.NewFlagSet("framelab", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&opt.addr, "addr", "127.0.0.1:8080", "the `host:port` to listen on; port 0 means any free port")
	fs.BoolVar(&opt.tls, "tls", false, "serve https and wss, with a certificate for localhost made at the start")
	fs.StringVar(&opt.cert, "cert", "", "serve https and wss with the certificate chain in this PEM `file`")
	fs.StringVar(&opt.key, "key", "", "the private key of -cert, a PEM `file`")
	fs.StringVar(&opt.hosts, "hosts", "", "additional Host values to answer to, whose pages can connect too, such as `lab.example:8080,…`")
	fs.StringVar(&opt.origins, "origins", "", "additional Origins whose pages can connect, such as `https://lab.example,…`")
	fs.Var(&opt.maxMessage, "max-message", "the largest message, in `bytes` or with KiB or MiB; a larger one gets Close 1009")
	fs.Var(&opt.maxFrame, "max-frame", "the largest frame, in `bytes`; 0 means -max-message; a larger one gets Close 1009")
	fs.IntVar(&opt.maxFragments, "max-fragments", 131072, "the most fragments of a message; one more gets Close 1008")
	fs.Var(&opt.maxHeader, "max-header", "the largest request head, in `bytes`; a larger one, or one with more than 100 fields, gets 431")
	fs.DurationVar(&opt.handshakeTimeout, "handshake-timeout", 10*time.Second, "the time for a request head to arrive; a later one gets 408")
	fs.DurationVar(&opt.idleTimeout, "idle-timeout", time.Minute, "close a connection after this long without traffic, without a pong, or without the peer reading")
	fs.IntVar(&opt.maxConns, "max-conns", 20000, "the most connections open at the same time; one more gets 503")
	fs.Var(&opt.maxConnsPerPeer, "max-conns-per-peer", "the most connections open at the same time from one address, 0 for no limit; one more gets 429")
	fs.Var(&opt.maxPending, "max-pending", "the most `bytes` waiting to be sent to a peer, besides the current message")
	fs.IntVar(&opt.maxChat, "max-chat", 1000, "the most members of the chat at the same time; one more gets 503")
	fs.Var(&opt.rate, "rate", "the most new connections a second from one address, 0 for no limit; one more gets 429")
	fs.StringVar(&opt.site, "site", "", "the `folder` of the built site (default: the site that is built in, or "+defaultSite+")")
	fs.BoolVar(&opt.dev, "dev", false, "for working on Framelab: rebuild the site when its sources change, and cache nothing")
	fs.StringVar(&opt.wasmserve, "wasmserve", "", "with -dev: the `URL` of wasmserve, to which this server passes "+strings.Join(wasmservePaths, ", "))
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
	if o.maxFrame == 0 {
		o.maxFrame = o.maxMessage
	}
	loopback := isLoopback(host)
	o.maxConnsPerPeer.settle(loopback)
	o.rate.settle(loopback)
	switch {
	case (o.cert == "") != (o.key == ""):
		return errors.New("-cert and -key must be given together")
	case o.maxMessage < 1, o.maxMessage > 1<<30:
		return errors.New("-max-message must be from 1 byte to 1024 MiB")
	case o.maxFrame > 1<<30:
		return errors.New("-max-frame must be at most 1024 MiB")
	case o.maxHeader < 256, o.maxHeader > 1<<20:
		return errors.New("-max-header must be from 256 bytes to 1 MiB")
	case o.maxFragments < 1:
		return errors.New("-max-fragments must be at least 1")
	case o.maxConns < 1:
		return errors.New("-max-conns must be at least 1")
	case o.maxChat < 1:
		return errors.New("-max-chat must be at least 1")
	case o.maxPending < 1<<10, o.maxPending > 1<<30:
		return errors.New("-max-pending must be from 1 KiB to 1024 MiB")
	case o.handshakeTimeout < shortest, o.idleTimeout < shortest:
		return errors.New("-handshake-timeout and -idle-timeout must be at least " + shortest.String())
	case o.log != "text" && o.log != "json":
		return fmt.Errorf("-log %q is neither text nor json", o.log)
	case o.wasmserve != "" && !o.dev:
		return errors.New("-wasmserve needs -dev")
	}
	for _, origin := range splitList(o.origins) {
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

func splitList(s string) []string {
	var list []string
	for item := range strings.SplitSeq(s, ",") {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
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
