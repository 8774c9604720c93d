// Package record has what a page is shown of a connection: records of its bytes and
// events, and a capture that keeps them. Conn fills captures, tap and raw send records.
package record

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"syscall"
)

// A Record is one line of a capture: a JSON text message on /tap/{id} and /raw.
// Every record has type and t, the whole microseconds since the first byte of
// the request (on /raw: since its connection was open), on a clock that only
// goes forward. The types, in the order in which they come:
//
//	open     {target, peer, tls, startedAt}: the connection; tls is "" or such as "TLS 1.3",
//	         startedAt the wall clock at t = 0 in milliseconds since 1970. On /raw
//	         without target; peer is the server's address there.
//	agreed   {subprotocol, extensions}: what the opening handshake settled, "" for nothing. Not on /raw.
//	bytes    {from, at, data}: bytes of the HTTP and WebSocket stream as one read or write
//	         moved them (decrypted, under TLS): from is "client" or "server", at how
//	         many bytes went before in that direction, data base64 of at most 64 KiB.
//	dropped  {from, at}: from here on the bytes of this direction are counted only.
//	unsent   {from, at}: from here on the bytes were not taken by TCP: the connection had broken.
//	end      {how, first, firstClose, code, rule, bytes, dropped}: TCP was ended first by
//	         first ("client" or "server") with how: "fin", "reset"; on /raw also "timeout" (the
//	         server did not within waitMs) and "limit" (too much came). firstClose sent
//	         the first Close frame (absent if no Close was sent); code is the connection's close code;
//	         rule names the rule that the client broke (absent if none). bytes and dropped count
//	         {client, server}. On /raw without firstClose, code and rule.
//	refused  {why}: only on /raw: why a message was not played, a sentence. A run that is under
//	         way goes on.
type Record struct {
	Type string `json:"type"`
	T    int64  `json:"t"`

	Target    string  `json:"target,omitempty"`
	Peer      string  `json:"peer,omitempty"`
	TLS       *string `json:"tls,omitempty"`
	StartedAt int64   `json:"startedAt,omitempty"`

	Subprotocol *string `json:"subprotocol,omitempty"`
	Extensions  *string `json:"extensions,omitempty"`

	From string `json:"from,omitempty"`
	At   *int64 `json:"at,omitempty"`
	Data []byte `json:"data,omitempty"`

	How        Ending      `json:"how,omitempty"`
	First      string      `json:"first,omitempty"`
	FirstClose string      `json:"firstClose,omitempty"`
	Code       int         `json:"code,omitempty"`
	Rule       string      `json:"rule,omitempty"`
	Bytes      *Directions `json:"bytes,omitempty"`
	Dropped    *Directions `json:"dropped,omitempty"`

	Why string `json:"why,omitempty"`
}

// Directions counts bytes in both directions.
type Directions struct {
	Client int64 `json:"client"`
	Server int64 `json:"server"`
}

// Append appends the record as JSON.
func (r Record) Append(dst []byte) []byte {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // strings and numbers only: cannot fail
	}
	return append(dst, b...)
}

// An Ending is how a TCP connection ended.
type Ending string

// The endings. Limit is the end of a run of /raw that got too many bytes.
const (
	FIN     Ending = "fin"
	Reset   Ending = "reset"
	Timeout Ending = "timeout"
	Limit   Ending = "limit"
)

// EndOf tells from the error of a read how the peer ended TCP.
func EndOf(err error) Ending {
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return Timeout
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return FIN
	}
	return Reset
}

// IsReset reports whether a write failed because the peer has reset TCP.
func IsReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
