//go:build wasm || tinygo.wasm

package main

import (
	"unsafe"

	"framelab/wasm/record"
)

var writer record.Writer

// result is the last record.
var result []byte

// place holds the addresses of the buffers: address and length of the in buffer, and
// address of the last record. JavaScript reads it after every call.
var place [record.Places]uint32

//go:wasmexport place
func exportPlace() unsafe.Pointer { return unsafe.Pointer(&place) }

// give makes b the last record and returns its length.
func give(b []byte) uint32 {
	result = b
	place[record.PlaceRecord] = uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b))))
	return uint32(len(b))
}

//go:wasmexport reserve
func reserve(n uint32) bool {
	ok := writer.Reserve(n)
	in := writer.Buffer()
	place[record.PlaceInput] = uint32(uintptr(unsafe.Pointer(unsafe.SliceData(in))))
	place[record.PlaceLength] = uint32(len(in))
	return ok
}

//go:wasmexport tables
func tables() uint32 { return give(writer.Tables()) }

//go:wasmexport dissect
func dissect(n, role, rsv, maxFrame, maxMessage, maxFragments uint32) uint32 {
	return give(writer.Dissect(writer.Input(n), role, rsv, maxFrame, maxMessage, maxFragments))
}

//go:wasmexport dissectRequest
func dissectRequest(n uint32) uint32 { return give(writer.DissectRequest(writer.Input(n))) }

//go:wasmexport dissectResponse
func dissectResponse(n, split uint32) uint32 {
	return give(writer.DissectResponse(writer.Input(n), split))
}

//go:wasmexport header
func header(n uint32) uint32 { return give(writer.Header(writer.Input(n))) }

//go:wasmexport frame
func frame(n uint32) uint32 { return give(writer.Frame(writer.Input(n))) }

//go:wasmexport frameHeader
func frameHeader(n uint32) uint32 { return give(writer.FrameHeader(writer.Input(n))) }

//go:wasmexport mask
func mask(n, key, offset uint32) uint32 { return give(writer.Mask(writer.Input(n), key, offset)) }

//go:wasmexport accept
func accept(n uint32) uint32 { return give(writer.Accept(writer.Input(n))) }

//go:wasmexport sha1
func sha1(n uint32) uint32 { return give(writer.SHA1(writer.Input(n))) }

//go:wasmexport guid
func guid() uint32 { return give(writer.GUID()) }

//go:wasmexport wrongAccept
func wrongAccept(n, split uint32) uint32 { return give(writer.WrongAccept(writer.Input(n), split)) }

//go:wasmexport mark
func exportMark(n, split uint32) uint32 { return give(writer.Mark(writer.Input(n), split)) }

//go:wasmexport respond
func respond(n, split, deflate, most uint32) uint32 {
	return give(writer.Respond(writer.Input(n), split, deflate, most))
}

//go:wasmexport refusal
func refusal(n, status uint32) uint32 { return give(writer.Refusal(writer.Input(n), status)) }

//go:wasmexport request
func request(n uint32) uint32 { return give(writer.Request(writer.Input(n))) }

//go:wasmexport connNew
func connNew(role, maxFrame, maxMessage, maxFragments uint32) uint32 {
	return writer.ConnNew(role, maxFrame, maxMessage, maxFragments)
}

//go:wasmexport connFree
func connFree(handle uint32) { writer.ConnFree(handle) }

//go:wasmexport connReceive
func connReceive(n, handle, key, from uint32) uint32 {
	return give(writer.ConnReceive(writer.Input(n), handle, key, from))
}

//go:wasmexport connEOF
func connEOF(handle, key uint32) uint32 { return give(writer.ConnEOF(handle, key)) }

//go:wasmexport connSend
func connSend(n, handle, key, opcode uint32, fin bool) uint32 {
	return give(writer.ConnSend(writer.Input(n), handle, key, opcode, fin))
}

//go:wasmexport connOutput
func connOutput(handle uint32) uint32 { return give(writer.ConnOutput(handle)) }

//go:wasmexport connState
func connState(handle uint32) uint32 { return writer.ConnState(handle) }

//go:wasmexport connReceiving
func connReceiving(handle uint32) uint32 { return writer.ConnReceiving(handle) }

//go:wasmexport connWindow
func connWindow(handle uint32) uint32 { return writer.ConnWindow(handle) }

//go:wasmexport dissectInflated
func dissectInflated(n, role, rsv, maxFrame, maxMessage, maxFragments, params, midway uint32) uint32 {
	return give(writer.DissectInflated(writer.Input(n), role, rsv, maxFrame, maxMessage, maxFragments, params, midway))
}

//go:wasmexport dissectDeflate
func dissectDeflate(n, bits, before uint32) uint32 {
	return give(writer.DissectDeflate(writer.Input(n), bits, before))
}

//go:wasmexport dissectUTF8
func dissectUTF8(n, last uint32) uint32 { return give(writer.DissectUTF8(writer.Input(n), last)) }

//go:wasmexport connDeflate
func connDeflate(role, maxFrame, maxMessage, maxFragments, params uint32) uint32 {
	return writer.ConnDeflate(role, maxFrame, maxMessage, maxFragments, params)
}
