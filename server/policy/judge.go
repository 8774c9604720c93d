package policy

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"

	"framelab/codec"
)

// Judge checks the method, target, Host, Origin and Expect of a request for
// http.Server, so that net/http finds nothing to refuse in words of its own. A fault is
// refused in the sentence of its rule, the rest as the refusal says.
func (p Policy) Judge(r *codec.Request) (f codec.Fault, _ Refusal) {
	if !codec.KnowsMethod(r.Method) {
		return codec.Fault{Rule: codec.RequestMethodUnknown, Bit: uint64(r.Start()) * 8}, Refusal{}
	}
	if !hasValidTarget(r) {
		return codec.Fault{Rule: codec.RequestTargetMalformed, Bit: uint64(r.Start()+len(r.Method)+1) * 8}, Refusal{}
	}
	if verdict := p.Misdirected(r); verdict.Status != 0 {
		return f, verdict
	}
	hosts := 0
	for i := range r.Fields {
		field := &r.Fields[i]
		switch lowerASCII(string(field.Name)) {
		case "host":
			if hosts++; hosts > 1 {
				return codec.Fault{Rule: codec.RequestHostDuplicate, Bit: uint64(field.Start) * 8}, Refusal{}
			}
			if len(field.Value) > 0 && !codec.IsHost(field.Value) {
				return codec.Fault{Rule: codec.RequestHostMalformed, Bit: uint64(field.ValueStart) * 8}, Refusal{}
			}
		case "origin":
			if verdict := p.CheckOrigin(string(field.Value)); verdict.Status != 0 {
				return f, verdict
			}
		}
	}
	if hosts == 0 {
		return codec.Fault{Rule: codec.RequestHostMissing, Bit: uint64(r.Start()) * 8}, Refusal{}
	}
	if verdict := p.CheckHost(TargetHost(r)); verdict.Status != 0 {
		return f, verdict
	}
	_, verdict := Expects(r)
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

// Misdirected refuses a target whose scheme is not this server's (RFC 9110 §7.4): a
// page of https was not requested over plain TCP, and the other way round.
func (p Policy) Misdirected(r *codec.Request) Refusal {
	scheme := targetScheme(r.Target)
	if scheme == "" || scheme == p.scheme {
		return Refusal{}
	}
	return Refusal{http.StatusMisdirectedRequest, "The request target is a URI of the scheme " + Quote(scheme) +
		", but this port serves " + p.scheme + " only (RFC 9110 §7.4)."}
}

// TargetHost returns the host that a request is for: the one in its target where
// the target is a URI, and Host is ignored then (RFC 9112 §3.2.2).
func TargetHost(r *codec.Request) string {
	if authority := r.Authority(); len(authority) > 0 {
		return string(authority)
	}
	host, _ := r.Get("Host")
	return string(host)
}

// Expects reports whether the client waits for 100 (Continue), which a request of
// HTTP/1.0 cannot, and refuses any other expectation (RFC 9110 §10.1.1).
func Expects(r *codec.Request) (toContinue bool, _ Refusal) {
	for token := range r.Values("Expect") {
		if lowerASCII(string(token)) != "100-continue" {
			return false, Refusal{http.StatusExpectationFailed, "The only Expect that this server supports is 100-continue (RFC 9110 §10.1.1)."}
		}
		toContinue = string(r.Version) != "HTTP/1.0"
	}
	return toContinue, Refusal{}
}

// CodedBody refuses a body in transfer codings that are valid but not supported
// (RFC 9112 §6.3). It returns the zero Refusal if the codings themselves are wrong,
// which gets 400.
func CodedBody(r *codec.Request) Refusal {
	if _, both := r.Get("Content-Length"); both || string(r.Version) == "HTTP/1.0" {
		return Refusal{} // RFC 9112 §6.1
	}
	var codings []string
	for coding := range r.Values("Transfer-Encoding") {
		codings = append(codings, lowerASCII(string(coding)))
	}
	last := len(codings) - 1
	switch {
	case last < 0 || codings[last] != "chunked" || strings.Contains(strings.Join(codings[:last], ","), "chunked"):
		return Refusal{}
	case last > 0:
		return Refusal{http.StatusNotImplemented, "This server does not implement the transfer coding " + Quote(codings[0]) + " (RFC 9112 §6.1)."}
	}
	return Refusal{http.StatusLengthRequired, "This server reads a body only by its Content-Length, not in chunks (RFC 9112 §6.3)."}
}

// EndsConnection reports whether http.Server will read no request after this one
// (RFC 9112 §9.3). If net/http expects another one, the connection ends: see gate.Conn.Read.
func EndsConnection(r *codec.Request) bool {
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

// TargetPath returns the path of a request target, in the form /echo or
// http://host/echo (RFC 9112 §3.2), without its query and without a fragment, which
// the codec refuses.
func TargetPath(target []byte) string {
	if i := bytes.IndexAny(target, "?#"); i >= 0 {
		target = target[:i]
	}
	if i := bytes.Index(target, []byte("://")); i > 0 && target[0] != '/' {
		slash := bytes.IndexByte(target[i+3:], '/')
		if slash < 0 {
			return ""
		}
		target = target[i+3+slash:]
	}
	return string(target)
}
