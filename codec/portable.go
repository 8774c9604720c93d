//go:build wasm || tinygo.wasm

package codec

func hash(b []byte) [20]byte { return portableSHA1(b) }

func hashAccept(in *[acceptInLen]byte) [20]byte { return portableAccept(in) }

// aligns is false here: what comes before the first word costs a browser more
// than words that lie across the lines of the cache.
const aligns = false

func beforeWord([]byte) int { return 0 }
