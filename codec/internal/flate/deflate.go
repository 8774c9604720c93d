package flate

// A Compressor compresses messages: matches by hash chains with one byte of
// lookahead, and blocks that are stored or have fixed codes or codes of their
// own, whichever is shortest. It makes messages about as long as zlib's level 6.
//
// While it compresses it needs a [Workspace]. It makes one if none was lent to it.
type Compressor struct {
	window   int // how far back a match may refer, in bytes
	takeover bool
	work     *Workspace
	within   bool   // the last message goes on
	last     int    // how many bytes of the last message there were so far
	turn     uint64 // how often it has given a workspace back
	before   []byte // without a workspace: the end of the messages before, at most a window
}

// NewCompressor returns a Compressor whose matches reach back at most 2^bits bytes, 8
// to 15 (RFC 7692 §7.1.2), with takeover also into the messages before (§7.1.1).
func NewCompressor(bits uint8, takeover bool) *Compressor {
	return &Compressor{window: 1 << bits, takeover: takeover}
}

// Lend gives z memory to work in, unless it has some. See Release.
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

// Release takes the memory from z and returns it, so that another Compressor can use
// it; it returns nil if z has none. z keeps what later messages may refer to, at most
// a window.
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

// Deflate appends src, the next piece of a message, to dst in DEFLATE: whole bytes,
// which end with Tail. fin says that the message ends with src.
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

// Drop takes back the last message, of which Deflate was given the end.
func (z *Compressor) Drop() {
	switch {
	case !z.takeover:
	case z.work != nil:
		finder := &z.work.finder
		finder.begin(finder.buf[:max(0, len(finder.buf)-z.last)])
	default:
		z.before = z.before[:max(0, len(z.before)-z.last)]
		z.turn++ // the workspace that it had last has the message still
	}
	z.last = 0
}

// compress appends blocks for what is in the finder from the byte from on. A match
// is taken when there is no longer one at the byte after its first.
func (w *Workspace) compress(out *bitWriter, from, window int) {
	finder, block := &w.finder, &w.block
	buf := finder.buf
	block.reset()
	waiting := false     // whether the byte before i is in no block yet
	length, back := 0, 0 // of the match there
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
			finder.know(i)
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
