//go:build wasm || tinygo.wasm

// Command wasm exports the functions of wasm/record to JavaScript, over linear memory.
// site/assets/js/codec/codec.js is the JavaScript side.
//
// A caller writes its input into the in buffer, calls a function with the length of the
// input and a few numbers, and reads the result, a little-endian binary record, from the
// out buffer. Both buffers grow; place has their addresses. Names have a single source:
// the tables record has them all.
package main

// main blocks, because the exported functions can be called only while it runs.
func main() { select {} }
