package site

import (
	"encoding/hex"
	"strings"

	"framelab/codec"
)

// A breach is an example that breaks one rule and no other, for the lab that shows it:
// frames for the frame builder, or heads for the handshake bench. A rule that no received
// bytes can break in a lab has the reason instead.
type breach struct {
	From     codec.Role // who sends the frames, if it is about frames
	Deflate  bool       // the connection uses permessage-deflate, without parameters
	Frames   []byte
	Request  string
	Response string       // if the server's response is at fault, or a frame after it
	Also     []codec.Rule // rules that it cannot but break too, after its own
	Why      string       // "limit", "own" or "end": words reference.why.*
}

// Link returns the address of the lab with the example, from the root of the language's
// pages; "" if there is none.
func (b breach) Link() string {
	switch {
	case b.Frames != nil:
		way := "c/"
		if b.From == codec.Server {
			way = "s/"
		}
		if b.Deflate {
			way += "deflate/"
		}
		return "labs/frame/#v1/" + way + hex.EncodeToString(b.Frames)
	case b.Response != "":
		return "labs/handshake/#h1/" + hex.EncodeToString([]byte(b.Request)) + "/" + hex.EncodeToString([]byte(b.Response))
	case b.Request != "":
		return "labs/handshake/#h1/" + hex.EncodeToString([]byte(b.Request))
	}
	return ""
}

// The heads of RFC 6455 §1.3, which break nothing.
const (
	goodRequest = "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
	goodResponse = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
)

// asking returns the good request with one part changed. It panics if that is not there.
func asking(part, with string) breach { return breach{Request: changed(goodRequest, part, with)} }

// answering returns the good response with one part changed.
func answering(part, with string) breach {
	return breach{Request: goodRequest, Response: changed(goodResponse, part, with)}
}

// askingMore and answeringMore add a field line as the last.
func askingMore(line string) breach    { return asking("13\r\n", "13\r\n"+line+"\r\n") }
func answeringMore(line string) breach { return answering("xOo=\r\n", "xOo=\r\n"+line+"\r\n") }

// agreeing is an offer of permessage-deflate with its parameters, and the answer to it,
// with the frames after that.
func agreeing(offer, answer string, frames ...byte) breach {
	b := answeringMore("Sec-WebSocket-Extensions: permessage-deflate" + answer)
	b.Request = askingMore("Sec-WebSocket-Extensions: permessage-deflate" + offer).Request
	b.Response += string(frames)
	return b
}

func changed(head, part, with string) string {
	if !strings.Contains(head, part) {
		panic("no " + part + " in the head")
	}
	return strings.Replace(head, part, with, 1)
}

// sending returns frames from a client, each masked with the RFC's key.
func sending(frames ...codec.Header) *stream {
	s := &stream{from: codec.Client}
	for _, h := range frames {
		s.add(h, "")
	}
	return s
}

// A stream is a breach by frames, as it is put together.
type stream struct {
	from codec.Role
	b    []byte
}

func (s *stream) add(h codec.Header, payload string) *stream {
	if s.from == codec.Client {
		h.Masked, h.Key = true, rfcKey
	}
	s.b = codec.AppendFrame(s.b, h, []byte(payload))
	return s
}

// one is a breach by a single frame from a client.
func one(h codec.Header, payload string) breach {
	return breach{From: codec.Client, Frames: sending().add(h, payload).b}
}

// squeezed is a breach by a single compressed text message from a client.
func squeezed(payload string) breach {
	b := one(codec.Header{Fin: true, RSV: codec.RSV1, Opcode: codec.OpText}, payload)
	b.Deflate = true
	return b
}

// whole returns the header of an unfragmented frame.
func whole(op codec.Opcode) codec.Header { return codec.Header{Fin: true, Opcode: op} }

// breaches returns the example for each rule.
func breaches() map[codec.Rule]breach {
	limit, own, end := breach{Why: "limit"}, breach{Why: "own"}, breach{Why: "end"}
	part := codec.Header{Opcode: codec.OpText}
	text, ping, shut := whole(codec.OpText), whole(codec.OpPing), whole(codec.OpClose)
	flagged := func(rsv codec.RSV) codec.Header { h := text; h.RSV = rsv; return h }
	form := func(f codec.LengthForm) codec.Header { h := text; h.LengthForm = f; return h }
	pinged := ping
	pinged.RSV = codec.RSV1
	rsvPing := one(pinged, "Hello")
	rsvPing.Deflate = true
	topBit := one(form(codec.Length64), "Hello").Frames
	topBit[2] |= 0x80
	long := strings.Repeat("x", 126)
	fragments := sending().add(part, "Hel")
	return map[codec.Rule]breach{
		codec.FrameControlFragmented:  one(codec.Header{Opcode: codec.OpPing}, "Hello"),
		codec.FrameRSV1:               one(flagged(codec.RSV1), "Hello"),
		codec.FrameRSV2:               one(flagged(codec.RSV2), "Hello"),
		codec.FrameRSV3:               one(flagged(codec.RSV3), "Hello"),
		codec.FrameRSV1NotFirst:       rsvPing,
		codec.FrameOpcodeReserved:     one(whole(0x3), "Hello"),
		codec.FrameContinuationOrphan: one(whole(codec.OpContinuation), "Hello"),
		codec.FrameMessageInterleaved: {From: codec.Client, Frames: fragments.add(text, "Hello").b},
		codec.FrameMaskMissing:        {From: codec.Client, Frames: codec.AppendFrame(nil, text, []byte("Hello"))},
		codec.FrameMaskForbidden:      {From: codec.Server, Frames: one(text, "Hello").Frames},
		codec.FrameControlTooLong:     one(ping, long),
		codec.FrameLengthTopBit:       {From: codec.Client, Frames: topBit},
		codec.FrameLengthNotMinimal:   one(form(codec.Length16), "Hello"),
		codec.FrameTooBig:             limit,
		codec.MessageTooBig:           limit,
		codec.MessageTooManyFragments: limit,
		codec.MessageTextNotUTF8:      one(text, "Hello \xff"),
		codec.CloseBodyOneByte:        one(shut, "\x03"),
		codec.CloseCodeNotSendable:    one(shut, "\x03\xee"),
		codec.CloseReasonNotUTF8:      one(shut, "\x03\xe8\xff"),
		codec.SendAfterClose:          own,
		codec.MaskEntropyMissing:      own,
		codec.PendingFull:             own,

		codec.MessageDeflateBlockType:    squeezed("\x06"),
		codec.MessageDeflateStoredLength: squeezed("\x00\x05\x00\xfa\xfeHello\x00"),
		codec.MessageDeflateCodes:        squeezed("\xf4\x00\x00"),
		codec.MessageDeflateSymbol:       squeezed("\x1a\x03"),
		// 257 bytes in a stored block, then a match that reaches back 257: the window has 256.
		codec.MessageDeflateWindow: agreeing("; server_max_window_bits=8", "; server_max_window_bits=8",
			codec.AppendFrame(nil, flagged(codec.RSV1), []byte("\x00\x01\x01\xfe\xfe"+strings.Repeat("a", 257)+"\x02\x06\x00\x00"))...),
		// A second "Hello" that refers to the first, which a server without context takeover has forgotten.
		codec.MessageDeflateNotHere: agreeing("; server_no_context_takeover", "; server_no_context_takeover",
			codec.AppendFrame(codec.AppendFrame(nil, flagged(codec.RSV1), []byte(deflatedHello)), flagged(codec.RSV1), []byte(deflatedAgain))...),
		codec.MessageDeflateEmpty:      squeezed(""),
		codec.MessageDeflateTail:       squeezed(deflatedHello + "\x00\x00\xff\xff"),
		codec.MessageDeflateFinal:      squeezed("\xf3\x48\xcd\xc9\xc9\x07\x00"),
		codec.MessageDeflateUnfinished: squeezed(deflatedHello[:3]),

		codec.HeadTooBig:               askingMore("X-Filler: " + strings.Repeat("x", 16<<10)),
		codec.HeadIncomplete:           end,
		codec.HeadTooManyFields:        askingMore(strings.TrimSuffix(strings.Repeat("X: 1\r\n", 96), "\r\n")),
		codec.HeadBareLF:               asking("websocket\r\n", "websocket\n"),
		codec.HeadBareCR:               asking("websocket", "web\rsocket"),
		codec.HeadNUL:                  asking("websocket", "web\x00socket"),
		codec.HeadControl:              asking("websocket", "web\asocket"),
		codec.HeadLeadingSpace:         asking("Host", " Host"),
		codec.HeadObsFold:              asking("websocket", "\r\n websocket"),
		codec.HeadSpaceBeforeColon:     asking("Upgrade: w", "Upgrade : w"),
		codec.HeadNameEmpty:            asking("Upgrade: w", ": w"),
		codec.HeadNameNotToken:         asking("Upgrade: w", "Up(grade): w"),
		codec.HeadColonMissing:         asking("Upgrade: websocket", "Upgrade"),
		codec.RequestMethodNotToken:    asking("GET", "\"GET\""),
		codec.RequestHTTP2:             {Request: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Also: []codec.Rule{codec.RequestTarget, codec.RequestVersionMajor}},
		codec.RequestMethodUnknown:     asking("GET", "get"),
		codec.RequestMethod:            asking("GET", "POST"),
		codec.RequestTargetMalformed:   asking("GET /", "GET  /"),
		codec.RequestTarget:            asking("/chat", "ws://server.example.com/chat"),
		codec.RequestTargetFragment:    asking("/chat", "/chat#top"),
		codec.RequestTargetTooLong:     asking("/chat", "/"+strings.Repeat("x", 16<<10)),
		codec.RequestVersionMissing:    asking(" HTTP/1.1", ""),
		codec.RequestVersionMalformed:  asking("HTTP/1.1", "http/1.1"),
		codec.RequestVersionMajor:      asking("HTTP/1.1", "HTTP/2.0"),
		codec.RequestVersion:           asking("HTTP/1.1", "HTTP/1.0"),
		codec.ResponseVersionMalformed: answering("HTTP/1.1", "HTTP 1.1"),
		codec.ResponseVersion:          answering("HTTP/1.1", "HTTP/1.0"),
		codec.ResponseStatusMalformed:  answering("101", "1010"),
		codec.ResponseStatusSpace:      answering("101 Switching Protocols", "101"),
		codec.ResponseStatus:           answering("101 Switching Protocols", "200 OK"),

		codec.RequestHostMissing:                 asking("Host: server.example.com\r\n", ""),
		codec.RequestHostDuplicate:               askingMore("Host: other.example.com"),
		codec.RequestHostMalformed:               asking("server.example.com", "server.example.com:http"),
		codec.RequestTransferEncoding:            askingMore("Transfer-Encoding: chunked"),
		codec.RequestLengthDuplicate:             askingMore("Content-Length: 0\r\nContent-Length: 0"),
		codec.RequestLengthMalformed:             askingMore("Content-Length: +0"),
		codec.RequestBody:                        askingMore("Content-Length: 5"),
		codec.RequestUpgradeMissing:              asking("Upgrade: websocket\r\n", ""),
		codec.RequestUpgradeMalformed:            asking("websocket", "websocket, web socket"),
		codec.RequestUpgradeNoWebSocket:          asking("websocket", "h2c"),
		codec.RequestConnectionMissing:           asking("Connection: Upgrade\r\n", ""),
		codec.RequestConnectionMalformed:         asking("Connection: Upgrade", "Connection: Upgrade, \"x\""),
		codec.RequestConnectionNoUpgrade:         asking("Connection: Upgrade", "Connection: keep-alive"),
		codec.RequestKeyMissing:                  asking("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""),
		codec.RequestKeyDuplicate:                askingMore("Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw=="),
		codec.RequestKeyNotBase64:                asking("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNh-_BsZSBub25jZQ=="),
		codec.RequestKeyNot16Bytes:               asking("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j"),
		codec.RequestWebSocketVersionMissing:     asking("Sec-WebSocket-Version: 13\r\n", ""),
		codec.RequestWebSocketVersionDuplicate:   askingMore("Sec-WebSocket-Version: 13"),
		codec.RequestWebSocketVersionMalformed:   asking(": 13", ": 013"),
		codec.RequestWebSocketVersionUnsupported: asking(": 13", ": 8"),
		codec.RequestOriginDuplicate:             askingMore("Origin: http://a.example\r\nOrigin: http://b.example"),
		codec.RequestOriginMalformed:             askingMore("Origin: a.example"),
		codec.RequestSubprotocolMalformed:        askingMore("Sec-WebSocket-Protocol: super chat"),
		codec.RequestSubprotocolDuplicate:        askingMore("Sec-WebSocket-Protocol: chat, superchat, chat"),
		codec.RequestExtensionsMalformed:         askingMore("Sec-WebSocket-Extensions: permessage-deflate;"),
		codec.ResponseTransferEncoding:           answeringMore("Transfer-Encoding: chunked"),
		codec.ResponseContentLength:              answeringMore("Content-Length: 0"),
		codec.ResponseUpgradeMissing:             answering("Upgrade: websocket\r\n", ""),
		codec.ResponseUpgradeDuplicate:           answeringMore("Upgrade: websocket"),
		codec.ResponseUpgrade:                    answering("websocket", "websocket, h2c"),
		codec.ResponseConnectionMissing:          answering("Connection: Upgrade\r\n", ""),
		codec.ResponseConnectionMalformed:        answering("Connection: Upgrade", "Connection: Upgrade, a b"),
		codec.ResponseConnectionNoUpgrade:        answering("Connection: Upgrade", "Connection: keep-alive"),
		codec.ResponseAcceptMissing:              answering("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", ""),
		codec.ResponseAcceptDuplicate:            answeringMore("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
		codec.ResponseAcceptWrong:                answering("s3pP", "S3pP"),
		codec.ResponseExtensionsDuplicate:        {Request: askingMore("Sec-WebSocket-Extensions: foo, bar").Request, Response: answeringMore("Sec-WebSocket-Extensions: foo\r\nSec-WebSocket-Extensions: bar").Response},
		codec.ResponseExtensionsMalformed:        {Request: askingMore("Sec-WebSocket-Extensions: foo").Request, Response: answeringMore("Sec-WebSocket-Extensions: foo;").Response},
		codec.ResponseExtensionNotOffered:        answeringMore("Sec-WebSocket-Extensions: permessage-deflate"),
		codec.ResponseSubprotocolDuplicate:       {Request: askingMore("Sec-WebSocket-Protocol: chat, superchat").Request, Response: answeringMore("Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: superchat").Response},
		codec.ResponseSubprotocolMalformed:       {Request: askingMore("Sec-WebSocket-Protocol: chat, superchat").Request, Response: answeringMore("Sec-WebSocket-Protocol: chat, superchat").Response},
		codec.ResponseSubprotocolNotOffered:      answeringMore("Sec-WebSocket-Protocol: chat"),

		codec.ResponseDeflateTwice:                  agreeing("", ", permessage-deflate"),
		codec.ResponseDeflateParameterUnknown:       agreeing("", "; x"),
		codec.ResponseDeflateParameterDuplicate:     agreeing("", "; server_no_context_takeover; server_no_context_takeover"),
		codec.ResponseDeflateTakeoverValue:          agreeing("", "; server_no_context_takeover=1"),
		codec.ResponseDeflateWindowBits:             agreeing("", "; server_max_window_bits=16"),
		codec.ResponseDeflateServerTakeoverMissing:  agreeing("; server_no_context_takeover", ""),
		codec.ResponseDeflateServerWindowMissing:    agreeing("; server_max_window_bits=10", ""),
		codec.ResponseDeflateServerWindowLarger:     agreeing("; server_max_window_bits=10", "; server_max_window_bits=11"),
		codec.ResponseDeflateClientWindowNotOffered: agreeing("", "; client_max_window_bits=10"),
	}
}
