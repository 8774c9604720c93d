package browser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// RFC 7692 §7.2.3.1's "Hello" as a client sends it, followed by §7.2.3.2's second one.
const (
	deflateHello = "c18737fa213dc5b2ecf4fefd21"
	deflateAgain = "c18537fa213dc5fa303d37"
)

// codes returns the codes of a part, each with its bits and its meaning.
func (p *page) codes(within string) string {
	return eval[string](p, `[...document.querySelectorAll('`+within+` .code')].map((c) => [...c.querySelectorAll('.bitstring, .stands')].map((e) => e.textContent).join(' ')).join(' | ')`)
}

const helloCodes = "0 more blocks may follow | 10 fixed codes | 01111000 H | 10010101 e | 10011100 l | 10011100 l | 10011111 o | 0000000 block ends" +
	" | 0 more blocks may follow | 00 stored | 000 fills the byte | 00 00 ff ff, which the sender removed"

func TestCompressedHello(t *testing.T) {
	p := builder(t, "")
	assert.True(t, eval[bool](p, "document.querySelector('[data-part=inflated]').hidden"))
	eval[bool](p, "(document.querySelector('.tools details.menu').open = true)")
	p.find("link", "“Hello” compressed (RFC 7692 §7.2.3.1)").click()
	p.sentence("one whole text message, compressed to 7 bytes, masked, inflating to 5 bytes, saying “Hello”.")
	assert.Contains(t, p.facts(), "RFC 7692 §6.2")
	assert.Equal(t, "true", p.find("switch", "permessage-deflate negotiated").state("checked"))
	assert.Equal(t, "#v1/c/deflate/"+deflateHello, eval[string](p, "location.hash"))
	assert.Equal(t, helloCodes, p.codes("[data-part=inflated]"))
	p.find("list", "Block 1")
	assert.Equal(t, "Hello", eval[string](p, "[...document.querySelectorAll('[data-part=inflated] .glyph')].map((e) => e.textContent).join('')"))
	p.axe()
	p.look(view{language: "en", width: 320, height: 640, dark: true})
	p.axe()
	assert.LessOrEqual(t, eval[int](p, "document.documentElement.scrollWidth"), 320, "wider than the screen")
}

// The switch gives RSV1 a meaning or takes it away; bits are pressed as before.
func TestDeflateSwitch(t *testing.T) {
	p := builder(t, "#v1/c/"+deflateHello)
	p.sentence("RSV1 is set, but no negotiated extension gives it a meaning")
	p.find("switch", "permessage-deflate negotiated").focus()
	p.press("Space")
	p.sentence("saying “Hello”")
	p.eventually("location.hash === '#v1/c/deflate/" + deflateHello + "'")
	role, name := p.focused()
	assert.Equal(t, "switch permessage-deflate negotiated", role+" "+name)
	p.find("button", "Undo").click()
	p.sentence("RSV1 is set, but no negotiated extension gives it a meaning")
	assert.Equal(t, "false", p.find("switch", "permessage-deflate negotiated").state("checked"))
	p.find("button", "Redo").click()
	p.sentence("saying “Hello”")
	p.find("button", "RSV1 1, byte 0, bit 6").click()
	p.sentence("The text message is not valid UTF-8")
	assert.True(t, eval[bool](p, "document.querySelector('[data-part=inflated]').hidden"), "nothing is compressed now")
	p.find("button", "RSV1 0, byte 0, bit 6").click()
	p.sentence("saying “Hello”")
	// A block of a type that DEFLATE does not have: BTYPE becomes 11.
	p.find("button", "payload, byte 6: c5").click()
	p.find("button", "payload 1, byte 6, bit 2").click()
	p.sentence("A DEFLATE block has type 3 (BTYPE 11), which is reserved.")
	assert.Contains(t, p.facts(), "RFC 1951 §3.2.3")
	assert.Contains(t, eval[string](p, "document.querySelector('[data-part=inflated] .code.broken').textContent"), "which is reserved")
}

func TestCompressedMessageRefersBack(t *testing.T) {
	p := builder(t, "#v1/c/deflate/"+deflateHello+deflateAgain)
	p.sentence("saying “Hello”")
	assert.Equal(t, helloCodes, p.codes("[data-part=inflated] .blocks"))
	p.find("button", "frame 2 of 2, text, 11 bytes, allowed").click()
	assert.Equal(t, "0 more blocks may follow | 10 fixed codes | 01111000 H | 0000010 copy 4 bytes | 001000 from 5 bytes back | 0000000 block ends"+
		" | 0 more blocks may follow | 00 stored | 000000 fills the byte | 00 00 ff ff, which the sender removed", p.codes("[data-part=inflated] .blocks"))
	p.axe()
	p.find("button", "Send").click()
	p.eventually("document.querySelectorAll('[data-part=answer] .blocks').length === 2")
	answer := eval[string](p, "document.querySelector('[data-part=answer]').textContent")
	assert.Equal(t, 1, strings.Count(answer, "The server received a whole text message of 5 bytes. (2 times)"), answer)
	assert.Equal(t, 1, eval[int](p, "document.querySelectorAll('[data-part=answer] .said li').length"))
	assert.Equal(t, 2, strings.Count(answer, "not masked, inflating to 5 bytes, saying “Hello”."), answer)
	assert.Contains(t, p.codes("[data-part=answer]"), "from 5 bytes back", "the echo refers back too")
	assert.NotContains(t, p.codes("[data-part=answer]"), "bytes as they are", "nothing is stored")
	p.at(7) // the wire stops
	p.eventually("document.getAnimations().length === 0")
	p.axe()
}

// A message that refers to earlier ones is legal even if they were not pasted: the bytes
// may come from the middle of a connection. On a fresh connection it cannot be inflated.
func TestCompressedMessageRefersToUnknownBytes(t *testing.T) {
	p := builder(t, "#v1/c/deflate/"+deflateAgain)
	p.sentence("The server accepts this: one whole text message, compressed to 5 bytes, masked. This is legal under context takeover: it refers to 4 bytes before it, in a message that this page does not have.")
	assert.Contains(t, p.facts(), "No rule broken")
	assert.Contains(t, eval[string](p, "document.querySelector('[data-part=inflated] .note').textContent"), "It refers to 4 bytes before it")
	assert.Contains(t, p.codes("[data-part=inflated]"), "from 5 bytes back")
	p.axe()
	p.find("button", "Send").click()
	p.eventually("document.querySelector('[data-part=answer]')?.textContent.includes('A match refers to bytes that the receiver does not have.')")
}

// Each cause has its own sentence (RFC 7692 §6.1, §7; RFC 1951 §3.2).
func TestCompressedMessageBroken(t *testing.T) {
	for _, tt := range []struct{ name, bytes, says, section string }{
		{"RSV1 on a ping", "c98000000000", "RSV1 is set on a frame that is not the first of a data message.", "RFC 7692 §6.1"},
		{"the tail was kept", "c18b00000000f248cdc9c907000000ffff", "The compressed message still ends with 00 00 ff ff.", "RFC 7692 §7.2.1"},
		{"BFINAL", "c18700000000f348cdc9c90700", "The compressed message ends with a block that has BFINAL set.", "RFC 7692 §7.2.3.4"},
		{"LEN and NLEN", "c1850000000000050000ff", "NLEN is not LEN with every bit inverted.", "RFC 1951 §3.2.4"},
		{"codes", "c18300000000f40000", "A DEFLATE block describes Huffman codes that cannot exist", "RFC 1951 §3.2.7"},
		{"symbol", "c182000000001a03", "These bits are not a code of the DEFLATE block", "RFC 1951 §3.2.5"},
		{"no byte", "c18000000000", "The compressed message has no bytes.", "RFC 7692 §7.2.3.6"},
		{"inside a block", "c18300000000f248cd", "The compressed message ends inside a DEFLATE block", "RFC 7692 §7.2.1"},
	} {
		p := builder(t, "#v1/c/deflate/"+tt.bytes)
		p.sentence(tt.says)
		assert.Contains(t, p.facts(), tt.section, tt.name)
	}
}

func TestFieldsOfACompressedMessage(t *testing.T) {
	p := builder(t, "#v1/c/deflate/"+deflateHello)
	p.sentence("saying “Hello”")
	field := p.find("textbox", "message as text, before compression")
	assert.Equal(t, "Hello", property[string](field, "value"))
	field.fill("안녕안녕안녕안녕")
	p.sentence("inflating to 24 bytes, saying “안녕안녕안녕안녕”")
	assert.Contains(t, p.codes("[data-part=inflated]"), "copy 18 bytes | ")
	p.find("checkbox", "RSV1").click()
	p.sentence("The server accepts this: one whole text message of 24 bytes, masked, saying “안녕안녕안녕안녕”.")
	p.find("checkbox", "RSV1").click()
	p.sentence("inflating to 24 bytes")
	p.find("checkbox", "FIN").click()
	p.sentence("the first fragment of a compressed text message")
}

// The bench's server negotiates permessage-deflate, and messages are then compressed.
func TestHandshakeAgreesOnDeflate(t *testing.T) {
	request := "GET /chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=9; server_no_context_takeover\r\n\r\n"
	p := bench(t, "en", link(request), view{width: 1440, height: 900})
	p.eventually(`[...document.querySelectorAll('textarea[data-side=response]')].some((a) => a.value === 'Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_max_window_bits=9')`)
	p.find("button", "Send").click()
	p.eventually("document.querySelectorAll('.frames .blocks').length === 2")
}

// With a local server a compressed frame is sent to it unchanged, after a handshake that
// offers permessage-deflate, and the compressed echo is inflated.
func TestSendCompressedToTheLocalServer(t *testing.T) {
	url := serve(t, "-site", siteFolder(t)) + "en/labs/frame/#v1/c/deflate/"
	for bytes, answers := range map[string][]string{
		deflateHello:                {"over a new TCP connection to this server", "c1 07 f2 48 cd c9 c9 07 00", "saying “Hello”"},
		deflateHello + deflateAgain: {"c1 07 f2 48 cd c9 c9 07 00", "c1 04 02 13 00 00", "copy 5 bytes"}, // the second refers to the first in the echo too
	} {
		p := open(t, url+bytes, view{})
		settled(p)
		p.sentence("inflating to 5 bytes, saying “Hello”")
		p.find("button", "Send").click()
		answer := p.find("region", "Answer")
		for _, says := range answers {
			p.wait(func() bool { return strings.Contains(answer.text(), says) }, "%s", lazily(answer.text))
		}
	}
}
