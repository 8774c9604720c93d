package bench

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"framelab/codec"

	"github.com/gobwas/ws"
)

// An answer is a server's reaction to the head of a request.
type answer struct {
	accept string     // the Sec-WebSocket-Accept of a 101
	rest   bool       // more bytes are needed
	rule   codec.Rule // the refusal, ours
	reason string     // the refusal, theirs
}

// ourAnswer returns the answer of this codec's Request.
func ourAnswer(head []byte) (a answer) {
	var r codec.Request
	n, err := r.Parse(head, codec.HeadLimits{UpgradeOnly: true})
	switch {
	case err == nil && n == 0:
		a.rest = true
		return a
	case err == nil:
		var out []byte
		if out, err = codec.AppendSwitchingProtocols(nil, &r, "", ""); err == nil {
			a.accept = acceptOf(out)
			return a
		}
	}
	errors.As(err, &a.rule)
	return a
}

// gobwasAnswer returns the answer of gobwas' Upgrader.
func gobwasAnswer(head []byte) (a answer) {
	var out bytes.Buffer
	_, err := ws.Upgrade(source{bytes.NewReader(head), &out})
	switch {
	case err == nil:
		a.accept = acceptOf(out.Bytes())
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		a.rest = true
	default:
		a.reason = err.Error()
	}
	return a
}

// acceptOf returns the accept value of the shortest possible response.
func acceptOf(response []byte) string {
	_, after, _ := bytes.Cut(response, []byte("Sec-WebSocket-Accept: "))
	value, _, found := bytes.Cut(after, []byte("\r\n"))
	if !found {
		return "none in " + string(response)
	}
	return string(value)
}

// agrees reports whether both accept, with the same value, or both refuse or wait.
func (a answer) agrees(b answer) bool {
	return a.accept == b.accept && a.rest == b.rest
}

// TestHeadsDiffer gives generated requests, most of them mutated, to this codec and to
// gobwas.
func TestHeadsDiffer(t *testing.T) {
	l := newLedger(headDifferences)
	rng := rand.New(rand.NewPCG(9110, 9112))
	for range 40000 {
		head := randomHead(rng)
		mutations := rng.IntN(3)
		for range mutations {
			if bytes.Count(head, []byte("\r\n")) > 3 {
				head = mutateHead(rng, head)
			}
		}
		mine := ourAnswer(head)
		if mutations == 0 && mine.accept == "" {
			t.Fatalf("a legal request refused: %+v\n%q", mine, head)
		}
		theirs := gobwasAnswer(bytes.Clone(head))
		l.enter(t, "gobwas", mine.agrees(theirs), mine, theirs, head)
	}
	l.close(t)
}

// accepts is the class of requests that break a rule and that a peer accepts. The section
// is that of the rule.
func accepts(rule codec.Rule, why string) difference[answer] {
	return difference[answer]{"gobwas", "takes " + rule.Name(), rule.Section().String(), why, func(ours, theirs answer) bool {
		return ours.rule == rule && theirs.accept != ""
	}}
}

// refuses is the class of requests that a peer refuses for an invalid reason.
func refuses(field, section, why string) difference[answer] {
	reason := `handshake error: bad "` + field + `" header`
	return difference[answer]{"gobwas", "refuses a list in " + field, section, why, func(ours, theirs answer) bool {
		return ours.accept != "" && theirs.reason == reason
	}}
}

// hasty is the class of incomplete heads of which a peer has refused a field, while this
// codec first reads the whole head.
func hasty(ours, theirs answer) bool {
	return ours.rest && theirs.reason != ""
}

// slow is the class of heads that this codec has refused while a peer reads on.
func slow(ours, theirs answer) bool { return ours.rule != 0 && theirs.rest }

const (
	whySmuggling = "a proxy may read a different head, or a different border between two heads"
	whySyntax    = "a server that finds a violation of the grammar MUST stop and refuse (RFC 6455 §4.2.1)"
	whyOnce      = "it MUST NOT appear more than once, or has no meaning as a list"
	whyBody      = "an opening handshake has no body, whose bytes could not be told from frames"
)

var headDifferences = []difference[answer]{
	accepts(codec.HeadNUL, whySyntax),
	accepts(codec.HeadControl, whySyntax),
	accepts(codec.HeadBareCR, whySmuggling),
	accepts(codec.HeadBareLF, whySmuggling),
	accepts(codec.HeadObsFold, whySmuggling),
	accepts(codec.HeadLeadingSpace, whySmuggling),
	accepts(codec.HeadSpaceBeforeColon, whySmuggling),
	accepts(codec.HeadNameEmpty, whySyntax),
	accepts(codec.HeadNameNotToken, whySyntax),
	accepts(codec.HeadColonMissing, whySyntax),
	accepts(codec.RequestTargetMalformed, whySyntax),
	accepts(codec.RequestTarget, "neither a path nor an http or https URI"),
	accepts(codec.RequestTargetFragment, "fragment identifiers MUST NOT be used"),
	accepts(codec.RequestVersionMissing, whySyntax),
	accepts(codec.RequestVersionMalformed, "a version is one digit, a dot and one digit"),
	accepts(codec.RequestHostDuplicate, whySmuggling),
	accepts(codec.RequestHostMalformed, whySyntax),
	accepts(codec.RequestTransferEncoding, whyBody),
	accepts(codec.RequestLengthDuplicate, whySmuggling),
	accepts(codec.RequestLengthMalformed, whySmuggling),
	accepts(codec.RequestBody, whyBody),
	accepts(codec.RequestConnectionMalformed, whySyntax),
	accepts(codec.RequestKeyDuplicate, whyOnce),
	accepts(codec.RequestKeyNotBase64, "a key is base64 of 16 bytes, not any 24 characters"),
	accepts(codec.RequestKeyNot16Bytes, "a key is base64 of 16 bytes, not any 24 characters"),
	accepts(codec.RequestWebSocketVersionDuplicate, whyOnce),
	accepts(codec.RequestOriginDuplicate, whyOnce),
	accepts(codec.RequestOriginMalformed, "an Origin that cannot be compared gives no protection"),
	accepts(codec.RequestSubprotocolMalformed, whySyntax),
	accepts(codec.RequestSubprotocolDuplicate, "the elements MUST all be unique"),
	accepts(codec.RequestExtensionsMalformed, "a malformed offer MUST be refused (RFC 6455 §9.1)"),
	refuses("Upgrade", "RFC 6455 §4.2.1", "the field contains the value “websocket”; it need not be alone (RFC 9110 §7.8)"),
	refuses("Connection", "RFC 6455 §4.2.1", "the field includes the token “Upgrade”; over several lines it is still one list (RFC 9110 §5.3)"),
	{"gobwas", "refuses before the head has ended", "RFC 6455 §4.2.1", "a response needs the whole head, whose size is limited", hasty},
	{"gobwas", "reads on where ours refuses", "RFC 6455 §4.2.1", "no later byte can fix it, and the server MUST stop processing", slow},
}
