package codec

// A Duty is what a broken rule asks of the endpoint that receives the bytes. The
// fault is the sender's whichever it is.
type Duty uint8

// The duties, strictest first.
const (
	DutyFail   Duty = iota // it must refuse the handshake or fail the connection
	DutyChoose             // it is free to refuse or to read on; this package refuses
	DutyIgnore             // it must read on as if the rule were kept
)

// What both roles, or one of them, do as receivers: two bits for a client, then two
// for a server.
const (
	choose       = uint8(DutyChoose | DutyChoose<<2)
	ignore       = uint8(DutyIgnore | DutyIgnore<<2)
	clientChoose = uint8(DutyChoose)
)

// duties has the rules that ask for less than DutyFail.
var duties = [numRules]uint8{
	// Limits of an endpoint's own.
	FrameTooBig: choose, MessageTooBig: choose, MessageTooManyFragments: choose,
	HeadTooBig: choose, HeadTooManyFields: choose, RequestTargetTooLong: choose,

	// RFC 9112 §2.2 lets a recipient repair these, RFC 9110 §5.5 replace or keep the
	// next two. A folded line a server rejects or replaces, a user agent replaces
	// (RFC 9112 §5.2).
	HeadBareLF: choose, HeadBareCR: choose, HeadLeadingSpace: choose,
	HeadNUL: choose, HeadControl: choose,
	HeadObsFold: uint8(DutyIgnore | DutyChoose<<2),

	// RFC 6455 §4.2.1 has a server refuse whatever breaks the grammar. A client may
	// recover what an invalid element meant (RFC 9110 §2.4).
	HeadIncomplete: clientChoose, HeadSpaceBeforeColon: clientChoose, HeadNameEmpty: clientChoose,
	HeadNameNotToken: clientChoose, HeadColonMissing: clientChoose,

	// Whether to support them (RFC 9110 §15.6.6).
	RequestHTTP2: choose, RequestVersionMajor: choose,
	// A body is legal in HTTP, but no handshake needs one.
	RequestTransferEncoding: choose, RequestLengthDuplicate: choose, RequestBody: choose,
	// RFC 6455 §4.2.1 asks a server for no form of these; §4.1 binds the client alone.
	RequestOriginDuplicate: choose, RequestOriginMalformed: choose, RequestSubprotocolDuplicate: choose,

	// RFC 6455 §4.1 has a client look at the status and the fields alone, and at
	// Connection for the token Upgrade.
	ResponseVersionMalformed: choose, ResponseVersion: choose, ResponseStatusMalformed: choose,
	ResponseStatusSpace: choose, ResponseConnectionMalformed: choose,
	// RFC 6455 §11.3.2 forbids what §4.2.2 allows.
	ResponseExtensionsDuplicate: choose,
	// A 1xx ends with its blank line, whatever its fields say (RFC 9112 §6.3).
	ResponseTransferEncoding: ignore, ResponseContentLength: ignore,
}

// Duty returns what the receiver of bytes that break the rule has to do.
func (r Rule) Duty(receiver Role) Duty {
	if r >= numRules {
		return DutyFail
	}
	both := Duty(duties[r])
	if receiver == Server {
		both >>= 2
	}
	return both & 3
}
