package record

//go:generate go run framelab/tools/layout

import (
	"framelab/codec"
	"framelab/lessons/mark"
)

// This file defines the place of everything in a record, as an offset in bytes, and how
// some numbers hold several values. The functions write records by it, and tools/layout
// generates the JavaScript module from it by which codec.js reads them.

// format is the version of the layouts. It is raised whenever one changes, so that a
// script and a module of different builds detect the mismatch.
const format = 3

// The contents of wasm's place, as indices of u32s: the address of the in buffer, its
// length, and the address of the last record.
const (
	PlaceInput = iota
	PlaceLength
	PlaceRecord
	Places // the number of them
)

// A span: u64 start, bits, missing and value, u8 field, source, rule and depth.
const (
	spanStart   = 0
	spanBits    = 8
	spanMissing = 16
	spanValue   = 24
	spanField   = 32
	spanSource  = 33
	spanRule    = 34
	spanDepth   = 35
	spanBytes   = 36
)

// A frame's header: u8 fin, RSV, opcode, masked, form and size, 4 bytes of key as on the
// wire, u64 length. form is the number of bits of the length field: 7, 16 or 64, or 0 for
// the fewest that fit.
const (
	headerFin    = 0
	headerRSV    = 1
	headerOpcode = 2
	headerMasked = 3
	headerForm   = 4
	headerSize   = 5
	headerKey    = 8
	headerLength = 12
	HeaderBytes  = 20
)

// An event of a connection: u8 kind, opcode, rule, and 1 if the key was used, u16 close
// code, u32 number of consumed bytes; then the event's data.
const (
	eventKind     = 0
	eventOpcode   = 1
	eventRule     = 2
	eventKeyUsed  = 3
	eventCode     = 4
	eventConsumed = 8
	eventBytes    = 12
)

// stateClose is added to a connection's state if its transport has to be closed now.
const stateClose = 256

// receivingFrames is by how much each frame of a message that has not ended adds to its
// opcode.
const receivingFrames = 16

// A server's response to a request: u16 status, u8 rule, u8 1 if permessage-deflate was
// negotiated, u32 size of the request, u32 negotiated parameters; then the bytes of the
// response.
const (
	answerStatus     = 0
	answerRule       = 2
	answerDeflate    = 3
	answerSize       = 4
	answerParameters = 8
	answerBytes      = 12
)

// The parameters of permessage-deflate as a number (RFC 7692 §7.1): a bit for each
// no_context_takeover, and the shift of the four bits of each max_window_bits.
const (
	deflateServerNoTakeover = 1 << 0
	deflateClientNoTakeover = 1 << 1
	deflateServerBits       = 4
	deflateClientBits       = 8
)

// The result of marking: u8 1 if the answer passes, u8 rule, u8 kind of place, u32 line,
// u64 start and bits, u32 right, of, wrong and open; then the strings finding, item, got
// and want, each after its length in four bytes.
const (
	markPass  = 0
	markRule  = 1
	markKind  = 2
	markLine  = 4
	markStart = 8
	markBits  = 16
	markRight = 24
	markOf    = 28
	markWrong = 32
	markOpen  = 36
	markBytes = 40
)

// digestBytes is the size of a SHA-1 digest, which is followed by its base64.
const digestBytes = 20

// A Constant is a number of the layout with its name in JavaScript.
type Constant struct {
	Name  string
	Value int
}

// Constants are the layout.
func Constants() []Constant {
	return []Constant{
		{"FORMAT", format},
		{"PLACE_INPUT", 4 * PlaceInput}, {"PLACE_LENGTH", 4 * PlaceLength}, {"PLACE_RECORD", 4 * PlaceRecord},
		{"SPAN_START", spanStart}, {"SPAN_BITS", spanBits}, {"SPAN_MISSING", spanMissing}, {"SPAN_VALUE", spanValue},
		{"SPAN_FIELD", spanField}, {"SPAN_SOURCE", spanSource}, {"SPAN_RULE", spanRule}, {"SPAN_DEPTH", spanDepth}, {"SPAN_BYTES", spanBytes},
		{"HEADER_FIN", headerFin}, {"HEADER_RSV", headerRSV}, {"HEADER_OPCODE", headerOpcode}, {"HEADER_MASKED", headerMasked},
		{"HEADER_FORM", headerForm}, {"HEADER_SIZE", headerSize}, {"HEADER_KEY", headerKey}, {"HEADER_LENGTH", headerLength}, {"HEADER_BYTES", HeaderBytes},
		{"EVENT_KIND", eventKind}, {"EVENT_OPCODE", eventOpcode}, {"EVENT_RULE", eventRule}, {"EVENT_KEY_USED", eventKeyUsed},
		{"EVENT_CODE", eventCode}, {"EVENT_CONSUMED", eventConsumed}, {"EVENT_BYTES", eventBytes},
		{"STATE_CLOSE", stateClose}, {"RECEIVING_FRAMES", receivingFrames},
		{"ANSWER_STATUS", answerStatus}, {"ANSWER_RULE", answerRule}, {"ANSWER_DEFLATE", answerDeflate}, {"ANSWER_SIZE", answerSize},
		{"ANSWER_PARAMETERS", answerParameters}, {"ANSWER_BYTES", answerBytes},
		{"DEFLATE_SERVER_NO_TAKEOVER", deflateServerNoTakeover}, {"DEFLATE_CLIENT_NO_TAKEOVER", deflateClientNoTakeover},
		{"DEFLATE_SERVER_BITS", deflateServerBits}, {"DEFLATE_CLIENT_BITS", deflateClientBits},
		{"WINDOW_BITS_MIN", codec.MinWindowBits}, {"WINDOW_BITS_MAX", codec.MaxWindowBits},
		{"MARK_PASS", markPass}, {"MARK_RULE", markRule}, {"MARK_KIND", markKind}, {"MARK_LINE", markLine}, {"MARK_START", markStart},
		{"MARK_BITS", markBits}, {"MARK_RIGHT", markRight}, {"MARK_OF", markOf}, {"MARK_WRONG", markWrong}, {"MARK_OPEN", markOpen}, {"MARK_BYTES", markBytes},
		{"DIGEST_BYTES", digestBytes},
		{"RSV1", int(codec.RSV1)},
	}
}

// A List is names by their numbers in records, for kinds that have no names in the codec.
type List struct {
	Name  string
	Names []string
}

// Lists are the names of duties and of kinds of places.
func Lists() []List {
	return []List{
		{"DUTIES", []string{codec.DutyFail: "fail", codec.DutyChoose: "choose", codec.DutyIgnore: "ignore"}},
		{"PLACES", []string{mark.PlaceNone: "none", mark.PlaceBits: "bits", mark.PlaceLine: "line", mark.PlaceItem: "item"}},
	}
}
