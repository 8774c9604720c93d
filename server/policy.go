package main

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// A policy knows the names that this server answers to and the pages that are
// allowed to connect. Both are compared whole, never by suffix. A different Host
// comes from a page whose own name was pointed at this address (DNS rebinding), a
// different Origin from a page of another site (cross-site hijacking, RFC 6455 §10.2).
type policy struct {
	hosts   map[string]bool // lower case, with the port where it is not the scheme's own
	origins map[string]bool
}

// newPolicy returns the policy of a server that listens on addr: the bound
// address, 127.0.0.1, [::1] and localhost with the real port, as Host and, over
// http or https, as Origin; and what -hosts and -origins add.
func newPolicy(addr net.Addr, opt options) policy {
	p := policy{hosts: map[string]bool{}, origins: map[string]bool{}}
	host, port, _ := net.SplitHostPort(addr.String())
	names := []string{host, "127.0.0.1", "::1", "localhost"}
	if asked, _, err := net.SplitHostPort(opt.addr); err == nil && asked != "" {
		names = append(names, strings.ToLower(asked)) // the name that was bound, where it was not an address
	}
	for _, name := range names {
		p.allow(net.JoinHostPort(name, port))
		// The port of the scheme itself is left out by clients.
		if scheme := map[string]string{"80": "http://", "443": "https://"}[port]; scheme != "" {
			bare := strings.TrimSuffix(net.JoinHostPort(name, port), ":"+port)
			p.hosts[bare], p.origins[scheme+bare] = true, true
		}
	}
	for _, h := range splitList(opt.hosts) {
		p.allow(strings.ToLower(h))
	}
	for _, o := range splitList(opt.origins) {
		p.origins[strings.ToLower(o)] = true
	}
	return p
}

func (p policy) allow(host string) {
	p.hosts[host] = true
	p.origins["http://"+host] = true
	p.origins["https://"+host] = true
}

// A refusal is a status and the sentence that goes with it; the zero refusal is none.
type refusal struct {
	status   int
	sentence string
}

// The sentences of the policy, which /server.json has too.

func hostSentence(host string) string {
	return "This server does not answer to the Host " + host +
		". It answers to its own address, to localhost, and to the hosts listed in -hosts (RFC 6455 §10.1, RFC 9110 §7.2)."
}

func originSentence(origin string) string {
	return "Pages from the Origin " + origin +
		" are not allowed to connect to this server. Its own pages are, and those listed in -origins (RFC 6455 §4.2.2, §10.2)."
}

const exampleSentence = " That name comes from the RFC's examples (RFC 6455 §1.2) and is reserved for them (RFC 2606 §3). Use this server's address instead."

// checkHost judges the Host field of a request.
func (p policy) checkHost(host string) refusal {
	if p.hosts[lowerASCII(host)] {
		return refusal{}
	}
	return refusal{http.StatusForbidden, hostSentence(quote(host)) + exampleWord(host)}
}

// checkOrigin judges the Origin field of a request that has one. Clients other
// than browsers need not send it, and no page can make a browser leave it out of
// a handshake.
func (p policy) checkOrigin(origin string) refusal {
	// §4.2.2 has the Origin converted to lower case before it is compared.
	if p.origins[lowerASCII(origin)] {
		return refusal{}
	}
	return refusal{http.StatusForbidden, originSentence(quote(origin)) + exampleWord(origin)}
}

// hasPage reports whether the page at a URL is allowed to connect.
func (p policy) hasPage(page string) bool {
	u, err := url.Parse(page)
	return err == nil && p.origins[lowerASCII(u.Scheme+"://"+u.Host)]
}

// isThisMachine reports whether a Host names the machine that sends the request.
func isThisMachine(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return isLoopback(strings.Trim(lowerASCII(host), "[]"))
}

// exampleWord returns a sentence for a handshake that was copied from the RFC.
func exampleWord(name string) string {
	name = lowerASCII(name)
	if name == "example.com" || strings.HasSuffix(name, ".example.com") || strings.HasSuffix(name, "//example.com") {
		return exampleSentence
	}
	return ""
}

// lowerASCII lowers A to Z only, so that no other letter can pass for one of a name.
func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// quote returns plain text of bounded length in quotation marks.
func quote(s string) string { return "“" + plain(s) + "”" }

// plain returns what a peer sent as text of bounded length, without control
// characters, for answers and the log.
func plain(s string) string {
	const most = 100
	cut := ""
	if len(s) > most {
		s, cut = s[:most], "…"
	}
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7F || r == '\uFFFD' {
			return '?'
		}
		return r
	}, s) + cut
}
