//go:build wasm || tinygo.wasm

package codec

func hash(b []byte) [20]byte { return portableSHA1(b) }

func hashAccept(in *[acceptInLen]byte) [20]byte { return portableAccept(in) }
