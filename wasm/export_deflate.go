//go:build (wasm || tinygo.wasm) && !noinflate

package main

import "framelab/codec"

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
func connDeflate(role, maxFrame, maxMessage, maxFragments, params uint32) uint32 {
	return the.connDeflate(role, limits(maxFrame, maxMessage, maxFragments), params)
}
