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

// ReadUpgrade reads and judges the request at the front of b as this project's
// servers do: the whole head first, then how long its body is, then the opening
// handshake (RFC 6455 §4.2.1). It returns the head's size in bytes and the fault for
// which it is refused; 0 and the zero Fault while the head is incomplete.
func (r *Request) ReadUpgrade(b []byte, lim HeadLimits) (n int, f Fault) {
	lim.UpgradeOnly = false
	n, err := r.Parse(b, lim)
	switch {
	case err != nil:
		return 0, r.Fault()
	case n == 0:
		return 0, Fault{}
	}
	if f := r.BodyFault(); f.Rule != 0 {
		return n, f
	}
	r.CheckUpgrade()
	return n, r.Fault()
}

// BodyFault returns the error of ContentLength with its place, the last field that
// says how long the body is (the first may be right); the zero Fault for none.
func (r *Request) BodyFault() (f Fault) {
	_, err := r.ContentLength()
	if err == nil {
		return f
	}
	f.Rule, _ = err.(Rule)
	name := nameContentLength
	if f.Rule == RequestTransferEncoding {
		name = nameTransferEncoding
	}
	for i := range r.Fields {
		if r.Fields[i].name == name {
			f.Bit = uint64(r.Fields[i].Start) * 8
		}
	}
	return f
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
