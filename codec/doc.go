// Package codec is the WebSocket protocol of RFC 6455: bytes in, bytes and
// events out. It does no input or output of its own, reads no clock, starts no
// goroutine and draws no random numbers, so the same code runs in a server, in a
// browser and in a site builder.
//
// Three layers stand on each other:
//
//   - [Header], [MaskKey], [UTF8] and [CloseCode] are the parts of a frame,
//     wire-exact: [ParseHeader] and [AppendHeader] represent any bytes, legal or not.
//   - [Decoder] reads a stream of frames strictly and fails as early as the bytes
//     allow; it never takes memory for a length that is only announced.
//   - [Conn] is one side of an open connection: messages, pings, the closing
//     handshake, failing the connection (RFC 6455 §5.4 to §7).
//
// The opening handshake (§4) is [Request] and [Response].
//
// [AppendDissection] is the other view of the same bytes: spans that tile them
// bit for bit, each with the [Rule] that it breaks. The first rule that it marks
// is the one with which Decoder fails.
//
// Every requirement that bytes can break is one [Rule]. Errors of this package
// are always of that type.
package codec
