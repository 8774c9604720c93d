package record

import "framelab/codec"

// maxText is the size in bytes of the longest text that DissectUTF8 accepts: each byte
// may have three spans.
const maxText = 1 << 16

// DissectUTF8 returns the spans of a text in UTF-8, by codec.AppendUTF8Dissection; last is
// 0 if more of the text may follow. For a text longer than maxText it returns a record of
// one byte, which is never a record of spans.
func (w *Writer) DissectUTF8(in []byte, last uint32) []byte {
	if len(in) > maxText {
		w.out = append(w.out[:0], 1)
		return w.out
	}
	w.spans = codec.AppendUTF8Dissection(w.spans[:0], in, last != 0)
	w.out = appendSpans(w.out[:0], w.spans)
	return w.out
}
