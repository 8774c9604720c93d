//go:build wasm || tinygo.wasm

// Command wasm exports the functions of wasm/record to JavaScript, over linear
// memory. site/assets/js/codec/codec.js is its other half.
//
// A caller writes its input into the in buffer, calls a function with the
// input's length and small numbers, and reads the result, a little-endian
// binary record, from the out buffer. Both buffers grow; place tells where they
// are. No name or word is written twice: the tables record brings them all.
package main

// main blocks: the exported functions can be called for as long as it runs.
func main() { select {} }
