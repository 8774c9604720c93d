// Package codec is the WebSocket protocol of RFC 6455: bytes in, bytes and events out. It
// does no input or output of its own, reads no clock, starts no goroutine and draws no
// random numbers, so the same code runs in a server, in a browser and in a site builder.
//
// # Start here
//
//   - [Conn] is one side of an open connection: it handles messages, pings and the
//     closing handshake, and fails the connection when the peer breaks a rule (§5.4 to
//     §7). [State] has the table of everything it does.
//   - [Decoder] is the layer below: it reads a stream of frames strictly and fails as
//     early as the bytes allow. It never allocates memory for an announced length.
//   - [Request] and [Response] are the heads of the opening handshake (§4).
//   - [Rule] is one requirement that bytes can break, and [AppendDissection] shows where
//     they break it.
//
// # The loop
//
// The owner of the transport drives a Conn. It writes [Conn.Output] and reports that with
// [Conn.Wrote], passes received bytes to [Conn.Receive] until none are left, calls
// [Conn.EOF] at the end of the stream, and ends the transport when
// [Conn.ShouldCloseTransport] says so. The Conn answers pings, Close frames and broken
// rules by itself, through its output: an [Event] only informs. The package's example
// Loop, in example_test.go, is the complete loop in thirty lines, for either role.
//
// # The opening handshake
//
// A client writes [AppendRequest] and checks the response with [Response.CheckAccept]. A
// server reads a Request, checks it with [Request.CheckUpgrade], and responds with
// [AppendSwitchingProtocols] or [AppendRefusal] (§4). Heads are read strictly, by
// RFC 9112, and may arrive in pieces. A response is checked against the request that was
// sent.
//
// permessage-deflate (RFC 7692) takes one call on each side: a server's [ChooseDeflate]
// and a client's [Response.Deflate] return what was agreed, for [Config.UseDeflate].
//
// # Errors
//
// Every requirement that bytes can break is one Rule, with a stable name, the section
// that states it, and the close code or the HTTP status that it leads to. An error about
// bytes from the peer is a Rule; a [Fault] has its place, to the bit. An error about the
// caller's own request is a [Misuse] of a Rule. [RuleOf] returns the rule of either.
//
// # Parts
//
// [Header], [MaskKey], [UTF8] and [CloseCode] are the parts of a frame, wire-exact:
// [ParseHeader] and [AppendHeader] represent any bytes, legal or not.
//
// AppendDissection is the other view of the same bytes: spans that tile them bit for bit,
// each with its [Part] and the Rule that it breaks. A Decoder fails with the first rule
// that it marks. [AppendRequestDissection] and [AppendResponseDissection] do the same for
// heads.
//
// testdata/musts.tsv has a row for each MUST, MUST NOT and SHALL of §4, §5, §7 and §8,
// with the rule or the test that fulfils it, or the reason why that is not this package's
// task. To go from the RFC to its code,
//
//	go run ./tools/musts -section 5.4
//	go run ./tools/musts -find "minimal number"
//
// print where each is checked. rules.tsv has the rules.
//
// # What the caller provides
//
// Entropy: a client's masking keys ([Config.Keys]) and its handshake's key
// ([ClientRequest]) must be unpredictable (§5.3, §4.1). Time: this package never ends a
// silent connection. TLS and the transport itself. And [Limits], which bound nothing
// unless they are set, except those of heads ([HeadLimits]).
//
// Section numbers without an RFC are those of RFC 6455. Lengths are in bytes; the places
// of spans and faults are in bits. Lengths on the wire are uint64, even where int has 32
// bits.
package codec
