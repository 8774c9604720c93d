package codec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// requireTiled checks that the parts of a head and the part after it cover every bit
// once, in order, and that values match the bytes.
func requireTiled(t *testing.T, b []byte, spans []Span) {
	t.Helper()
	require.Equal(t, PartHead, spans[0].Part)
	require.Zero(t, spans[0].Start)
	at, head := uint64(0), spans[0]
	for _, s := range spans[1:] {
		if s.Part == PartHead { // those of an earlier interim response
			require.Equal(t, head.Start+head.Bits, s.Start)
			head = s
			continue
		}
		require.Equal(t, at, s.Start)
		require.Equal(t, SourceWire, s.Source)
		require.Zero(t, s.Bits%8)
		if s.Part == PartAfterHead {
			require.Zero(t, s.Depth)
			require.Equal(t, head.Start+head.Bits, s.Start)
		} else {
			require.Equal(t, uint8(1), s.Depth)
		}
		if s.Bits <= 64 && s.Part != PartAfterHead {
			var v uint64
			for _, c := range b[at/8 : (at+s.Bits)/8] {
				v = v<<8 | uint64(c)
			}
			require.Equal(t, v, s.Value)
		}
		at += s.Bits
	}
	require.Equal(t, uint64(len(b))*8, at)
}

func describe(b string, spans []Span) (out []string) {
	for _, s := range spans {
		line := s.Part.Name() + " " + b[s.Start/8:(s.Start+s.Bits)/8]
		if s.Rule != 0 {
			line += " !" + s.Rule.Name()
		}
		out = append(out, line)
	}
	return out
}

func TestRequestDissection(t *testing.T) {
	head := "POST /chat HTTP/1.1\r\nHost:a\r\nSec-WebSocket-Version: \t8 \r\nX:\r\n\r\n"
	in := head + "\x81"
	spans := AppendRequestDissection(nil, []byte(in), HeadLimits{})
	requireTiled(t, []byte(in), spans)
	require.Equal(t, []string{
		"head " + head,
		"method POST !request.method", "space  ", "target /chat", "space  ", "http-version HTTP/1.1", "crlf \r\n",
		"field.name Host", "field.colon :", "field.value a", "crlf \r\n",
		"field.name Sec-WebSocket-Version", "field.colon :", "field.ows  \t", "field.value 8 !request.version13.unsupported", "field.ows  ", "crlf \r\n",
		"field.name X", "field.colon :", "field.value ", "crlf \r\n",
		"head.end \r\n",
		"missing.upgrade  !request.upgrade.missing",
		"missing.connection  !request.connection.missing",
		"missing.key  !request.key.missing",
		"after-head \x81",
	}, describe(in, spans))
	require.Zero(t, spans[0].Missing)

	in = "GET / HTTP/1.1\r\nHost : a\r\n\r\n"
	spans = AppendRequestDissection(nil, []byte(in), HeadLimits{})
	requireTiled(t, []byte(in), spans)
	require.Equal(t, []string{
		"head " + in,
		"method GET", "space  ", "target /", "space  ", "http-version HTTP/1.1", "crlf \r\n",
		"field.name Host", "head.fault   !head.space-before-colon", "head.unread : a\r\n\r\n",
	}, describe(in, spans))

	// A server ignores empty lines first (RFC 9112 §2.2). If the target is a URI, it also
	// ignores which host Host names (§3.2.2).
	in = "\r\n\r\nGET http://a/ HTTP/1.1\r\nHost: b\r\nX: b\r\n\r\n"
	spans = AppendRequestDissection(nil, []byte(in), HeadLimits{})
	requireTiled(t, []byte(in), spans)
	require.Equal(t, []string{
		"head " + in,
		"empty-lines \r\n\r\n", "method GET", "space  ", "target http://a/", "space  ", "http-version HTTP/1.1", "crlf \r\n",
		"field.name Host", "field.colon :", "field.ows  ", "field.value.ignored b", "crlf \r\n",
		"field.name X", "field.colon :", "field.ows  ", "field.value b", "crlf \r\n",
	}, describe(in, spans)[:18])
	in = "\r\n\r"
	spans = AppendRequestDissection(nil, []byte(in), HeadLimits{})
	requireTiled(t, []byte(in), spans)
	require.Equal(t, []string{"head " + in, "empty-lines " + in}, describe(in, spans))

	in = "GET / HTTP/1.1\r\nHost: serv"
	spans = AppendRequestDissection(nil, []byte(in), HeadLimits{})
	requireTiled(t, []byte(in), spans)
	require.Equal(t, uint64(1), spans[0].Missing)
	require.Equal(t, []string{"field.name Host", "field.colon :", "field.ows  ", "field.value serv"}, describe(in, spans)[7:])
}

func TestResponseDissection(t *testing.T) {
	head := "HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n"
	spans := AppendResponseDissection(nil, []byte(head), sentRequest(t), HeadLimits{})
	requireTiled(t, []byte(head), spans)
	require.Equal(t, []string{
		"head " + head,
		"http-version HTTP/1.1", "space  ", "status 101", "space  ", "reason Switching", "crlf \r\n",
		"field.name Upgrade", "field.colon :", "field.ows  ", "field.value h2c !response.upgrade", "crlf \r\n",
		"field.name Connection", "field.colon :", "field.ows  ", "field.value upgrade", "crlf \r\n",
		"head.end \r\n", "missing.accept  !response.accept.missing",
	}, describe(head, spans))

	head = "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n"
	spans = AppendResponseDissection(nil, []byte(head+"no"), sentRequest(t), HeadLimits{})
	requireTiled(t, []byte(head+"no"), spans)
	require.Equal(t, Fault{ResponseStatus, 9 * 8}, firstOf(spans))
	for _, s := range spans {
		require.True(t, s.Rule == 0 || s.Part == PartStatus, "only the status is judged")
	}
}

// While a head is incomplete, a later line may still add what a list lacks.
func TestIncompleteHeadLacksNoField(t *testing.T) {
	for head, dissect := range map[string]func(b []byte) []Span{
		"GET / HTTP/1.1\r\nConnection: keep-alive\r\nUpgrade: websocket\r\n": func(b []byte) []Span {
			return AppendRequestDissection(nil, b, HeadLimits{})
		},
		"HTTP/1.1 101 Switching\r\nConnection: keep-alive\r\nUpgrade: websocket\r\n": func(b []byte) []Span {
			return AppendResponseDissection(nil, b, sentRequest(t), HeadLimits{})
		},
	} {
		require.Zero(t, firstOf(dissect([]byte(head))), head)
		require.NotZero(t, firstOf(dissect([]byte(head+"\r\n"))), head)
	}
}

// Every broken rule of a head is marked, not only the first.
func TestEveryBrokenRuleOfAHeadIsMarked(t *testing.T) {
	in := "POST /#x HTTP/1.0\r\nUpgrade: h2c\r\nConnection: close\r\nSec-WebSocket-Key: x\r\n" +
		"Sec-WebSocket-Key: y\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\nOrigin: x\r\n" +
		"Sec-WebSocket-Protocol: a b\r\nSec-WebSocket-Extensions: ;\r\n\r\n"
	var got []Rule
	for _, s := range AppendRequestDissection(nil, []byte(in), HeadLimits{}) {
		if s.Rule != 0 {
			got = append(got, s.Rule)
		}
	}
	require.Equal(t, []Rule{
		RequestMethod, RequestTargetFragment, RequestVersion, RequestUpgradeNoWebSocket, RequestConnectionNoUpgrade,
		RequestKeyNotBase64, RequestKeyDuplicate, RequestTransferEncoding, RequestBody, RequestOriginMalformed,
		RequestSubprotocolMalformed, RequestExtensionsMalformed, RequestHostMissing, RequestWebSocketVersionMissing,
	}, got)
}

// Each required field has a part for its absence. A head without fields breaks every such
// rule.
func TestEveryMissingFieldHasItsPart(t *testing.T) {
	for _, c := range []struct {
		spans []Span
		parts []string
	}{
		{AppendRequestDissection(nil, []byte("GET / HTTP/1.1\r\n\r\n"), HeadLimits{}),
			[]string{"missing.host", "missing.upgrade", "missing.connection", "missing.key", "missing.version13"}},
		{AppendResponseDissection(nil, []byte("HTTP/1.1 101 x\r\n\r\n"), sentRequest(t), HeadLimits{}),
			[]string{"missing.upgrade", "missing.connection", "missing.accept"}},
	} {
		var parts []string
		for _, s := range c.spans {
			if s.Rule != 0 {
				require.Zero(t, s.Bits)
				require.NotZero(t, s.Part, "no part for the absent field of %s", s.Rule.Name())
				parts = append(parts, s.Part.Name())
			}
		}
		require.Equal(t, c.parts, parts)
	}
}

// Every rule of the handshake has a head that breaks it, a name and a section, and it has
// a status if and only if it is about requests.
func TestEveryHandshakeRuleIsReached(t *testing.T) {
	reached := map[Rule]bool{
		HeadTooBig: true, HeadTooManyFields: true, // TestHeadLimits
		RequestTargetTooLong:     true,                              // TestTooLongParts
		HeadIncomplete:           true,                              // TestCheckUpgradeOfAnIncompleteHead
		ResponseTransferEncoding: true, ResponseContentLength: true, // TestCheckAcceptIgnores
	}
	for _, c := range brokenHeads {
		reached[c.rule] = true
	}
	for _, c := range brokenRequests {
		reached[c.rule] = true
	}
	for _, c := range brokenResponses {
		reached[c.rule] = true
	}
	for _, c := range brokenDeflateAnswers {
		reached[c.rule] = true
	}
	names := map[string]bool{}
	for rule := HeadTooBig + 0; rule < numRules; rule++ {
		require.True(t, reached[rule], "no head breaks %s", rule.Name())
		require.False(t, names[rule.Name()], rule.Name())
		names[rule.Name()] = true
		require.NotEmpty(t, rule.Section().Number, rule.Name())
		require.Zero(t, rule.CloseCode(), rule.Name())
		require.Equal(t, strings.HasPrefix(rule.Name(), "response."), rule.Status() == 0, rule.Name())
	}
	for f := Part(0); f < numParts; f++ {
		require.NotEmpty(t, f.Name())
	}
}
