// Package policy decides which requests this server refuses, and in which words: by
// Host and Origin, by the form of a request, by a parameter that is not valid. The
// gate, the handshake and every endpoint use it.
package policy

import (
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A Policy knows the names that this server answers to and the pages that are
// allowed to connect. Both are compared whole, never by suffix. A different Host
// comes from a page whose own name was pointed at this address (DNS rebinding), a
// different Origin from a page of another site (cross-site hijacking, RFC 6455 §10.2).
type Policy struct {
	scheme  string          // http or https
	hosts   map[string]bool // lower case, with the port unless it is the scheme's own
	origins map[string]bool
}

// A Config is what the flags say about a policy.
type Config struct {
	Addr           string // of -addr
	Hosts, Origins string // of -hosts and -origins
	TLS            bool
}

// New returns the policy of a server that listens on addr: the bound address,
// 127.0.0.1, [::1] and localhost with the real port, as Host and, over http or https,
// as Origin; and what -hosts and -origins add.
func New(addr net.Addr, cfg Config) Policy {
	p := Policy{scheme: "http", hosts: map[string]bool{}, origins: map[string]bool{}}
	if cfg.TLS {
		p.scheme = "https"
	}
	host, port, _ := net.SplitHostPort(addr.String())
	names := []string{host, "127.0.0.1", "::1", "localhost"}
	if asked, _, err := net.SplitHostPort(cfg.Addr); err == nil && asked != "" {
		names = append(names, strings.ToLower(asked)) // the name that was bound, if it was not an address
	}
	for _, name := range names {
		p.allow(net.JoinHostPort(name, port))
		// The port of the scheme itself is left out by clients.
		if scheme := map[string]string{"80": "http://", "443": "https://"}[port]; scheme != "" {
			bare := strings.TrimSuffix(net.JoinHostPort(name, port), ":"+port)
			p.hosts[bare], p.origins[scheme+bare] = true, true
		}
	}
	for _, h := range SplitList(cfg.Hosts) {
		p.allow(strings.ToLower(h))
	}
	for _, o := range SplitList(cfg.Origins) {
		p.origins[strings.ToLower(o)] = true
	}
	return p
}

func (p Policy) allow(host string) {
	p.hosts[host] = true
	p.origins["http://"+host] = true
	p.origins["https://"+host] = true
}

// HostSentence refuses a Host. A page gets the sentence too, in /server.json.
func HostSentence(host string) string {
	return "This server does not answer to the Host " + host +
		". It answers to its own address, to localhost, and to the hosts listed in -hosts (RFC 6455 §10.1, RFC 9110 §7.2)."
}

// OriginSentence refuses an Origin.
func OriginSentence(origin string) string {
	return "Pages from the Origin " + origin +
		" are not allowed to connect to this server. Its own pages are, and those listed in -origins (RFC 6455 §4.2.2, §10.2)."
}

// ExampleSentence follows for the names of the RFC's examples.
const ExampleSentence = " That name comes from the RFC's examples (RFC 6455 §1.2) and is reserved for them (RFC 2606 §3). Use this server's address instead."

// Scheme returns http or https.
func (p Policy) Scheme() string { return p.scheme }

// Hosts returns the values of Host that this server answers to, sorted.
func (p Policy) Hosts() []string { return slices.Sorted(maps.Keys(p.hosts)) }

// Origins returns the origins whose pages this server talks to, sorted.
func (p Policy) Origins() []string { return slices.Sorted(maps.Keys(p.origins)) }

// CheckHost judges the Host field of a request.
func (p Policy) CheckHost(host string) Refusal {
	if p.hosts[lowerASCII(host)] {
		return Refusal{}
	}
	return Refusal{http.StatusForbidden, HostSentence(Quote(host)) + exampleWord(host)}
}

// CheckOrigin judges the Origin field of a request that has one. Clients other
// than browsers need not send it, and no page can make a browser leave it out of
// a handshake.
func (p Policy) CheckOrigin(origin string) Refusal {
	// §4.2.2 has the Origin converted to lower case before it is compared.
	if p.origins[lowerASCII(origin)] {
		return Refusal{}
	}
	return Refusal{http.StatusForbidden, OriginSentence(Quote(origin)) + exampleWord(origin)}
}

// hasPage reports whether the page at a URL is allowed to connect.
func (p Policy) hasPage(page string) bool {
	u, err := url.Parse(page)
	return err == nil && p.origins[lowerASCII(u.Scheme+"://"+u.Host)]
}

// FromOwnPage refuses requests from pages of other sites, which have no Origin when
// the page loads an image or a script. A browser says so in Sec-Fetch-Site, but only
// over https and to this machine; elsewhere a page of this server is known by its Referer.
func (p Policy) FromOwnPage(r *http.Request) Refusal {
	switch site := r.Header.Get("Sec-Fetch-Site"); site {
	case "none", "same-origin":
		return Refusal{}
	case "":
		if p.scheme == "https" || isThisMachine(r.Host) || p.hasPage(r.Referer()) {
			return Refusal{}
		}
		return Refusal{http.StatusForbidden, "Over plain http, a request for this Host must name one of this server's pages in Referer. Pages from other sites can start nothing here."}
	default:
		return Refusal{http.StatusForbidden, "This request comes from a page of a different site (Sec-Fetch-Site is " + Quote(site) + "). Pages from other sites can start nothing here."}
	}
}

// isThisMachine reports whether a Host names the machine that sends the request.
func isThisMachine(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return IsLoopback(strings.Trim(lowerASCII(host), "[]"))
}

// exampleWord returns a sentence for a handshake that was copied from the RFC.
func exampleWord(name string) string {
	name = lowerASCII(name)
	if name == "example.com" || strings.HasSuffix(name, ".example.com") || strings.HasSuffix(name, "//example.com") {
		return ExampleSentence
	}
	return ""
}

// SplitList returns the items of a comma-separated list, without empty ones.
func SplitList(s string) []string {
	var list []string
	for item := range strings.SplitSeq(s, ",") {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}

// IsLoopback reports whether a host, without its port, is this machine only.
func IsLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
