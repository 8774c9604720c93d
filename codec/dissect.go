package codec

// A Span is one part of dissected bytes: where it stands, what its bits say,
// and which rule they break. The spans with Source SourceWire and no children
// tile the input without gap or overlap.
type Span struct {
	Start   uint64 // in bits: from the input's first bit (SourceWire), or from the first bit of the enclosing frame's unmasked payload (SourceUnmasked), or as the Source says
	Bits    uint64 // length in bits; 0 for a part of which nothing has arrived or that is absent
	Missing uint64 // bytes that the part still awaits
	Value   uint64 // the bits as a number, most significant first, where there are at most 64; of SourceDeflate, what the bits stand for
	Part    Part   // what the bits are
	Source  Source // which bytes Start and Bits count in
	Rule    Rule   // the rule that these bits break, or 0
	Depth   uint8  // 0 for a frame or a head; a child stands after its parent, one deeper
}

// A Source says which bytes a span points into.
type Source uint8

// The sources of a span.
const (
	SourceWire     Source = iota // the bytes as they arrived
	SourceUnmasked               // a frame's payload after unmasking (RFC 6455 §5.3)
	SourceInflated               // a compressed message after inflating, from its first frame on (RFC 7692 §7.2.2)
	SourceDeflate                // a compressed message's payload; bits count from each byte's lowest, as DEFLATE packs them (RFC 1951 §3.1.1)
	numSources
)

// NumSources is one more than the last Source.
const NumSources = int(numSources)

// Name returns the source's stable name: "wire", "unmasked", "inflated" or "deflate".
func (s Source) Name() string {
	switch s {
	case SourceWire:
		return "wire"
	case SourceUnmasked:
		return "unmasked"
	case SourceInflated:
		return "inflated"
	case SourceDeflate:
		return "deflate"
	}
	return "unknown"
}

// A Part says what a span's bits are. Names are stable, like those of rules.
type Part uint8

// The parts.
const (
	// Parts of frames (RFC 6455 §5.2, §5.5.1).

	PartFrame       Part = iota + 1 // a whole frame; its parts follow one deeper
	PartFin                         // 1 bit
	PartRSV1                        // 1 bit
	PartRSV2                        // 1 bit
	PartRSV3                        // 1 bit
	PartOpcode                      // 4 bits
	PartMask                        // 1 bit
	PartLength                      // 7 bits
	PartExtended                    // the extended payload length: 16 or 64 bits
	PartKey                         // the masking key: 32 bits
	PartPayload                     // the payload as it stands on the wire
	PartText                        // the payload of a text message's frame, unmasked
	PartBinary                      // likewise, binary
	PartCloseCode                   // the first two bytes of a Close frame's body
	PartCloseReason                 // what follows them
	PartPing                        // a ping's payload, unmasked
	PartPong                        // a pong's payload, unmasked
	PartAfterClose                  // bytes after a Close frame, which nobody reads
	PartUnread                      // a whole frame after the one that failed the connection: its parts follow, but nobody reads it

	// Parts of heads (RFC 9112 §3, §4, §5; RFC 6455 §4.1, §4.2).

	PartHead         // a whole head; its parts follow one deeper
	PartEmptyLines   // the empty lines before a request line, which a server ignores
	PartMethod       // the request's method
	PartTarget       // the request's target
	PartVersion      // HTTP-version of either head
	PartStatus       // the response's status code
	PartReason       // the response's reason phrase
	PartSpace        // the one space between parts of the first line
	PartLineEnd      // CR LF
	PartName         // a field line's name
	PartColon        // its colon
	PartOWS          // optional white space before or after its value
	PartValue        // its value
	PartValueIgnored // the value of Host where the target names the server: it must be a host, but counts for nothing
	PartHeadEnd      // the CR LF of the blank line that ends a head
	PartHeadFault    // the byte at which a head cannot be read on
	PartHeadUnread   // what follows that byte, which nobody reads
	PartAfterHead    // bytes after a head: a body, or the first frames

	numHeadParts // rule_table.go continues with the parts for absent fields
)

// Parts of compressed messages (RFC 7692 §7.2; RFC 1951 §3.2). But for
// PartDeflated their spans are of SourceDeflate.
const (
	PartDeflated          Part = iota + numMissingParts // the payload of a compressed message's frame, unmasked; what it inflates to follows one deeper
	PartDeflatedReach                                   // no bits: the value is how many bytes before the message it refers to, up to here, and they are not known
	PartDeflateBlock                                    // a whole block; its parts follow one deeper
	PartDeflateFinal                                    // BFINAL: 1 bit
	PartDeflateType                                     // BTYPE: 2 bits; 0 stored, 1 fixed codes, 2 codes of its own
	PartDeflatePadding                                  // bits up to the next whole byte, which say nothing
	PartDeflateLen                                      // LEN of a stored block: 16 bits
	PartDeflateNLen                                     // NLEN, the complement of LEN: 16 bits
	PartDeflateStored                                   // the bytes of a stored block
	PartDeflateLiterals                                 // HLIT: 5 bits; the value is how many lengths of literal codes follow, 257 to 286
	PartDeflateDistances                                // HDIST: 5 bits; the value is how many lengths of distance codes follow, 1 to 30
	PartDeflateCodes                                    // HCLEN: 4 bits; the value is how many lengths of codes for lengths follow, 4 to 19
	PartDeflateCode                                     // the length of one code for lengths: 3 bits
	PartDeflateCodeLength                               // the code of one code's length; the value is that length, 0 to 15
	PartDeflateRepeat                                   // the code that repeats the length before, with its extra bits; the value is how often, 3 to 6
	PartDeflateZeros                                    // the code of several lengths of 0, with its extra bits; the value is how many, 3 to 138
	PartDeflateLiteral                                  // the code of a literal; the value is the byte
	PartDeflateLength                                   // the code of a match's length, with its extra bits; the value is the length in bytes, 3 to 258
	PartDeflateDistance                                 // the code of its distance, with its extra bits; the value is the distance in bytes, 1 to 32768
	PartDeflateEnd                                      // the code of a block's end
	PartDeflateTail                                     // no bits: the four bytes 00 00 ff ff that the sender took away
	PartDeflateFault                                    // from the first thing that DEFLATE has not to the message's end
	numParts
)

var partNames = [numParts]string{
	0:               "none",
	PartFrame:       "frame",
	PartFin:         "fin",
	PartRSV1:        "rsv1",
	PartRSV2:        "rsv2",
	PartRSV3:        "rsv3",
	PartOpcode:      "opcode",
	PartMask:        "mask",
	PartLength:      "length",
	PartExtended:    "length.extended",
	PartKey:         "key",
	PartPayload:     "payload",
	PartText:        "text",
	PartBinary:      "binary",
	PartCloseCode:   "close.code",
	PartCloseReason: "close.reason",
	PartPing:        "ping",
	PartPong:        "pong",
	PartAfterClose:  "after-close",
	PartUnread:      "unread",

	// Handshake.
	PartHead:         "head",
	PartEmptyLines:   "empty-lines",
	PartMethod:       "method",
	PartTarget:       "target",
	PartVersion:      "http-version",
	PartStatus:       "status",
	PartReason:       "reason",
	PartSpace:        "space",
	PartLineEnd:      "crlf",
	PartName:         "field.name",
	PartColon:        "field.colon",
	PartOWS:          "field.ows",
	PartValue:        "field.value",
	PartValueIgnored: "field.value.ignored",
	PartHeadEnd:      "head.end",
	PartHeadFault:    "head.fault",
	PartHeadUnread:   "head.unread",
	PartAfterHead:    "after-head",

	// permessage-deflate.
	PartDeflated:          "deflated",
	PartDeflatedReach:     "deflated.reach",
	PartDeflateBlock:      "deflate.block",
	PartDeflateFinal:      "deflate.bfinal",
	PartDeflateType:       "deflate.btype",
	PartDeflatePadding:    "deflate.padding",
	PartDeflateLen:        "deflate.len",
	PartDeflateNLen:       "deflate.nlen",
	PartDeflateStored:     "deflate.stored",
	PartDeflateLiterals:   "deflate.hlit",
	PartDeflateDistances:  "deflate.hdist",
	PartDeflateCodes:      "deflate.hclen",
	PartDeflateCode:       "deflate.code",
	PartDeflateCodeLength: "deflate.code-length",
	PartDeflateRepeat:     "deflate.repeat",
	PartDeflateZeros:      "deflate.zeros",
	PartDeflateLiteral:    "deflate.literal",
	PartDeflateLength:     "deflate.length",
	PartDeflateDistance:   "deflate.distance",
	PartDeflateEnd:        "deflate.end",
	PartDeflateTail:       "deflate.tail",
	PartDeflateFault:      "deflate.fault",
}

// NumParts is one more than the last Part.
const NumParts = int(numParts)

// Name returns the field's stable name, such as "length.extended".
func (p Part) Name() string {
	if p >= numParts {
		return "unknown"
	}
	if p >= numHeadParts && p < numMissingParts {
		return missingPartNames[p-numHeadParts]
	}
	return partNames[p]
}
