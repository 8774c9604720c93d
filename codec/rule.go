package codec

import "strconv"

// A Rule is one requirement that bytes can break. It is an error that costs no
// allocation: parsers return it, the dissection marks it on the bits, and the
// site hangs its words on its name. The zero Rule means that nothing is broken.
//
// Names are stable; they are part of this package's interface.
type Rule uint8

// Rules of frames (RFC 6455 §5, §7, §8).
const (
	FrameControlFragmented  Rule = iota + 1 // a control frame with FIN 0
	FrameRSV1                               // RSV1 set though no extension in use defines it
	FrameRSV2                               // RSV2 likewise
	FrameRSV3                               // RSV3 likewise
	FrameRSV1NotFirst                       // RSV1 of permessage-deflate on a frame that is not a data message's first (RFC 7692 §6.1)
	FrameOpcodeReserved                     // opcode 0x3–0x7 or 0xB–0xF
	FrameContinuationOrphan                 // a continuation frame with no message to continue
	FrameMessageInterleaved                 // a new data frame inside a fragmented message
	FrameMaskMissing                        // an unmasked frame from a client
	FrameMaskForbidden                      // a masked frame from a server
	FrameControlTooLong                     // a control frame of more than 125 bytes
	FrameLengthTopBit                       // a 64-bit length with its top bit set
	FrameLengthNotMinimal                   // a length in more bytes than it needs
	FrameTooBig                             // longer than this endpoint's limit for a frame
	MessageTooBig                           // longer than this endpoint's limit for a message
	MessageTooManyFragments                 // more fragments than this endpoint's limit
	MessageTextNotUTF8                      // a text message that is not UTF-8
	CloseBodyOneByte                        // a Close body of one byte
	CloseCodeNotSendable                    // a Close code that must not be sent
	CloseReasonNotUTF8                      // a Close reason that is not UTF-8
	SendAfterClose                          // a frame that this endpoint was asked to send after its Close
	MaskEntropyMissing                      // a client without a source of masking keys
	PendingFull                             // a frame that this endpoint was asked to send while too much waits to be sent

	// Rules of compressed messages: of the blocks of DEFLATE (RFC 1951 §3.2), of
	// what a match refers to (RFC 7692 §7.1), and of a message's end (§7.2.1).
	MessageDeflateBlockType    // a block of the reserved type 3
	MessageDeflateStoredLength // a stored block of which NLEN is not the complement of LEN
	MessageDeflateCodes        // a block whose own Huffman codes are none: too many or too few, or without one for its end
	MessageDeflateSymbol       // bits that are no code, or the code of a symbol that stands for nothing
	MessageDeflateWindow       // a match that reaches back further than the window
	MessageDeflateNotHere      // a match that reaches back to before the first byte that it may refer to
	MessageDeflateEmpty        // no byte at all, where an empty message is the byte 00
	MessageDeflateTail         // an end with the four bytes 00 00 ff ff, which a sender has to remove
	MessageDeflateFinal        // an end right after a block with BFINAL, without the byte 00 of the block that has to follow
	MessageDeflateUnfinished   // any other end that is not the end of a block
	numFrameRules
)

// Rules of heads: the bytes of an HTTP/1.1 head, judged as they stand on the wire (RFC 9112).
const (
	HeadTooBig               Rule = iota + numFrameRules // a head longer than this endpoint's limit
	HeadIncomplete                                       // a head that ended before its blank line
	HeadTooManyFields                                    // more field lines than this endpoint's limit
	HeadBareLF                                           // a line feed without its carriage return
	HeadBareCR                                           // a carriage return without its line feed
	HeadNUL                                              // a NUL byte
	HeadControl                                          // any other control character
	HeadLeadingSpace                                     // white space before the first field line
	HeadObsFold                                          // a field line that continues the one before
	HeadSpaceBeforeColon                                 // white space between a field's name and its colon
	HeadNameEmpty                                        // a field line that begins with its colon
	HeadNameNotToken                                     // a field name with a character that no token has
	HeadColonMissing                                     // a field line without a colon
	RequestMethodNotToken                                // a method with a character that no token has, or none
	RequestHTTP2                                         // the preface of HTTP/2
	RequestMethodUnknown                                 // a method that web servers do not know
	RequestMethod                                        // a known method other than GET
	RequestTargetMalformed                               // a target that is empty or holds a character that no URI has
	RequestTarget                                        // a target that is neither a path nor an http or https URI
	RequestTargetFragment                                // a target with a fragment
	RequestTargetTooLong                                 // a target longer than this endpoint reads
	RequestVersionMissing                                // a request line that ends after its target
	RequestVersionMalformed                              // a version that is not HTTP/digit.digit
	RequestVersionMajor                                  // a major version other than 1
	RequestVersion                                       // a version before HTTP/1.1
	ResponseVersionMalformed                             // a version that is not HTTP/digit.digit
	ResponseVersion                                      // a version other than HTTP/1.1 to HTTP/1.9
	ResponseStatusMalformed                              // a status that is not three digits between spaces
	ResponseStatusSpace                                  // a status line that ends after its status
	ResponseStatus                                       // a status other than 101

	// Rules of the opening handshake: what the fields of a whole head must say, in
	// the order in which CheckUpgrade and CheckAccept judge (RFC 6455 §4.1, §4.2).
	RequestHostMissing                 // no Host
	RequestHostDuplicate               // a second Host
	RequestHostMalformed               // a Host that is not a host with or without a port
	RequestTransferEncoding            // a body of unknown length
	RequestLengthDuplicate             // a second Content-Length
	RequestLengthMalformed             // a Content-Length that is no number
	RequestBody                        // a Content-Length above 0
	RequestUpgradeMissing              // no Upgrade
	RequestUpgradeMalformed            // an Upgrade that is not a list of protocols
	RequestUpgradeNoWebSocket          // an Upgrade that does not name websocket
	RequestConnectionMissing           // no Connection
	RequestConnectionMalformed         // a Connection that is not a list of tokens
	RequestConnectionNoUpgrade         // a Connection without the token Upgrade
	RequestKeyMissing                  // no Sec-WebSocket-Key
	RequestKeyDuplicate                // a second Sec-WebSocket-Key
	RequestKeyNotBase64                // a key that is not base64
	RequestKeyNot16Bytes               // a key of fewer or more than 16 bytes
	RequestWebSocketVersionMissing     // no Sec-WebSocket-Version
	RequestWebSocketVersionDuplicate   // a second Sec-WebSocket-Version
	RequestWebSocketVersionMalformed   // a Sec-WebSocket-Version that is not a number from 0 to 255
	RequestWebSocketVersionUnsupported // a Sec-WebSocket-Version other than 13
	RequestOriginDuplicate             // a second Origin
	RequestOriginMalformed             // an Origin that is neither one serialized origin nor null
	RequestSubprotocolMalformed        // a Sec-WebSocket-Protocol that is not a list of tokens
	RequestSubprotocolDuplicate        // a subprotocol offered twice
	RequestExtensionsMalformed         // a Sec-WebSocket-Extensions that is not a list of extensions
	ResponseTransferEncoding           // a 101 with Transfer-Encoding
	ResponseContentLength              // a 101 with Content-Length
	ResponseUpgradeMissing             // no Upgrade
	ResponseUpgradeDuplicate           // a second Upgrade
	ResponseUpgrade                    // an Upgrade other than websocket
	ResponseConnectionMissing          // no Connection
	ResponseConnectionMalformed        // a Connection that is not a list of tokens
	ResponseConnectionNoUpgrade        // a Connection without the token Upgrade
	ResponseAcceptMissing              // no Sec-WebSocket-Accept
	ResponseAcceptDuplicate            // a second Sec-WebSocket-Accept
	ResponseAcceptWrong                // a Sec-WebSocket-Accept that the key does not lead to
	ResponseExtensionsDuplicate        // a second Sec-WebSocket-Extensions
	ResponseExtensionsMalformed        // a Sec-WebSocket-Extensions that is not a list of extensions
	ResponseExtensionNotOffered        // an extension that the client did not offer
	ResponseSubprotocolDuplicate       // a second Sec-WebSocket-Protocol
	ResponseSubprotocolMalformed       // a Sec-WebSocket-Protocol that is not one token
	ResponseSubprotocolNotOffered      // a subprotocol that the client did not offer

	// Rules of permessage-deflate's parameters (RFC 7692 §7.1). An answer that
	// breaks one fails the handshake; an offer that breaks one is declined.
	ResponseDeflateTwice                  // permessage-deflate twice in one answer
	ResponseDeflateParameterUnknown       // a parameter that permessage-deflate has not
	ResponseDeflateParameterDuplicate     // a parameter twice
	ResponseDeflateTakeoverValue          // a value for a parameter that takes none
	ResponseDeflateWindowBits             // a window size that is not a number from 8 to 15
	ResponseDeflateServerTakeoverMissing  // an answer without the server_no_context_takeover that was asked for
	ResponseDeflateServerWindowMissing    // an answer without the server_max_window_bits that was asked for
	ResponseDeflateServerWindowLarger     // a larger server_max_window_bits than was asked for
	ResponseDeflateClientWindowNotOffered // a client_max_window_bits that the client did not offer
	numRules                              // the number of rules, the zero Rule included
)

// rules is the one table of rules. A rule has a close code when it fails an
// open connection, an HTTP status when it refuses a handshake.
var rules = [numRules]struct {
	name    string
	section Section
	code    CloseCode
	status  uint16
}{
	0: {name: "none"},

	FrameControlFragmented:  {"frame.control.fragmented", Section{6455, "5.5"}, 1002, 0},
	FrameRSV1:               {"frame.rsv1.not-negotiated", Section{6455, "5.2"}, 1002, 0},
	FrameRSV2:               {"frame.rsv2.not-negotiated", Section{6455, "5.2"}, 1002, 0},
	FrameRSV3:               {"frame.rsv3.not-negotiated", Section{6455, "5.2"}, 1002, 0},
	FrameRSV1NotFirst:       {"frame.rsv1.not-first", Section{7692, "6.1"}, 1002, 0},
	FrameOpcodeReserved:     {"frame.opcode.reserved", Section{6455, "5.2"}, 1002, 0},
	FrameContinuationOrphan: {"frame.continuation.orphan", Section{6455, "5.4"}, 1002, 0},
	FrameMessageInterleaved: {"frame.message.interleaved", Section{6455, "5.4"}, 1002, 0},
	FrameMaskMissing:        {"frame.mask.missing", Section{6455, "5.1"}, 1002, 0},
	FrameMaskForbidden:      {"frame.mask.forbidden", Section{6455, "5.1"}, 1002, 0},
	FrameControlTooLong:     {"frame.control.too-long", Section{6455, "5.5"}, 1002, 0},
	FrameLengthTopBit:       {"frame.length.top-bit", Section{6455, "5.2"}, 1002, 0},
	FrameLengthNotMinimal:   {"frame.length.not-minimal", Section{6455, "5.2"}, 1002, 0},
	FrameTooBig:             {"frame.too-big", Section{6455, "10.4"}, 1009, 0},
	MessageTooBig:           {"message.too-big", Section{6455, "10.4"}, 1009, 0},
	MessageTooManyFragments: {"message.too-many-fragments", Section{6455, "10.4"}, 1008, 0},
	MessageTextNotUTF8:      {"message.text.not-utf8", Section{6455, "8.1"}, 1007, 0},
	CloseBodyOneByte:        {"close.body.one-byte", Section{6455, "5.5.1"}, 1002, 0},
	CloseCodeNotSendable:    {"close.code.not-sendable", Section{6455, "7.4"}, 1002, 0},
	CloseReasonNotUTF8:      {"close.reason.not-utf8", Section{6455, "8.1"}, 1007, 0},
	SendAfterClose:          {"send.after-close", Section{6455, "5.5.1"}, 0, 0},
	MaskEntropyMissing:      {"send.mask.no-entropy", Section{6455, "5.3"}, 0, 0},
	PendingFull:             {"send.pending-full", Section{6455, "10.4"}, 0, 0},

	// RFC 7692 gives no close code for these; 1007 is the one for data that is not
	// of the form that its message has to have (RFC 6455 §7.4.1).
	MessageDeflateBlockType:    {"message.deflate.block-type", Section{1951, "3.2.3"}, 1007, 0},
	MessageDeflateStoredLength: {"message.deflate.stored-length", Section{1951, "3.2.4"}, 1007, 0},
	MessageDeflateCodes:        {"message.deflate.codes", Section{1951, "3.2.7"}, 1007, 0},
	MessageDeflateSymbol:       {"message.deflate.symbol", Section{1951, "3.2.5"}, 1007, 0},
	MessageDeflateWindow:       {"message.deflate.window", Section{7692, "7.1.2"}, 1007, 0},
	MessageDeflateNotHere:      {"message.deflate.not-here", Section{7692, "7.1.1"}, 1007, 0},
	MessageDeflateEmpty:        {"message.deflate.empty", Section{7692, "7.2.3.6"}, 1007, 0},
	MessageDeflateTail:         {"message.deflate.tail", Section{7692, "7.2.1"}, 1007, 0},
	MessageDeflateFinal:        {"message.deflate.final", Section{7692, "7.2.3.4"}, 1007, 0},
	MessageDeflateUnfinished:   {"message.deflate.unfinished", Section{7692, "7.2.1"}, 1007, 0},

	// Handshake.
	HeadTooBig:                         {"head.too-big", Section{6585, "5"}, 0, 431},
	HeadIncomplete:                     {"head.incomplete", Section{9112, "8"}, 0, 400},
	HeadTooManyFields:                  {"head.too-many-fields", Section{6585, "5"}, 0, 431},
	HeadBareLF:                         {"head.bare-lf", Section{9112, "2.2"}, 0, 400},
	HeadBareCR:                         {"head.bare-cr", Section{9112, "2.2"}, 0, 400},
	HeadNUL:                            {"head.nul", Section{9110, "5.5"}, 0, 400},
	HeadControl:                        {"head.control", Section{9110, "5.5"}, 0, 400},
	HeadLeadingSpace:                   {"head.leading-space", Section{9112, "2.2"}, 0, 400},
	HeadObsFold:                        {"head.obs-fold", Section{9112, "5.2"}, 0, 400},
	HeadSpaceBeforeColon:               {"head.space-before-colon", Section{9112, "5.1"}, 0, 400},
	HeadNameEmpty:                      {"head.name.empty", Section{9112, "5"}, 0, 400},
	HeadNameNotToken:                   {"head.name.not-token", Section{9110, "5.1"}, 0, 400},
	HeadColonMissing:                   {"head.colon.missing", Section{9112, "5"}, 0, 400},
	RequestMethodNotToken:              {"request.method.not-token", Section{9110, "9.1"}, 0, 400},
	RequestHTTP2:                       {"request.http2", Section{9113, "3.4"}, 0, 505},
	RequestMethodUnknown:               {"request.method.unknown", Section{9110, "9.1"}, 0, 501},
	RequestMethod:                      {"request.method", Section{6455, "4.2.1"}, 0, 405},
	RequestTargetMalformed:             {"request.target.malformed", Section{9112, "3.2"}, 0, 400},
	RequestTarget:                      {"request.target", Section{6455, "4.2.1"}, 0, 400},
	RequestTargetFragment:              {"request.target.fragment", Section{6455, "3"}, 0, 400},
	RequestTargetTooLong:               {"request.target.too-long", Section{9112, "3"}, 0, 414},
	RequestVersionMissing:              {"request.version.missing", Section{9112, "3"}, 0, 400},
	RequestVersionMalformed:            {"request.version.malformed", Section{9112, "2.3"}, 0, 400},
	RequestVersionMajor:                {"request.version.major", Section{9112, "2.3"}, 0, 505},
	RequestVersion:                     {"request.version", Section{6455, "4.2.1"}, 0, 505},
	ResponseVersionMalformed:           {"response.version.malformed", Section{9112, "2.3"}, 0, 0},
	ResponseVersion:                    {"response.version", Section{9110, "15.2"}, 0, 0},
	ResponseStatusMalformed:            {"response.status.malformed", Section{9112, "4"}, 0, 0},
	ResponseStatusSpace:                {"response.status.space-missing", Section{9112, "4"}, 0, 0},
	ResponseStatus:                     {"response.status", Section{6455, "4.1"}, 0, 0},
	RequestHostMissing:                 {"request.host.missing", Section{6455, "4.2.1"}, 0, 400},
	RequestHostDuplicate:               {"request.host.duplicate", Section{9112, "3.2"}, 0, 400},
	RequestHostMalformed:               {"request.host.malformed", Section{9110, "7.2"}, 0, 400},
	RequestTransferEncoding:            {"request.transfer-encoding", Section{9112, "6.1"}, 0, 400},
	RequestLengthDuplicate:             {"request.content-length.duplicate", Section{9112, "6.3"}, 0, 400},
	RequestLengthMalformed:             {"request.content-length.malformed", Section{9112, "6.3"}, 0, 400},
	RequestBody:                        {"request.content-length.body", Section{9112, "6.3"}, 0, 400},
	RequestUpgradeMissing:              {"request.upgrade.missing", Section{6455, "4.2.1"}, 0, 400},
	RequestUpgradeMalformed:            {"request.upgrade.malformed", Section{9110, "7.8"}, 0, 400},
	RequestUpgradeNoWebSocket:          {"request.upgrade.no-websocket", Section{6455, "4.2.1"}, 0, 400},
	RequestConnectionMissing:           {"request.connection.missing", Section{6455, "4.2.1"}, 0, 400},
	RequestConnectionMalformed:         {"request.connection.malformed", Section{9110, "7.6.1"}, 0, 400},
	RequestConnectionNoUpgrade:         {"request.connection.no-upgrade", Section{6455, "4.2.1"}, 0, 400},
	RequestKeyMissing:                  {"request.key.missing", Section{6455, "4.2.1"}, 0, 400},
	RequestKeyDuplicate:                {"request.key.duplicate", Section{6455, "11.3.1"}, 0, 400},
	RequestKeyNotBase64:                {"request.key.not-base64", Section{6455, "4.2.1"}, 0, 400},
	RequestKeyNot16Bytes:               {"request.key.not-16-bytes", Section{6455, "4.2.1"}, 0, 400},
	RequestWebSocketVersionMissing:     {"request.version13.missing", Section{6455, "4.2.1"}, 0, 400},
	RequestWebSocketVersionDuplicate:   {"request.version13.duplicate", Section{6455, "11.3.5"}, 0, 400},
	RequestWebSocketVersionMalformed:   {"request.version13.malformed", Section{6455, "4.3"}, 0, 400},
	RequestWebSocketVersionUnsupported: {"request.version13.unsupported", Section{6455, "4.2.2"}, 0, 426},
	RequestOriginDuplicate:             {"request.origin.duplicate", Section{6454, "7.3"}, 0, 400},
	RequestOriginMalformed:             {"request.origin.malformed", Section{6455, "4.1"}, 0, 400},
	RequestSubprotocolMalformed:        {"request.subprotocol.malformed", Section{6455, "4.1"}, 0, 400},
	RequestSubprotocolDuplicate:        {"request.subprotocol.duplicate", Section{6455, "4.1"}, 0, 400},
	RequestExtensionsMalformed:         {"request.extensions.malformed", Section{6455, "9.1"}, 0, 400},
	ResponseTransferEncoding:           {"response.transfer-encoding", Section{9112, "6.1"}, 0, 0},
	ResponseContentLength:              {"response.content-length", Section{9110, "8.6"}, 0, 0},
	ResponseUpgradeMissing:             {"response.upgrade.missing", Section{6455, "4.1"}, 0, 0},
	ResponseUpgradeDuplicate:           {"response.upgrade.duplicate", Section{6455, "4.1"}, 0, 0},
	ResponseUpgrade:                    {"response.upgrade", Section{6455, "4.1"}, 0, 0},
	ResponseConnectionMissing:          {"response.connection.missing", Section{6455, "4.1"}, 0, 0},
	ResponseConnectionMalformed:        {"response.connection.malformed", Section{9110, "7.6.1"}, 0, 0},
	ResponseConnectionNoUpgrade:        {"response.connection.no-upgrade", Section{6455, "4.1"}, 0, 0},
	ResponseAcceptMissing:              {"response.accept.missing", Section{6455, "4.1"}, 0, 0},
	ResponseAcceptDuplicate:            {"response.accept.duplicate", Section{6455, "11.3.3"}, 0, 0},
	ResponseAcceptWrong:                {"response.accept.wrong", Section{6455, "4.1"}, 0, 0},
	ResponseExtensionsDuplicate:        {"response.extensions.duplicate", Section{6455, "11.3.2"}, 0, 0},
	ResponseExtensionsMalformed:        {"response.extensions.malformed", Section{6455, "9.1"}, 0, 0},
	ResponseExtensionNotOffered:        {"response.extensions.not-offered", Section{6455, "4.1"}, 0, 0},
	ResponseSubprotocolDuplicate:       {"response.subprotocol.duplicate", Section{6455, "11.3.4"}, 0, 0},
	ResponseSubprotocolMalformed:       {"response.subprotocol.malformed", Section{6455, "4.2.2"}, 0, 0},
	ResponseSubprotocolNotOffered:      {"response.subprotocol.not-offered", Section{6455, "4.1"}, 0, 0},

	// permessage-deflate.
	ResponseDeflateTwice:                  {"response.deflate.twice", Section{7692, "6"}, 0, 0},
	ResponseDeflateParameterUnknown:       {"response.deflate.parameter.unknown", Section{7692, "7.1"}, 0, 0},
	ResponseDeflateParameterDuplicate:     {"response.deflate.parameter.duplicate", Section{7692, "7.1"}, 0, 0},
	ResponseDeflateTakeoverValue:          {"response.deflate.takeover.value", Section{7692, "7.1.1"}, 0, 0},
	ResponseDeflateWindowBits:             {"response.deflate.window-bits", Section{7692, "7.1.2"}, 0, 0},
	ResponseDeflateServerTakeoverMissing:  {"response.deflate.server-takeover.missing", Section{7692, "7.1.1.1"}, 0, 0},
	ResponseDeflateServerWindowMissing:    {"response.deflate.server-window.missing", Section{7692, "7.1.2.1"}, 0, 0},
	ResponseDeflateServerWindowLarger:     {"response.deflate.server-window.larger", Section{7692, "7.1.2.1"}, 0, 0},
	ResponseDeflateClientWindowNotOffered: {"response.deflate.client-window.not-offered", Section{7692, "7.1.2.2"}, 0, 0},
}

// NumRules is one more than the last Rule: rules are 1 to NumRules-1.
const NumRules = int(numRules)

// Name returns the rule's stable name, such as "frame.length.not-minimal".
func (r Rule) Name() string {
	if r >= numRules {
		return "unknown"
	}
	return rules[r].name
}

// Section returns where the rule is written.
func (r Rule) Section() Section {
	if r >= numRules {
		return Section{}
	}
	return rules[r].section
}

// CloseCode returns the code with which an endpoint fails the connection when a
// peer breaks the rule (§7.1.7), or 0 when the rule is not about received frames.
func (r Rule) CloseCode() CloseCode {
	if r >= numRules {
		return 0
	}
	return rules[r].code
}

// Status returns the HTTP status with which a server refuses a handshake that
// breaks the rule (§4.2.1), or 0 when the rule is not about requests.
func (r Rule) Status() int {
	if r >= numRules {
		return 0
	}
	return int(rules[r].status)
}

// Err returns the rule as an error, and nil for the zero Rule.
func (r Rule) Err() error {
	if r == 0 {
		return nil
	}
	return r
}

// Error returns name and section: "frame.length.not-minimal (RFC 6455 §5.2)".
func (r Rule) Error() string {
	if r == 0 || r >= numRules {
		return r.Name()
	}
	return rules[r].name + " (" + rules[r].section.String() + ")"
}

// A Section names one section of an RFC, the place where a rule is written.
type Section struct {
	RFC    uint16 // the RFC's number, such as 6455
	Number string // the section's number, such as "5.2"
}

// String returns the section as it is cited: "RFC 6455 §5.2".
func (s Section) String() string {
	return "RFC " + strconv.Itoa(int(s.RFC)) + " §" + s.Number
}

// A Fault is a broken rule and its place.
type Fault struct {
	Rule Rule
	Bit  uint64 // in bits from the first byte of the input
}
