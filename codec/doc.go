// Package codec is the WebSocket protocol of RFC 6455: bytes in, bytes and
// events out. It does no input or output of its own, reads no clock, starts no
// goroutine and draws no random numbers, so the same code runs in a server, in a
// browser and in a site builder.
//
// # Frames
//
// Three layers stand on each other:
//
//   - [Header], [MaskKey], [UTF8] and [CloseCode] are the parts of a frame,
//     wire-exact: [ParseHeader] and [AppendHeader] represent any bytes, legal or not.
//   - [Decoder] reads a stream of frames strictly and fails as early as the bytes
//     allow; it never takes memory for a length that is only announced.
//   - [Conn] is one side of an open connection: messages, pings, the closing
//     handshake, failing the connection (§5.4 to §7). [State] has the table of all
//     that it does.
//
// # The loop
//
// A Conn is moved by its caller. Whoever holds the transport writes [Conn.Output]
// and says so with [Conn.Wrote], gives what it reads to [Conn.Receive] until
// nothing is left of it, says [Conn.EOF] when there is no more, and ends the
// transport when [Conn.ShouldCloseTransport] says so. Pings, Close frames and
// broken rules are answered on the way, by what then stands in the output: an
// [Event] only tells. The package's example Loop, in example_test.go, is all of it
// in thirty lines, for either role.
//
// # The opening handshake
//
// A client writes [AppendRequest] and judges what comes with [Response]; a server
// reads a [Request], judges it with [Request.CheckUpgrade], and answers with
// [AppendSwitchingProtocols] or [AppendRefusal] (§4). Both then make a Conn. A head
// is read strictly, by RFC 9112, and also in pieces; an answer is judged as one to
// the request that was sent.
//
// # Rules
//
// Every requirement that bytes can break is one [Rule], with a stable name, the
// section in which it is written, and the close code or the HTTP status that it
// leads to. Errors of this package are always of that type. Where in the input a
// rule was broken is a [Fault], to the bit.
//
// [AppendDissection] is the other view of the same bytes: spans that tile them
// bit for bit, each with the Rule that it breaks. The first rule that it marks is
// the one with which Decoder fails. [AppendRequestDissection] and
// [AppendResponseDissection] do the same for heads.
//
// testdata/musts.tsv has a row for each MUST, MUST NOT and SHALL of §4, §5, §7 and
// §8, with the rule or the test that answers it, or a reason why it is not this
// package's to answer. To go from a section to its code,
//
//	go run ./tools/musts -section 5.4
//
// prints where each is checked, and tested.
//
// # What the caller brings
//
// Entropy: a client's masking keys ([Config.Keys]) and its handshake's key
// ([ClientRequest]) have to be unpredictable (§5.3, §4.1). Time: nothing here ends
// a connection that is silent. TLS and the transport itself. And [Limits], which
// are none unless they are set, but for those of heads ([HeadLimits]).
//
// Sections without a name are those of RFC 6455. Lengths are in bytes, places of
// spans and faults in bits; lengths on the wire are uint64, also where int has 32
// bits.
package codec
