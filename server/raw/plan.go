package raw

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
)

// A plan is the bytes that a page wants sent over a connection to this server: one JSON
// text message on /raw, such as
//
//	{"pieces": [{"hex": "47 45 54 20"}, {"pauseMs": 200, "base64": "L2VjaG8…"}], "then": "fin", "waitMs": 1000}
//
// Each piece is written as it is, after its pause, in one write; it has base64 or
// hex (white space is ignored), or neither for a pause only. When all pieces are
// written, then says what follows: "wait" (the default) or "fin", the end of the page's
// side of TCP. Bytes that come are read until the server ends its side, at most for
// waitMs after the last piece (by default 1000).
//
// With then "stay" the connection stays open for more: the pieces of the next message, which
// says "continues": true, go over the same connection, and so on until a message does not say
// "stay". The bounds of bytes and pieces are those of all these messages together; such a
// run ends after MostOpen at the latest.
//
// A plan has no address: these names are the only ones that it can have.
type plan struct {
	Continues bool   `json:"continues"`
	Pieces    pieces `json:"pieces"`
	Then      string `json:"then"`
	WaitMs    *int   `json:"waitMs"`
}

// pieces are read one by one: a million of them cost no more than the first thousand.
type pieces []piece

type piece struct {
	PauseMs int    `json:"pauseMs"`
	Base64  string `json:"base64"`
	Hex     string `json:"hex"`

	b []byte
}

// The bounds of a plan and of its run.
const (
	MostRuns     = 16      // runs at the same time on this server
	PlanBytes    = 4 << 20 // of a plan's message; Close 1009 beyond it
	MostPieces   = 1000    // of a plan
	MostSent     = 1 << 20 // bytes of all pieces
	MostReceived = 4 << 20 // bytes that are read; then the run ends with "limit"
	MostWait     = 10 * time.Second
	someWait     = time.Second      // without waitMs
	MostTime     = 30 * time.Second // of a plan: its pauses and wait
	MostOpen     = 10 * time.Minute // of a run whose connection stays open for more
)

// readPlan reads a plan; the error is a sentence.
func readPlan(data []byte) (*plan, error) {
	var p plan
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); errors.Is(err, errPieces) {
		return nil, err
	} else if err != nil {
		return nil, fmt.Errorf("this is not a plan: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("a message contains one plan and nothing after it")
	}
	return &p, p.check()
}

var errPieces = fmt.Errorf("a plan has 1 to %d pieces", MostPieces)

// UnmarshalJSON is json.Unmarshaler's.
func (ps *pieces) UnmarshalJSON(data []byte) error {
	*ps = nil
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return errors.New("pieces is a list")
	}
	for d.More() {
		if len(*ps) == MostPieces {
			return errPieces
		}
		var p piece
		if err := d.Decode(&p); err != nil {
			return fmt.Errorf("piece %d: %s", len(*ps), strings.TrimPrefix(err.Error(), "json: "))
		}
		*ps = append(*ps, p)
	}
	return nil
}

// check reads the bytes of the pieces and checks the bounds of the plan.
func (p *plan) check() error {
	if len(p.Pieces) == 0 {
		return errPieces
	}
	if p.Then != "" && p.Then != "wait" && p.Then != "fin" && !p.stays() {
		return errors.New(`then is "wait", "fin" or "stay"`)
	}
	if p.WaitMs != nil && (*p.WaitMs < 0 || *p.WaitMs > int(MostWait.Milliseconds())) {
		return fmt.Errorf("waitMs is from 0 to %d", MostWait.Milliseconds())
	}
	sent, total := 0, p.wait()
	for i := range p.Pieces {
		one := &p.Pieces[i]
		if err := one.read(); err != nil {
			return fmt.Errorf("piece %d: %w", i, err)
		}
		sent += len(one.b)
		total += time.Duration(one.PauseMs) * time.Millisecond
	}
	switch {
	case sent > MostSent:
		return tooLarge(sent)
	case total > MostTime:
		return fmt.Errorf("pauses and wait take %v; the limit is %v", total, MostTime)
	}
	return nil
}

// tooLarge is the error of a run whose pieces have n bytes.
func tooLarge(n int) error {
	return fmt.Errorf("the pieces have %d bytes; the limit is %d", n, MostSent)
}

// stays reports whether the connection stays open for another message's pieces.
func (p *plan) stays() bool { return p.Then == "stay" }

// size returns how many bytes the pieces have.
func (p *plan) size() (n int) {
	for i := range p.Pieces {
		n += len(p.Pieces[i].b)
	}
	return n
}

func (p *plan) wait() time.Duration {
	if p.WaitMs == nil {
		return someWait
	}
	return time.Duration(*p.WaitMs) * time.Millisecond
}

func (p *piece) read() (err error) {
	switch {
	case p.PauseMs < 0 || p.PauseMs > int(MostTime.Milliseconds()):
		return fmt.Errorf("pauseMs is from 0 to %d", MostTime.Milliseconds())
	case p.Base64 != "" && p.Hex != "":
		return errors.New("it has both base64 and hex; a piece has one of them")
	case p.Hex != "":
		digits := strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, p.Hex)
		if p.b, err = hex.DecodeString(digits); err != nil {
			return errors.New("hex is not pairs of hexadecimal digits")
		}
	default:
		if p.b, err = base64.StdEncoding.DecodeString(p.Base64); err != nil {
			return errors.New("base64 is not valid base64 with padding (RFC 4648 §4)")
		}
	}
	p.Base64, p.Hex = "", "" // only the bytes are needed
	return nil
}
