package codec

// A FieldID says what a span's bits are. Names are stable, like those of rules.
type FieldID uint8

// Fields of frames (RFC 6455 §5.2, §5.5.1).
const (
	FieldFrame       FieldID = iota + 1 // a whole frame; its parts follow one deeper
	FieldFin                            // 1 bit
	FieldRSV1                           // 1 bit
	FieldRSV2                           // 1 bit
	FieldRSV3                           // 1 bit
	FieldOpcode                         // 4 bits
	FieldMask                           // 1 bit
	FieldLength                         // 7 bits
	FieldExtended                       // the extended payload length: 16 or 64 bits
	FieldKey                            // the masking key: 32 bits
	FieldPayload                        // the payload as it stands on the wire
	FieldText                           // the payload of a text message's frame, unmasked
	FieldBinary                         // likewise, binary
	FieldCloseCode                      // the first two bytes of a Close frame's body
	FieldCloseReason                    // what follows them
	FieldPing                           // a ping's payload, unmasked
	FieldPong                           // a pong's payload, unmasked
	FieldAfterClose                     // bytes after a Close frame, which nobody reads
	FieldUnread                         // a whole frame after the one that failed the connection: its parts follow, but nobody reads it
	numFrameFields
)

// Fields of heads (RFC 9112 §3, §4, §5; RFC 6455 §4.1, §4.2).
const (
	FieldHead         FieldID = iota + numFrameFields // a whole head; its parts follow one deeper
	FieldEmptyLines                                   // the empty lines before a request line, which a server ignores
	FieldMethod                                       // the request's method
	FieldTarget                                       // the request's target
	FieldVersion                                      // HTTP-version of either head
	FieldStatus                                       // the response's status code
	FieldReason                                       // the response's reason phrase
	FieldSpace                                        // the one space between parts of the first line
	FieldLineEnd                                      // CR LF
	FieldName                                         // a field line's name
	FieldColon                                        // its colon
	FieldOWS                                          // optional white space before or after its value
	FieldValue                                        // its value
	FieldValueIgnored                                 // the value of Host where the target names the server: it must be a host, but counts for nothing
	FieldHeadEnd                                      // the CR LF of the blank line that ends a head
	FieldHeadFault                                    // the byte at which a head cannot be read on
	FieldHeadUnread                                   // what follows that byte, which nobody reads
	FieldAfterHead                                    // bytes after a head: a body, or the first frames
	FieldMissingHost                                  // a required field that is absent, as are the next
	FieldMissingUpgrade
	FieldMissingConnection
	FieldMissingKey
	FieldMissingVersion13
	FieldMissingAccept
	numHeadFields
)

// Fields of compressed messages (RFC 7692 §7.2; RFC 1951 §3.2). But for
// FieldDeflated their spans are of SourceDeflate.
const (
	FieldDeflated          FieldID = iota + numHeadFields // the payload of a compressed message's frame, unmasked; what it inflates to follows one deeper
	FieldDeflatedReach                                    // no bits: the value is how many bytes before the message it refers to, up to here, and they are not known
	FieldDeflateBlock                                     // a whole block; its parts follow one deeper
	FieldDeflateFinal                                     // BFINAL: 1 bit
	FieldDeflateType                                      // BTYPE: 2 bits; 0 stored, 1 fixed codes, 2 codes of its own
	FieldDeflatePadding                                   // bits up to the next whole byte, which say nothing
	FieldDeflateLen                                       // LEN of a stored block: 16 bits
	FieldDeflateNLen                                      // NLEN, the complement of LEN: 16 bits
	FieldDeflateStored                                    // the bytes of a stored block
	FieldDeflateLiterals                                  // HLIT: 5 bits; the value is how many lengths of literal codes follow, 257 to 286
	FieldDeflateDistances                                 // HDIST: 5 bits; the value is how many lengths of distance codes follow, 1 to 30
	FieldDeflateCodes                                     // HCLEN: 4 bits; the value is how many lengths of codes for lengths follow, 4 to 19
	FieldDeflateCode                                      // the length of one code for lengths: 3 bits
	FieldDeflateCodeLength                                // the code of one code's length; the value is that length, 0 to 15
	FieldDeflateRepeat                                    // the code that repeats the length before, with its extra bits; the value is how often, 3 to 6
	FieldDeflateZeros                                     // the code of several lengths of 0, with its extra bits; the value is how many, 3 to 138
	FieldDeflateLiteral                                   // the code of a literal; the value is the byte
	FieldDeflateLength                                    // the code of a match's length, with its extra bits; the value is the length in bytes, 3 to 258
	FieldDeflateDistance                                  // the code of its distance, with its extra bits; the value is the distance in bytes, 1 to 32768
	FieldDeflateEnd                                       // the code of a block's end
	FieldDeflateTail                                      // no bits: the four bytes 00 00 ff ff that the sender took away
	FieldDeflateFault                                     // from the first thing that DEFLATE has not to the message's end
	numFields
)

var fieldNames = [numFields]string{
	0:                "none",
	FieldFrame:       "frame",
	FieldFin:         "fin",
	FieldRSV1:        "rsv1",
	FieldRSV2:        "rsv2",
	FieldRSV3:        "rsv3",
	FieldOpcode:      "opcode",
	FieldMask:        "mask",
	FieldLength:      "length",
	FieldExtended:    "length.extended",
	FieldKey:         "key",
	FieldPayload:     "payload",
	FieldText:        "text",
	FieldBinary:      "binary",
	FieldCloseCode:   "close.code",
	FieldCloseReason: "close.reason",
	FieldPing:        "ping",
	FieldPong:        "pong",
	FieldAfterClose:  "after-close",
	FieldUnread:      "unread",

	// Handshake.
	FieldHead:              "head",
	FieldEmptyLines:        "empty-lines",
	FieldMethod:            "method",
	FieldTarget:            "target",
	FieldVersion:           "http-version",
	FieldStatus:            "status",
	FieldReason:            "reason",
	FieldSpace:             "space",
	FieldLineEnd:           "crlf",
	FieldName:              "field.name",
	FieldColon:             "field.colon",
	FieldOWS:               "field.ows",
	FieldValue:             "field.value",
	FieldValueIgnored:      "field.value.ignored",
	FieldHeadEnd:           "head.end",
	FieldHeadFault:         "head.fault",
	FieldHeadUnread:        "head.unread",
	FieldAfterHead:         "after-head",
	FieldMissingHost:       "missing.host",
	FieldMissingUpgrade:    "missing.upgrade",
	FieldMissingConnection: "missing.connection",
	FieldMissingKey:        "missing.key",
	FieldMissingVersion13:  "missing.version13",
	FieldMissingAccept:     "missing.accept",

	// permessage-deflate.
	FieldDeflated:          "deflated",
	FieldDeflatedReach:     "deflated.reach",
	FieldDeflateBlock:      "deflate.block",
	FieldDeflateFinal:      "deflate.bfinal",
	FieldDeflateType:       "deflate.btype",
	FieldDeflatePadding:    "deflate.padding",
	FieldDeflateLen:        "deflate.len",
	FieldDeflateNLen:       "deflate.nlen",
	FieldDeflateStored:     "deflate.stored",
	FieldDeflateLiterals:   "deflate.hlit",
	FieldDeflateDistances:  "deflate.hdist",
	FieldDeflateCodes:      "deflate.hclen",
	FieldDeflateCode:       "deflate.code",
	FieldDeflateCodeLength: "deflate.code-length",
	FieldDeflateRepeat:     "deflate.repeat",
	FieldDeflateZeros:      "deflate.zeros",
	FieldDeflateLiteral:    "deflate.literal",
	FieldDeflateLength:     "deflate.length",
	FieldDeflateDistance:   "deflate.distance",
	FieldDeflateEnd:        "deflate.end",
	FieldDeflateTail:       "deflate.tail",
	FieldDeflateFault:      "deflate.fault",
}

// NumFields is one more than the last FieldID.
const NumFields = int(numFields)

// Name returns the field's stable name, such as "length.extended".
func (f FieldID) Name() string {
	if f >= numFields {
		return "unknown"
	}
	return fieldNames[f]
}
