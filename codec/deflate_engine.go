package codec

import "framelab/codec/internal/flate"

// An Inflater inflates what one peer sends compressed (RFC 7692 §7.2.2). It is
// the engine below [Conn], which takes care of frames and of RSV1.
type Inflater interface {
	// Inflate appends to dst what src, the next bytes of a message in DEFLATE,
	// inflates to. dst has to be what the message's bytes before gave. A block
	// with BFINAL is followed, from the next whole byte on, by further ones. fin
	// says that the message ends with src; the four bytes that its sender removed
	// are then put back.
	//
	// When limit is not 0 the result never has more bytes; MessageTooBig is for a
	// message that would need them. What a message breaks besides is one of the
	// rules that are called MessageDeflate. What was inflated up to there is
	// returned with the Rule; the Inflater is of no use any more.
	Inflate(dst, src []byte, fin bool, limit uint64) ([]byte, Rule)

	// InflateInto is Inflate without allocation: it never grows dst beyond its
	// capacity. It stops when dst has no room for the longest match, 258 bytes. Then
	// full is true and rest is the unread part of src: call it again with more room
	// and with rest, even when that is empty. A dst with room for limit bytes is
	// never full.
	InflateInto(dst, src []byte, fin bool, limit uint64) (out, rest []byte, full bool, rule Rule)
}

// A Deflater compresses what one peer sends (RFC 7692 §7.2.1).
type Deflater interface {
	// Deflate appends src, the next piece of a message, to dst in DEFLATE. What
	// it appends is whole bytes and ends with an empty stored block:
	// 00 00 ff ff. fin says that the message ends with src.
	Deflate(dst, src []byte, fin bool) []byte
	// Drop takes back the last message, of which Deflate was given the end: it is
	// sent as it is, so the messages to come must not refer to it.
	Drop()
}

// An inflater is this package's own Inflater.
type inflater struct{ engine *flate.Inflater }

// NewInflater returns an Inflater in which a match reaches back at most 2^bits
// bytes (RFC 7692 §7.1.2), with takeover also into the messages before (§7.1.1).
// bits is 8 to 15. It takes some 4 KiB of memory, and with takeover a window more.
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

// A Compressor is this package's own [Deflater]: matches by hash chains with one byte
// of lookahead, and blocks that are stored or have fixed codes or codes of their
// own, whichever is shortest. It makes messages about as long as zlib's level 6.
//
// While it compresses it needs a [Workspace]. It makes one when none was lent to it.
type Compressor struct{ engine *flate.Compressor }

// A Workspace is the memory that a [Compressor] works in: with what it compresses
// and what matches may refer to, up to some 350 KiB. Compressors that do not work
// at the same time can share one: see [Compressor.Lend].
type Workspace = flate.Workspace

// NewDeflater returns a Compressor whose matches reach back at most 2^bits bytes, 8
// to 15 (RFC 7692 §7.1.2), with takeover also into the messages before (§7.1.1).
func NewDeflater(bits uint8, takeover bool) *Compressor {
	return &Compressor{flate.NewCompressor(bits, takeover)}
}

// Lend gives z memory to work in, unless it has some. See Release.
func (z *Compressor) Lend(w *Workspace) { z.engine.Lend(w) }

// Release takes the memory from z and returns it, so that another Compressor can use
// it; it returns nil if z has none. z keeps what later messages may refer to, at most
// a window.
func (z *Compressor) Release() *Workspace { return z.engine.Release() }

// Deflate implements Deflater.
func (z *Compressor) Deflate(dst, src []byte, fin bool) []byte {
	return z.engine.Deflate(dst, src, fin)
}

// Drop implements Deflater.
func (z *Compressor) Drop() { z.engine.Drop() }
