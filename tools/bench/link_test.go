package bench

import (
	"io"
	_ "unsafe" // for go:linkname

	_ "github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
	kflate "github.com/klauspost/compress/flate"
	"github.com/lxzan/gws"
)

// Functions that the libraries do not export, with their signatures. noescape tells the
// compiler what it would find out about their arguments if it saw the bodies.

//go:noescape
//go:linkname coderMask github.com/coder/websocket.maskGo
func coderMask(b []byte, key uint32) uint32

//go:noescape
//go:linkname gorillaMask github.com/gorilla/websocket.maskBytes
func gorillaMask(key [4]byte, pos int, b []byte) int

//go:noescape
//go:linkname gwsMask github.com/lxzan/gws/internal.MaskXOR
func gwsMask(b []byte, key []byte)

type gwsHeader [14]byte

//go:noescape
//go:linkname gwsGenerate github.com/lxzan/gws.(*frameHeader).GenerateHeader
func gwsGenerate(h *gwsHeader, isServer, fin, compress bool, opcode gws.Opcode, length int) (int, []byte)

//go:linkname gwsParse github.com/lxzan/gws.(*frameHeader).Parse
func gwsParse(h *gwsHeader, r io.Reader) (int, error)

// gwsRead does one turn of (*gws.Conn).ReadLoop.
//
//go:linkname gwsRead github.com/lxzan/gws.(*Conn).readMessage
func gwsRead(c *gws.Conn) error

//go:linkname gorillaAdvance github.com/gorilla/websocket.(*Conn).advanceFrame
func gorillaAdvance(c *gorilla.Conn) (int, error)

//go:linkname gorillaCompress github.com/gorilla/websocket.compressNoContextTakeover
func gorillaCompress(w io.WriteCloser, level int) io.WriteCloser

//go:linkname gorillaDecompress github.com/gorilla/websocket.decompressNoContextTakeover
func gorillaDecompress(r io.Reader) io.ReadCloser

// gwsCompress does the work of gws' deflater, which sends the compressed bytes without
// the tail.
//
//go:linkname gwsCompress github.com/lxzan/gws.compressTo
func gwsCompress(w *kflate.Writer, r io.WriterTo, dst io.Writer, dict []byte) error
