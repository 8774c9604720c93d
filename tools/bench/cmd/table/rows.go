package main

// A row is one line of the table: a benchmark and the codec's targets for it.
type row struct {
	name   string // name of the benchmark, without "Benchmark"
	what   string
	limit  string // the arm that is the lower bound, "" if the row has none
	native target
	wasm   target
}

// A target is the largest allowed ratio of our time to the peer's.
type target struct {
	peer  string // "" if there is no target
	ratio float64
}

// rows has a line for each operation that the codec does for every connection, frame or
// byte.
var rows = []row{
	{name: "Mask16", what: "mask 16 B", limit: "copy", native: target{"coder", 0.8}, wasm: target{"coder", 0.85}},
	{name: "Mask125", what: "mask 125 B", limit: "copy", native: target{"coder", 0.9}, wasm: target{"coder", 0.85}},
	{name: "Mask1K", what: "mask 1 KiB", limit: "copy", native: target{"coder", 1.02}},
	{name: "Mask64K", what: "mask 64 KiB", limit: "copy", native: target{"coder", 1.02}, wasm: target{"coder", 1.02}},
	{name: "MaskShifted", what: "mask 64 KiB, 3 bytes off a word", native: target{"aligned", 1.1}},
	{name: "EncodeHeader", what: "encode a header", native: target{"gws", 0.4}},
	{name: "DecodeHeader", what: "decode and check a header", native: target{"gws", 0.25}},
	{name: "DecodeEmpty", what: "likewise, by the whole Decoder"},
	{name: "Stream64", what: "a stream of 64 B masked frames", limit: "copy", native: target{"gobwas", 0.3}},
	{name: "StreamText64", what: "likewise, text with UTF-8 checked", native: target{"gobwas", 0.4}},
	{name: "Stream64K", what: "64 KiB masked frames", limit: "copy", native: target{"gws", 0.8}},
	{name: "HandshakePlain", what: "handshake: parse, check, accept, respond", native: target{"gobwas", 0.6}},
	{name: "HandshakeBrowser", what: "handshake with a browser's request", native: target{"gobwas", 0.6}},
	{name: "Deflate64", what: "compress a 60 B message of JSON", native: target{"coder", 1.1}},
	{name: "Deflate1K", what: "compress 1 KiB of JSON", native: target{"coder", 1}},
	{name: "Deflate64K", what: "compress 64 KiB of JSON", native: target{"gobwas", 0.3}},
	{name: "DeflateTakeover64", what: "compress 60 B, referring to those before"},
	{name: "Inflate64", what: "inflate a 60 B message", native: target{"coder", 1}},
	{name: "Inflate64K", what: "inflate 64 KiB", native: target{"gws", 1}},
	{name: "UTF8ASCII", what: "UTF-8 across fragments, ASCII", limit: "utf8.Valid", native: target{"utf8.Valid", 1 / 0.9}},
	{name: "UTF8Korean", what: "UTF-8 across fragments, Korean", limit: "utf8.Valid", native: target{"utf8.Valid", 1 / 0.9}},
}

// peers are the columns of ratios.
var peers = []string{"gobwas", "coder", "gorilla", "gws"}
