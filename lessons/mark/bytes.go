package mark

import (
	"strconv"

	"framelab/codec"
)

// markBytes marks an answer of bytes that are not a frame.
func (e *Exercise) markBytes(answer []byte) Result {
	return e.judge(func(c *Condition) *Result {
		switch c.Is {
		case IsBytes:
			return isBytes(answer, c.Bytes)
		case IsUnmasked:
			return e.isUnmasked(answer)
		}
		return found("unreadable", Place{}, "", "")
	})
}

// isBytes compares an answer with the wanted bytes, up to the first difference.
func isBytes(answer, want []byte) *Result {
	for i := range min(len(answer), len(want)) {
		if answer[i] != want[i] {
			return found("bytes.differ", bytesAt(i, 1), hexadecimal(answer[i:i+1]), "")
		}
	}
	sizes := found("", Place{}, strconv.Itoa(len(answer)), strconv.Itoa(len(want)))
	switch {
	case len(answer) < len(want):
		sizes.Finding, sizes.Place = "bytes.few", bytesAt(len(answer), 0)
	case len(answer) > len(want):
		sizes.Finding, sizes.Place = "bytes.many", bytesAt(len(want), len(answer)-len(want))
	default:
		return nil
	}
	return sizes
}

// isUnmasked compares an answer with the unmasked payload of the given frame.
func (e *Exercise) isUnmasked(answer []byte) *Result {
	h, n := codec.ParseHeader(e.Given)
	if n == 0 || h.Length > uint64(len(e.Given)-n) {
		return found("unreadable", Place{}, "", "")
	}
	wire := e.Given[n : n+int(h.Length)]
	want := append([]byte(nil), wire...)
	if h.Masked {
		codec.Mask(want, h.Key)
	}
	r := isBytes(answer, want)
	if r == nil {
		return nil
	}
	if r.Finding == "bytes.few" {
		r.Finding = "payload.few"
	}
	if !h.Masked {
		return r
	}
	key := [4]byte(e.Given[n-4:])
	switch {
	case string(answer) == string(key[:]):
		r.Finding, r.Place = "mask.key", bytesAt(0, 4)
	case r.Finding == "bytes.differ":
		r.diagnose(answer, wire, key, int(r.Place.Start/8), 0)
	}
	return r
}
