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

// Duty returns what the receiver of bytes that break the rule has to do.
func (r Rule) Duty(receiver Role) Duty {
	switch r {
	case HeadObsFold: // a server rejects or replaces it, a user agent replaces it (RFC 9112 §5.2)
		if receiver == Client {
			return DutyIgnore
		}
		return DutyChoose
	case ResponseTransferEncoding, ResponseContentLength:
		// A 1xx ends with its blank line, whatever its fields say (RFC 9112 §6.3).
		return DutyIgnore

	case HeadTooBig, HeadTooManyFields, RequestTargetTooLong, FrameTooBig, MessageTooBig, MessageTooManyFragments: // limits of an endpoint's own
		return DutyChoose
	case HeadBareLF, HeadBareCR, HeadLeadingSpace, // RFC 9112 §2.2 lets a recipient repair these
		HeadNUL, HeadControl: // RFC 9110 §5.5 lets it replace or keep these
		return DutyChoose
	case HeadIncomplete, HeadSpaceBeforeColon, HeadNameEmpty, HeadNameNotToken, HeadColonMissing:
		// RFC 6455 §4.2.1 has a server refuse whatever breaks the grammar. A client may
		// recover what an invalid element meant (RFC 9110 §2.4).
		if receiver == Client {
			return DutyChoose
		}

	case RequestHTTP2, RequestVersionMajor, // RFC 9110 §15.6.6
		RequestTransferEncoding, RequestLengthDuplicate, RequestBody, // a body is legal in HTTP, but no handshake needs one
		RequestOriginDuplicate, RequestOriginMalformed, // RFC 6455 §4.2.1 asks for no form
		RequestSubprotocolDuplicate: // RFC 6455 §4.1 binds the client alone
		return DutyChoose

	case ResponseVersionMalformed, ResponseVersion, ResponseStatusMalformed, ResponseStatusSpace:
		// RFC 6455 §4.1 has a client look at the status and the fields alone.
		return DutyChoose
	case ResponseConnectionMalformed: // the token Upgrade is all that §4.1 asks for
		return DutyChoose
	case ResponseExtensionsDuplicate: // RFC 6455 §11.3.2 forbids what §4.2.2 allows
		return DutyChoose
	}
	return DutyFail
}
