package record

// A Function is an exported function of wasm, to be called from Go by its JavaScript
// name. It returns a record or a number.
type Function struct {
	Input  bool // it reads the input; the others have none
	Args   int  // how many further numbers it takes
	Record func(w *Writer, in []byte, a []uint32) []byte
	Number func(w *Writer, a []uint32) uint32
}

// Functions are the functions that wasm exports and that work on a Writer, by name.
// Reserve is not among them, because a Go caller needs no in buffer.
func Functions() map[string]Function {
	const input = true
	return map[string]Function{
		"tables": {Record: func(w *Writer, _ []byte, a []uint32) []byte { return w.Tables() }},
		"dissect": {Input: input, Args: 5, Record: func(w *Writer, in []byte, a []uint32) []byte {
			return w.Dissect(in, a[0], a[1], a[2], a[3], a[4])
		}},
		"dissectRequest":  {Input: input, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.DissectRequest(in) }},
		"dissectResponse": {Input: input, Args: 1, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.DissectResponse(in, a[0]) }},
		"header":          {Input: input, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.Header(in) }},
		"frame":           {Input: input, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.Frame(in) }},
		"frameHeader":     {Input: input, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.FrameHeader(in) }},
		"mask":            {Input: input, Args: 2, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.Mask(in, a[0], a[1]) }},
		"accept":          {Input: input, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.Accept(in) }},
		"sha1":            {Input: input, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.SHA1(in) }},
		"guid":            {Record: func(w *Writer, _ []byte, a []uint32) []byte { return w.GUID() }},
		"wrongAccept":     {Input: input, Args: 1, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.WrongAccept(in, a[0]) }},
		"mark":            {Input: input, Args: 1, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.Mark(in, a[0]) }},
		"respond":         {Input: input, Args: 3, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.Respond(in, a[0], a[1], a[2]) }},
		"refusal":         {Input: input, Args: 1, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.Refusal(in, a[0]) }},
		"request":         {Input: input, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.Request(in) }},
		"dissectInflated": {Input: input, Args: 7, Record: func(w *Writer, in []byte, a []uint32) []byte {
			return w.DissectInflated(in, a[0], a[1], a[2], a[3], a[4], a[5], a[6])
		}},
		"dissectDeflate": {Input: input, Args: 2, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.DissectDeflate(in, a[0], a[1]) }},
		"dissectUTF8":    {Input: input, Args: 1, Record: func(w *Writer, in []byte, a []uint32) []byte { return w.DissectUTF8(in, a[0]) }},
		"connNew":        {Args: 4, Number: func(w *Writer, a []uint32) uint32 { return w.ConnNew(a[0], a[1], a[2], a[3]) }},
		"connDeflate":    {Args: 5, Number: func(w *Writer, a []uint32) uint32 { return w.ConnDeflate(a[0], a[1], a[2], a[3], a[4]) }},
		"connFree":       {Args: 1, Number: func(w *Writer, a []uint32) uint32 { w.ConnFree(a[0]); return 0 }},
		"connState":      {Args: 1, Number: func(w *Writer, a []uint32) uint32 { return w.ConnState(a[0]) }},
		"connReceiving":  {Args: 1, Number: func(w *Writer, a []uint32) uint32 { return w.ConnReceiving(a[0]) }},
		"connWindow":     {Args: 1, Number: func(w *Writer, a []uint32) uint32 { return w.ConnWindow(a[0]) }},
		"connReceive": {Input: input, Args: 3, Record: func(w *Writer, in []byte, a []uint32) []byte {
			return w.ConnReceive(in, a[0], a[1], a[2])
		}},
		"connEOF": {Args: 2, Record: func(w *Writer, _ []byte, a []uint32) []byte { return w.ConnEOF(a[0], a[1]) }},
		"connSend": {Input: input, Args: 4, Record: func(w *Writer, in []byte, a []uint32) []byte {
			return w.ConnSend(in, a[0], a[1], a[2], a[3] != 0)
		}},
		"connOutput": {Args: 1, Record: func(w *Writer, _ []byte, a []uint32) []byte { return w.ConnOutput(a[0]) }},
	}
}
