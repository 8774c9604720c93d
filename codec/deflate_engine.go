package codec

import "framelab/codec/internal/flate"

// An Inflater inflates one peer's compressed messages (RFC 7692 §7.2.2). A [Conn] calls
// it with payloads only: frames and RSV1 are the Conn's business.
type Inflater interface {
	// Inflate appends to dst the inflated bytes of src, the next part of a message in
	// DEFLATE. dst must hold what the previous parts of the message inflated to. After a
	// block with BFINAL, the next block begins at the next whole byte. fin means that the
	// message ends with src; Inflate then adds the four bytes that the sender removed.
	//
	// The result never has more than limit bytes, unless limit is 0: a longer message is
	// MessageTooBig. Every other error is a rule whose name begins with MessageDeflate.
	// Together with a Rule, Inflate returns the bytes up to the error; the Inflater
	// cannot be used after that.
	Inflate(dst, src []byte, fin bool, limit uint64) ([]byte, Rule)

	// InflateInto is Inflate without allocation: it never grows dst beyond its capacity.
	// It stops when dst has no room for the longest match, 258 bytes. Then full is true
	// and rest is the unread part of src: call it again with more room and with rest,
	// even if rest is empty. A dst with room for limit bytes is never full.
	InflateInto(dst, src []byte, fin bool, limit uint64) (out, rest []byte, full bool, rule Rule)
}

// A Deflater compresses the messages that one side sends (RFC 7692 §7.2.1).
type Deflater interface {
	// Deflate compresses src, the next piece of a message, and appends it to dst in
	// DEFLATE: whole bytes that end with an empty stored block, 00 00 ff ff. fin means
	// that the message ends with src.
	Deflate(dst, src []byte, fin bool) []byte
	// Drop removes the last message, which Deflate has compressed to its end, from what
	// later messages may refer to: it is sent uncompressed.
	Drop()
}

// An inflater is this package's own implementation of Inflater.
type inflater struct{ engine *flate.Inflater }

// NewInflater returns an Inflater in which a match reaches back at most 2^bits bytes (RFC
// 7692 §7.1.2), and with takeover also into earlier messages (§7.1.1). bits is 8 to 15.
// It needs about 4 KiB of memory, and with takeover a window more.
func NewInflater(bits uint8, takeover bool) Inflater {
	return inflater{flate.NewInflater(bits, takeover)}
}

func (z inflater) Inflate(dst, src []byte, fin bool, limit uint64) ([]byte, Rule) {
	out, err := z.engine.Inflate(dst, src, fin, limit)
	return out, flateRules[err]
}

func (z inflater) InflateInto(dst, src []byte, fin bool, limit uint64) (out, rest []byte, full bool, rule Rule) {
	out, rest, full, err := z.engine.InflateInto(dst, src, fin, limit)
	return out, rest, full, flateRules[err]
}

// flateRules has the rule for each error of the engine.
var flateRules = [flate.NumErrors]Rule{
	flate.ErrBlockType:    MessageDeflateBlockType,
	flate.ErrStoredLength: MessageDeflateStoredLength,
	flate.ErrCodes:        MessageDeflateCodes,
	flate.ErrSymbol:       MessageDeflateSymbol,
	flate.ErrWindow:       MessageDeflateWindow,
	flate.ErrNotHere:      MessageDeflateNotHere,
	flate.ErrEmpty:        MessageDeflateEmpty,
	flate.ErrTail:         MessageDeflateTail,
	flate.ErrFinal:        MessageDeflateFinal,
	flate.ErrUnfinished:   MessageDeflateUnfinished,
	flate.ErrTooBig:       MessageTooBig,
}

// A Compressor is this package's own [Deflater]. It finds matches with hash chains and
// one byte of lookahead, and writes each block stored, with fixed codes or with its own
// codes, whichever is shortest. Its messages are about as long as those of zlib's level
// 6.
//
// While it compresses it needs a [Workspace]. It makes one if none was lent to it.
type Compressor struct{ engine *flate.Compressor }

// A Workspace is the working memory of a [Compressor]: the bytes to compress and those
// that matches may refer to, up to about 350 KiB. Compressors that do not work at the
// same time can share one: see [Compressor.Lend].
type Workspace = flate.Workspace

// NewDeflater returns a Compressor whose matches reach back at most 2^bits bytes, 8 to 15
// (RFC 7692 §7.1.2), and with takeover also into earlier messages (§7.1.1).
func NewDeflater(bits uint8, takeover bool) *Compressor {
	return &Compressor{flate.NewCompressor(bits, takeover)}
}

// Lend gives z a Workspace, unless it has one. See Release.
func (z *Compressor) Lend(w *Workspace) { z.engine.Lend(w) }

// Release takes the Workspace from z and returns it, so that another Compressor can use
// it; it returns nil if z has none. z keeps the bytes that later messages may refer to,
// at most a window.
func (z *Compressor) Release() *Workspace { return z.engine.Release() }

// Deflate implements Deflater.
func (z *Compressor) Deflate(dst, src []byte, fin bool) []byte {
	return z.engine.Deflate(dst, src, fin)
}

// Drop implements Deflater.
func (z *Compressor) Drop() { z.engine.Drop() }
