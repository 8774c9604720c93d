package codec

// ContentLength returns the length in bytes of the body that follows the head:
// 0 when there is no Content-Length. The error is RequestTransferEncoding when
// the length is not known beforehand, RequestLengthDuplicate when it stands twice
// and RequestLengthMalformed when it is no number below 2⁶³, so that nobody can be led to see another border
// between requests (RFC 9112 §6.3, §11.2).
func (r *Request) ContentLength() (uint64, error) {
	var n uint64
	found := false
	for i := range r.Fields {
		switch r.Fields[i].name {
		case nameTransferEncoding:
			return 0, RequestTransferEncoding
		case nameContentLength:
			if found {
				return 0, RequestLengthDuplicate
			}
			var ok bool
			if n, ok = contentLength(r.Fields[i].Value); !ok {
				return 0, RequestLengthMalformed
			}
			found = true
		}
	}
	return n, nil
}

// contentLength reads a number of digits that fits 63 bits (RFC 9110 §8.6).
func contentLength(v []byte) (n uint64, ok bool) {
	for _, c := range v {
		if c < '0' || c > '9' || n > (1<<63-1-9)/10 {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	return n, len(v) > 0
}
