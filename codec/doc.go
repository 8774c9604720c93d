// Package codec is the WebSocket protocol of RFC 6455: bytes in, bytes and
// events out. It does no input or output of its own, reads no clock, starts no
// goroutine and draws no random numbers, so the same code runs in a server, in a
// browser and in a site builder.
//
// # Start here
//
//   - [Conn] is one side of an open connection: messages, pings, the closing
//     handshake, failing the connection (§5.4 to §7). [State] has the table of all
//     that it does.
//   - [Decoder] is the layer below: it reads a stream of frames strictly and fails as
//     early as the bytes allow. It never takes memory for a length that is only
//     announced.
//   - [Request] and [Response] are the heads of the opening handshake (§4).
//   - [Rule] is what bytes can break, and [AppendDissection] shows where.
//
// # The loop
//
// The owner of the transport moves a Conn. It writes [Conn.Output] and says so with
// [Conn.Wrote], gives what it reads to [Conn.Receive] until nothing is left of it, calls
// [Conn.EOF] at the end of the stream, and ends the transport when
// [Conn.ShouldCloseTransport] says so. Pings, Close frames and broken rules are answered
// on the way, by what is then in the output: an [Event] only tells. The package's example
// Loop, in example_test.go, is all of it in thirty lines, for either role.
//
// # The opening handshake
//
// A client writes [AppendRequest] and judges what comes with [Response.CheckAccept]; a
// server reads a Request, judges it with [Request.CheckUpgrade], and responds with
// [AppendSwitchingProtocols] or [AppendRefusal] (§4). A head is read strictly, by
// RFC 9112, and also in pieces; a response is judged as one to the request that was sent.
//
// permessage-deflate (RFC 7692) takes one call on each side: a server's [ChooseDeflate]
// and a client's [Response.Deflate] return what was agreed, for [Config.UseDeflate].
//
// # Errors
//
// Every requirement that bytes can break is one Rule, with a stable name, the section in
// which it is written, and the close code or the HTTP status that it leads to. An error
// about bytes that came from the peer is a Rule; a [Fault] has its place, to the bit. An
// error about what the caller asked for is a [Misuse] of a Rule. [RuleOf] returns the
// rule of either.
//
// # Parts
//
// [Header], [MaskKey], [UTF8] and [CloseCode] are the parts of a frame, wire-exact:
// [ParseHeader] and [AppendHeader] represent any bytes, legal or not.
//
// AppendDissection is the other view of the same bytes: spans that tile them bit for bit,
// each with its [Part] and the Rule that it breaks. The first rule that it marks is the
// one with which Decoder fails. [AppendRequestDissection] and [AppendResponseDissection]
// do the same for heads.
//
// testdata/musts.tsv has a row for each MUST, MUST NOT and SHALL of §4, §5, §7 and
// §8, with the rule or the test that answers it, or a reason why it is not this
// package's to answer. To go from the RFC to its code,
//
//	go run ./tools/musts -section 5.4
//	go run ./tools/musts -find "minimal number"
//
// print where each is checked. rules.tsv has the rules.
//
// # What the caller brings
//
// Entropy: a client's masking keys ([Config.Keys]) and its handshake's key
// ([ClientRequest]) have to be unpredictable (§5.3, §4.1). Time: nothing here ends
// a connection that is silent. TLS and the transport itself. And [Limits], which
// bound nothing unless they are set, except those of heads ([HeadLimits]).
//
// Sections without a name are those of RFC 6455. Lengths are in bytes, places of
// spans and faults in bits; lengths on the wire are uint64, also where int has 32
// bits.
package codec
