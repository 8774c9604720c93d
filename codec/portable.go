//go:build wasm || tinygo.wasm

package codec

func hash(b []byte) [20]byte { return portableSHA1(b) }

func hashAccept(in *[acceptInLen]byte) [20]byte { return portableAccept(in) }

// aligns is false here: the extra code before the first word costs a browser more than
// words that cross cache lines.
const aligns = false

func beforeWord([]byte) int { return 0 }
