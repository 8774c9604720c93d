package main

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"

	"framelab/codec"
)

// judge judges a request that is http.Server's, so that nothing is left for which
// net/http would refuse it in words of its own: method, target, Host, Origin,
// Expect. A fault is refused in the sentence of its rule, the rest as the refusal
// says.
func (c *conn) judge(r *codec.Request) (f codec.Fault, _ refusal) {
	if !codec.KnowsMethod(r.Method) {
		return codec.Fault{Rule: codec.RequestMethodUnknown, Bit: uint64(r.Start()) * 8}, refusal{}
	}
	if !hasValidTarget(r) {
		return codec.Fault{Rule: codec.RequestTargetMalformed, Bit: uint64(r.Start()+len(r.Method)+1) * 8}, refusal{}
	}
	if verdict := c.gate.s.misdirected(r); verdict.status != 0 {
		return f, verdict
	}
	hosts := 0
	for i := range r.Fields {
		field := &r.Fields[i]
		switch lowerASCII(string(field.Name)) {
		case "host":
			if hosts++; hosts > 1 {
				return codec.Fault{Rule: codec.RequestHostDuplicate, Bit: uint64(field.Start) * 8}, refusal{}
			}
			if len(field.Value) > 0 && !codec.IsHost(field.Value) {
				return codec.Fault{Rule: codec.RequestHostMalformed, Bit: uint64(field.ValueStart) * 8}, refusal{}
			}
		case "origin":
			if verdict := c.gate.s.policy.checkOrigin(string(field.Value)); verdict.status != 0 {
				return f, verdict
			}
		}
	}
	if hosts == 0 {
		return codec.Fault{Rule: codec.RequestHostMissing, Bit: uint64(r.Start()) * 8}, refusal{}
	}
	if verdict := c.gate.s.policy.checkHost(targetHost(r)); verdict.status != 0 {
		return f, verdict
	}
	_, verdict := expects(r)
	return f, verdict
}

// hasValidTarget reports whether the target has a form that its method can have
// (RFC 9112 §3.2): a path, a URI with an authority, * for OPTIONS, a host and a port
// for CONNECT.
func hasValidTarget(r *codec.Request) bool {
	target := string(r.Target)
	switch {
	case string(r.Method) == http.MethodConnect:
		return codec.IsHost(r.Target)
	case target == "*":
		return string(r.Method) == http.MethodOptions
	}
	if _, err := url.ParseRequestURI(target); err != nil || strings.Contains(target, "#") {
		return false
	}
	return target[0] == '/' || targetScheme(r.Target) != "" && (!isHTTP(targetScheme(r.Target)) || len(r.Authority()) > 0)
}

// targetScheme returns the scheme of a target that is a URI with an authority, in
// lower case; "" for any other target.
func targetScheme(target []byte) string {
	scheme, _, found := bytes.Cut(target, []byte("://"))
	if !found || len(scheme) == 0 || target[0] == '/' {
		return ""
	}
	return lowerASCII(string(scheme))
}

func isHTTP(scheme string) bool { return scheme == "http" || scheme == "https" }

// misdirected refuses a target whose scheme is not this server's (RFC 9110 §7.4): a
// page of https has not come by plain TCP, and the other way round.
func (s *server) misdirected(r *codec.Request) refusal {
	scheme := targetScheme(r.Target)
	if scheme == "" || scheme == s.scheme() {
		return refusal{}
	}
	return refusal{http.StatusMisdirectedRequest, "The request target is a URI of the scheme " + quote(scheme) +
		", but this port serves " + s.scheme() + " only (RFC 9110 §7.4)."}
}

// targetHost returns the host that a request is for: the one in its target where
// the target is a URI, and Host is ignored then (RFC 9112 §3.2.2).
func targetHost(r *codec.Request) string {
	if authority := r.Authority(); len(authority) > 0 {
		return string(authority)
	}
	host, _ := r.Get("Host")
	return string(host)
}

// expects reports whether the client waits for 100 (Continue), which a request of
// HTTP/1.0 cannot, and refuses any other expectation (RFC 9110 §10.1.1).
func expects(r *codec.Request) (toContinue bool, _ refusal) {
	for token := range r.Values("Expect") {
		if lowerASCII(string(token)) != "100-continue" {
			return false, refusal{http.StatusExpectationFailed, "The only Expect that this server supports is 100-continue (RFC 9110 §10.1.1)."}
		}
		toContinue = string(r.Version) != "HTTP/1.0"
	}
	return toContinue, refusal{}
}

// codedBody refuses a body whose length no Content-Length says, where the request
// says so as it should (RFC 9112 §6.3); the zero refusal where the codings themselves
// are wrong, which is 400.
func codedBody(r *codec.Request) refusal {
	if _, both := r.Get("Content-Length"); both || string(r.Version) == "HTTP/1.0" {
		return refusal{} // RFC 9112 §6.1
	}
	var codings []string
	for coding := range r.Values("Transfer-Encoding") {
		codings = append(codings, lowerASCII(string(coding)))
	}
	last := len(codings) - 1
	switch {
	case last < 0 || codings[last] != "chunked" || strings.Contains(strings.Join(codings[:last], ","), "chunked"):
		return refusal{}
	case last > 0:
		return refusal{http.StatusNotImplemented, "This server does not implement the transfer coding " + quote(codings[0]) + " (RFC 9112 §6.1)."}
	}
	return refusal{http.StatusLengthRequired, "This server reads a body only by its Content-Length, not in chunks (RFC 9112 §6.3)."}
}

// endsConnection reports whether http.Server will read no request after this one
// (RFC 9112 §9.3). Where net/http thinks otherwise, the connection ends: see conn.Read.
func endsConnection(r *codec.Request) bool {
	keep := string(r.Version) != "HTTP/1.0"
	for token := range r.Values("Connection") {
		switch lowerASCII(string(token)) {
		case "close":
			return true
		case "keep-alive":
			keep = true
		}
	}
	return !keep
}
