package codec

// A Span is one part of dissected bytes: its place, its value, and the rule that it
// breaks. The spans with Source SourceWire and no children tile the input without gap or
// overlap.
type Span struct {
	Start   uint64 // first bit, counted from the input's first bit (SourceWire), from the first bit of the enclosing frame's unmasked payload (SourceUnmasked), or as the Source says
	Bits    uint64 // length in bits; 0 for a part that has not begun to arrive or is absent
	Missing uint64 // how many bytes of the part are still to come
	Value   uint64 // the bits as a number, most significant first, if there are at most 64; for SourceDeflate, what the bits mean
	Part    Part   // what the bits are
	Source  Source // which bytes Start and Bits count in
	Rule    Rule   // the rule that these bits break, or 0
	Depth   uint8  // 0 for a frame or a head; a child follows its parent and is one deeper
}

// A Source says which bytes a span's offsets count in.
type Source uint8

// The sources of a span.
const (
	SourceWire     Source = iota // the bytes as they arrived
	SourceUnmasked               // a frame's payload after unmasking (RFC 6455 §5.3)
	SourceInflated               // a compressed message after inflating, from its first frame on (RFC 7692 §7.2.2)
	SourceDeflate                // a compressed message's payload; bits count from each byte's lowest, as DEFLATE packs them (RFC 1951 §3.1.1)
	numSources
)

// NumSources is the number of sources, counting from 0.
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

// A Part says what a span is. Names are stable, like those of rules.
type Part uint8

// The parts.
const (
	// Parts of frames (RFC 6455 §5.2, §5.5.1).

	PartFrame       Part = iota + 1 // a whole frame; its parts follow, one deeper
	PartFin                         // 1 bit
	PartRSV1                        // 1 bit
	PartRSV2                        // 1 bit
	PartRSV3                        // 1 bit
	PartOpcode                      // 4 bits
	PartMask                        // 1 bit
	PartLength                      // 7 bits
	PartExtended                    // the extended payload length: 16 or 64 bits
	PartKey                         // the masking key: 32 bits
	PartPayload                     // the payload on the wire
	PartText                        // the payload of a text message's frame, unmasked
	PartBinary                      // likewise, binary
	PartCloseCode                   // the first two bytes of a Close frame's body
	PartCloseReason                 // the reason of a Close frame: the rest of its body
	PartPing                        // a ping's payload, unmasked
	PartPong                        // a pong's payload, unmasked
	PartAfterClose                  // bytes after a Close frame, which are not read
	PartUnread                      // a whole frame after the one that failed the connection; its parts follow, but they are not judged

	// Parts of heads (RFC 9112 §3, §4, §5; RFC 6455 §4.1, §4.2).

	PartHead         // a whole head; its parts follow, one deeper
	PartEmptyLines   // empty lines before a request line, which a server ignores
	PartMethod       // the request's method
	PartTarget       // the request's target
	PartVersion      // the HTTP-version in a request or a response
	PartStatus       // the response's status code
	PartReason       // the response's reason phrase
	PartSpace        // the one space between parts of the first line
	PartLineEnd      // CR LF
	PartName         // a field line's name
	PartColon        // its colon
	PartOWS          // optional white space before or after its value
	PartValue        // its value
	PartValueIgnored // the value of Host if the target is a URI: it must be a host, but is ignored
	PartHeadEnd      // the CR LF of the blank line that ends a head
	PartHeadFault    // the byte that makes the rest of a head unreadable
	PartHeadUnread   // the bytes after it, which are not read
	PartAfterHead    // bytes after a head: a body, or the first frames

	numHeadParts // rule_table.go continues with the parts for absent fields
)

// Parts of compressed messages (RFC 7692 §7.2; RFC 1951 §3.2). Except for PartDeflated,
// their spans are of SourceDeflate.
const (
	PartDeflated          Part = iota + numMissingParts // the payload of a compressed message's frame, unmasked; what it inflates to follows, one deeper
	PartDeflatedReach                                   // no bits: the value is how many unknown bytes before the message it has referred to so far
	PartDeflateBlock                                    // a whole block; its parts follow, one deeper
	PartDeflateFinal                                    // BFINAL: 1 bit
	PartDeflateType                                     // BTYPE: 2 bits; 0 stored, 1 fixed codes, 2 its own codes
	PartDeflatePadding                                  // padding up to the next whole byte
	PartDeflateLen                                      // LEN of a stored block: 16 bits
	PartDeflateNLen                                     // NLEN, the complement of LEN: 16 bits
	PartDeflateStored                                   // the bytes of a stored block
	PartDeflateLiterals                                 // HLIT: 5 bits; the value is the number of literal/length code lengths that follow, 257 to 286
	PartDeflateDistances                                // HDIST: 5 bits; the value is the number of distance code lengths that follow, 1 to 30
	PartDeflateCodes                                    // HCLEN: 4 bits; the value is the number of lengths of codes for lengths that follow, 4 to 19
	PartDeflateCode                                     // the length of one code for lengths: 3 bits
	PartDeflateCodeLength                               // the code of one code length; the value is that length, 0 to 15
	PartDeflateRepeat                                   // the code that repeats the previous length, with its extra bits; the value is how often, 3 to 6
	PartDeflateZeros                                    // the code for several lengths of 0, with its extra bits; the value is how many, 3 to 138
	PartDeflateLiteral                                  // the code of a literal; the value is the byte
	PartDeflateLength                                   // the code of a match's length, with its extra bits; the value is the length in bytes, 3 to 258
	PartDeflateDistance                                 // the code of its distance, with its extra bits; the value is the distance in bytes, 1 to 32768
	PartDeflateEnd                                      // the code of a block's end
	PartDeflateTail                                     // no bits: the four bytes 00 00 ff ff that the sender removed
	PartDeflateFault                                    // from the first bits that are not DEFLATE to the end of the message

	// Parts of UTF-8 (RFC 3629 §3, §4). Those after PartUTF8Bits say why a byte is
	// impossible: their spans begin with it, go to the end of the text, and break a Rule.

	PartUTF8Character  // a whole character, or its bytes so far; its parts follow, one deeper
	PartUTF8Prefix     // the first bits of a byte: 0, 10, 110, 1110 or 11110
	PartUTF8Bits       // the others, which are bits of the character's number
	PartUTF8Lone       // a continuation byte that continues nothing
	PartUTF8Unfinished // a character begins, but the one before awaits more bytes
	PartUTF8Overlong   // the number would fit into fewer bytes
	PartUTF8Surrogate  // the number would be from U+D800 to U+DFFF
	PartUTF8Large      // the number would be above U+10FFFF
	PartUTF8Never      // F8 to FF, which UTF-8 does not use
	PartUTF8Cut        // no bits: the text ends, but its last character awaits more bytes
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

	// UTF-8.
	PartUTF8Character:  "utf8.character",
	PartUTF8Prefix:     "utf8.prefix",
	PartUTF8Bits:       "utf8.bits",
	PartUTF8Lone:       "utf8.lone",
	PartUTF8Unfinished: "utf8.unfinished",
	PartUTF8Overlong:   "utf8.overlong",
	PartUTF8Surrogate:  "utf8.surrogate",
	PartUTF8Large:      "utf8.large",
	PartUTF8Never:      "utf8.never",
	PartUTF8Cut:        "utf8.cut",
}

// NumParts is the number of parts, counting from 0.
const NumParts = int(numParts)

// Name returns the part's stable name, such as "length.extended".
func (p Part) Name() string {
	if p >= numParts {
		return "unknown"
	}
	if p >= numHeadParts && p < numMissingParts {
		return missingPartNames[p-numHeadParts]
	}
	return partNames[p]
}
