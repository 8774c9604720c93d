package codec

// AppendFrame writes a frame to the end of dst: h, whose Length is set from
// payload, then payload, masked with h.Key when h.Masked (RFC 6455 §5.2, §5.3).
// payload itself is not changed and must not lie in dst's spare capacity.
func AppendFrame(dst []byte, h Header, payload []byte) []byte {
	return h.appendFrame(dst, payload)
}

func (h *Header) appendFrame(dst []byte, payload []byte) []byte {
	h.Length = uint64(len(payload))
	dst = h.Append(dst)
	n := len(dst)
	dst = append(dst, payload...)
	if h.Masked {
		Mask(dst[n:], h.Key)
	}
	return dst
}
