package flate

// A Compressor compresses messages. It finds matches with hash chains and one byte of
// lookahead, and writes each block stored, with fixed codes or with its own codes,
// whichever is shortest. Its messages are about as long as those of zlib's level 6.
//
// While it compresses it needs a [Workspace]. It makes one if none was lent to it.
type Compressor struct {
	window   int // how far back a match may refer, in bytes
	takeover bool
	work     *Workspace
	within   bool   // the last message continues
	last     int    // how many bytes of the last message there are so far
	turn     uint64 // how often it has returned a workspace
	before   []byte // while it has no workspace: the end of the messages before, at most a window
}

// NewCompressor returns a Compressor whose matches reach back at most 2^bits bytes, 8 to
// 15 (RFC 7692 §7.1.2), and with takeover also into earlier messages (§7.1.1).
func NewCompressor(bits uint8, takeover bool) *Compressor {
	return &Compressor{window: 1 << bits, takeover: takeover}
}

// Lend gives z a Workspace, unless it has one. See Release.
func (z *Compressor) Lend(w *Workspace) {
	if z.work != nil {
		return
	}
	z.work = w
	if w.owner != z || w.turn != z.turn {
		w.owner = z
		w.finder.begin(z.before)
	}
}

// Release takes the Workspace from z and returns it, so that another Compressor can use
// it; it returns nil if z has none. z keeps the bytes that later messages may refer to,
// at most a window.
func (z *Compressor) Release() *Workspace {
	w := z.work
	if w == nil {
		return nil
	}
	all := w.finder.buf
	last := all[max(0, len(all)-z.window):]
	if len(last) > cap(z.before) || len(last) == 0 {
		z.before = make([]byte, 0, min(2*len(last), z.window))
	}
	z.before = append(z.before[:0], last...)
	z.work = nil
	z.turn++
	w.turn = z.turn
	return w
}

// Deflate compresses src, the next piece of a message, and appends it to dst in DEFLATE:
// whole bytes that end with Tail. fin means that the message ends with src.
func (z *Compressor) Deflate(dst, src []byte, fin bool) []byte {
	if z.work == nil {
		z.Lend(new(Workspace))
	}
	finder := &z.work.finder
	w := bitWriter{out: dst}
	if !z.within {
		z.last = 0
	}
	z.within = !fin
	z.last += len(src)
	for len(src) > 0 {
		n := min(len(src), maxBlock)
		from := finder.add(src[:n], z.window)
		z.work.compress(&w, from, z.window)
		src = src[n:]
	}
	w.put(0, 3)
	w.bytes(Tail)
	if fin && !z.takeover {
		finder.begin(nil)
	}
	return w.out
}

// Drop removes the last message, which Deflate has compressed to its end, from what later
// messages may refer to.
func (z *Compressor) Drop() {
	switch {
	case !z.takeover:
	case z.work != nil:
		finder := &z.work.finder
		finder.begin(finder.buf[:max(0, len(finder.buf)-z.last)])
	default:
		z.before = z.before[:max(0, len(z.before)-z.last)]
		z.turn++ // the previous workspace still holds the message
	}
	z.last = 0
}

// compress appends blocks for the bytes in the finder from offset from on. It uses a
// match unless the next byte has a longer one.
func (w *Workspace) compress(out *bitWriter, from, window int) {
	finder, block := &w.finder, &w.block
	buf := finder.buf
	block.reset()
	waiting := false     // the previous byte is not in a block yet
	length, back := 0, 0 // length and distance of the match there
	for i := from; i < len(buf); {
		longer, further := 0, 0
		if i <= len(buf)-4 {
			at, short := finder.insert(i)
			if length < lazyMatch {
				longer, further = finder.match(i, at, short, length, window)
			}
		}
		if length > 0 && longer == 0 {
			block.addMatch(length, back)
			i += length - 1
			finder.index(i)
			waiting, length = false, 0
		} else {
			if waiting {
				block.addLiteral(buf[i-1])
			}
			waiting, length, back = true, longer, further
			i++
		}
		if len(block.elements) >= maxElements {
			end := i
			if waiting {
				end--
			}
			block.write(out, buf[from:end])
			block.reset()
			from = end
		}
	}
	if waiting {
		block.addLiteral(buf[len(buf)-1])
	}
	if from < len(buf) {
		block.write(out, buf[from:])
	}
}
