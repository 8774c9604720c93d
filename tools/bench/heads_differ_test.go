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

// An answer is what a server makes of a request's head.
type answer struct {
	accept string     // the Sec-WebSocket-Accept of a 101
	rest   bool       // more bytes are awaited
	rule   codec.Rule // the refusal, ours
	reason string     // the refusal, theirs
}

// ourAnswer is this codec's Request.
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

// gobwasAnswer is its Upgrader.
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

// acceptOf is the accept value of a response that is as short as it can be.
func acceptOf(response []byte) string {
	_, after, _ := bytes.Cut(response, []byte("Sec-WebSocket-Accept: "))
	value, _, found := bytes.Cut(after, []byte("\r\n"))
	if !found {
		return "none in " + string(response)
	}
	return string(value)
}

// agrees reports whether both accept, with one value, or both refuse or wait.
func (a answer) agrees(b answer) bool {
	return a.accept == b.accept && a.rest == b.rest
}

// TestHeadsDiffer gives generated requests, most of them mutated, to this codec
// and to another.
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

// accepts is the class of requests that break a rule and that a peer accepts.
// The section is the rule's own.
func accepts(rule codec.Rule, why string) difference[answer] {
	return difference[answer]{"gobwas", "takes " + rule.Name(), rule.Section().String(), why, func(ours, theirs answer) bool {
		return ours.rule == rule && theirs.accept != ""
	}}
}

// refuses is the class of requests that a peer refuses for a reason that is none.
func refuses(field, section, why string) difference[answer] {
	reason := `handshake error: bad "` + field + `" header`
	return difference[answer]{"gobwas", "refuses a list in " + field, section, why, func(ours, theirs answer) bool {
		return ours.accept != "" && theirs.reason == reason
	}}
}

// hasty is the class of heads that have not ended, of which a peer has refused a
// field where this codec first wants the whole head.
func hasty(ours, theirs answer) bool {
	return ours.rest && theirs.reason != ""
}

// slow is the class of heads that this codec has refused and that a peer reads on.
func slow(ours, theirs answer) bool { return ours.rule != 0 && theirs.rest }

const (
	whySmuggling = "who stands between may read another head, or another border between two of them"
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
	accepts(codec.RequestOriginMalformed, "what cannot be compared cannot protect"),
	accepts(codec.RequestSubprotocolMalformed, whySyntax),
	accepts(codec.RequestSubprotocolDuplicate, "the elements MUST all be unique"),
	accepts(codec.RequestExtensionsMalformed, "a malformed offer MUST be refused (RFC 6455 §9.1)"),
	refuses("Upgrade", "RFC 6455 §4.2.1", "the field contains the value “websocket”; it need not be alone (RFC 9110 §7.8)"),
	refuses("Connection", "RFC 6455 §4.2.1", "the field includes the token “Upgrade”; over several lines it is still one list (RFC 9110 §5.3)"),
	{"gobwas", "refuses before the head has ended", "RFC 6455 §4.2.1", "an answer is to a whole head; how long that may be is bounded", hasty},
	{"gobwas", "reads on where ours refuses", "RFC 6455 §4.2.1", "no byte that follows can mend it, and the server MUST stop processing", slow},
}
