//go:build wasm || tinygo.wasm

package main

import (
	"unsafe"

	"framelab/codec"
)

var the face

// result is the last record.
var result []byte

// place tells where the buffers are: address and length of the in buffer,
// address of the last record. JavaScript reads it after every call.
var place [3]uint32

//go:wasmexport place
func exportPlace() unsafe.Pointer { return unsafe.Pointer(&place) }

// give makes b the last record and returns its length.
func give(b []byte) uint32 {
	result = b
	place[2] = uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b))))
	return uint32(len(b))
}

//go:wasmexport reserve
func reserve(n uint32) bool {
	ok := the.reserve(n)
	place[0] = uint32(uintptr(unsafe.Pointer(unsafe.SliceData(the.in))))
	place[1] = uint32(len(the.in))
	return ok
}

//go:wasmexport tables
func tables() uint32 { return give(the.tables()) }

//go:wasmexport dissect
func dissect(n, role, rsv, maxFrame, maxMessage, maxFragments uint32) uint32 {
	return give(the.dissect(the.input(n), codec.Context{
		Role:   codec.Role(role),
		RSV:    codec.RSV(rsv & 7),
		Limits: limits(maxFrame, maxMessage, maxFragments),
	}))
}

//go:wasmexport dissectRequest
func dissectRequest(n uint32) uint32 { return give(the.dissectRequest(the.input(n))) }

//go:wasmexport dissectResponse
func dissectResponse(n, split uint32) uint32 { return give(the.dissectResponse(the.input(n), split)) }

//go:wasmexport header
func header(n uint32) uint32 { return give(the.header(the.input(n))) }

//go:wasmexport frame
func frame(n uint32) uint32 { return give(the.frame(the.input(n))) }

//go:wasmexport mask
func mask(n, key, offset uint32) uint32 { return give(the.mask(the.input(n), key, uint64(offset))) }

//go:wasmexport accept
func accept(n uint32) uint32 { return give(the.accept(the.input(n))) }

//go:wasmexport sha1
func sha1(n uint32) uint32 { return give(the.sha1(the.input(n))) }

//go:wasmexport guid
func guid() uint32 { return give(the.guid()) }

//go:wasmexport wrongAccept
func wrongAccept(n, split uint32) uint32 { return give(the.wrongAccept(the.input(n), split)) }

//go:wasmexport mark
func exportMark(n, split uint32) uint32 { return give(the.marked(the.input(n), split)) }

//go:wasmexport respond
func respond(n, split, deflate, most uint32) uint32 {
	return give(the.respond(the.input(n), split, deflate, most))
}

//go:wasmexport refusal
func refusal(n, status uint32) uint32 { return give(the.refusal(the.input(n), status)) }

//go:wasmexport request
func request(n uint32) uint32 { return give(the.request(the.input(n))) }

//go:wasmexport connNew
func connNew(role, maxFrame, maxMessage, maxFragments uint32) uint32 {
	return the.connNew(role, limits(maxFrame, maxMessage, maxFragments))
}

//go:wasmexport connFree
func connFree(handle uint32) { the.connFree(handle) }

// connReceive reads the input from its byte from on, so that the bytes of many
// events are written into the in buffer once.
//
//go:wasmexport connReceive
func connReceive(n, handle, key, from uint32) uint32 {
	in := the.input(n)
	return give(the.connReceive(in[clamp(from, len(in)):], connCall{handle, key}))
}

//go:wasmexport connEOF
func connEOF(handle, key uint32) uint32 { return give(the.connEOF(connCall{handle, key})) }

//go:wasmexport connSend
func connSend(n, handle, key, opcode uint32, fin bool) uint32 {
	return give(the.connSend(the.input(n), connCall{handle, key}, opcode, fin))
}

//go:wasmexport connOutput
func connOutput(handle uint32) uint32 { return give(the.connOutput(connCall{handle: handle})) }

//go:wasmexport connState
func connState(handle uint32) uint32 { return the.connState(connCall{handle: handle}) }

//go:wasmexport dissectInflated
func dissectInflated(n, role, rsv, maxFrame, maxMessage, maxFragments, params, midway uint32) uint32 {
	return give(the.dissectInflated(the.input(n), codec.Context{
		Role:   codec.Role(role),
		RSV:    codec.RSV(rsv & 7),
		Limits: limits(maxFrame, maxMessage, maxFragments),
		Midway: midway != 0,
	}, params))
}

//go:wasmexport dissectDeflate
func dissectDeflate(n, bits, before uint32) uint32 {
	return give(the.dissectDeflate(the.input(n), bits, before))
}

//go:wasmexport connDeflate
func connDeflate(role, maxFrame, maxMessage, maxFragments, params, midway uint32) uint32 {
	return the.connDeflate(role, limits(maxFrame, maxMessage, maxFragments), params)
}
