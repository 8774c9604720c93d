package lessons

import (
	"iter"
	"maps"
	"regexp"
	"strconv"

	"framelab/codec"
)

// SectionTitle returns the title of an RFC's section in the index, which has every
// section of RFC 6455 and those of other RFCs that Framelab cites.
func SectionTitle(s codec.Section) (title string, ok bool) {
	title, ok = sections[s]
	return title, ok
}

// Sections returns every section of the index with its title.
func Sections() iter.Seq2[codec.Section, string] { return maps.All(sections) }

// parseSection reads a citation of a section: "6455 §5.2", "RFC 9110 §7.8", or "§5.2" for
// RFC 6455.
func parseSection(s string) (section codec.Section, ok bool) {
	m := sectionForm.FindStringSubmatch(s)
	if m == nil {
		return section, false
	}
	rfc := 6455
	if m[1] != "" {
		rfc, _ = strconv.Atoi(m[1])
	}
	return codec.Section{RFC: uint16(rfc), Number: m[2]}, true
}

var sectionForm = regexp.MustCompile(`^(?:(?:RFC )?(\d{4}) )?§(\d+(?:\.\d+)*)$`)

// sections is the index.
var sections = map[codec.Section]string{
	{RFC: 6455, Number: "1"}:      "Introduction",
	{RFC: 6455, Number: "1.1"}:    "Background",
	{RFC: 6455, Number: "1.2"}:    "Protocol Overview",
	{RFC: 6455, Number: "1.3"}:    "Opening Handshake",
	{RFC: 6455, Number: "1.4"}:    "Closing Handshake",
	{RFC: 6455, Number: "1.5"}:    "Design Philosophy",
	{RFC: 6455, Number: "1.6"}:    "Security Model",
	{RFC: 6455, Number: "1.7"}:    "Relationship to TCP and HTTP",
	{RFC: 6455, Number: "1.8"}:    "Establishing a Connection",
	{RFC: 6455, Number: "1.9"}:    "Subprotocols Using the WebSocket Protocol",
	{RFC: 6455, Number: "2"}:      "Conformance Requirements",
	{RFC: 6455, Number: "2.1"}:    "Terminology and Other Conventions",
	{RFC: 6455, Number: "3"}:      "WebSocket URIs",
	{RFC: 6455, Number: "4"}:      "Opening Handshake",
	{RFC: 6455, Number: "4.1"}:    "Client Requirements",
	{RFC: 6455, Number: "4.2"}:    "Server-Side Requirements",
	{RFC: 6455, Number: "4.2.1"}:  "Reading the Client's Opening Handshake",
	{RFC: 6455, Number: "4.2.2"}:  "Sending the Server's Opening Handshake",
	{RFC: 6455, Number: "4.3"}:    "Collected ABNF for New Header Fields Used in Handshake",
	{RFC: 6455, Number: "4.4"}:    "Supporting Multiple Versions of WebSocket Protocol",
	{RFC: 6455, Number: "5"}:      "Data Framing",
	{RFC: 6455, Number: "5.1"}:    "Overview",
	{RFC: 6455, Number: "5.2"}:    "Base Framing Protocol",
	{RFC: 6455, Number: "5.3"}:    "Client-to-Server Masking",
	{RFC: 6455, Number: "5.4"}:    "Fragmentation",
	{RFC: 6455, Number: "5.5"}:    "Control Frames",
	{RFC: 6455, Number: "5.5.1"}:  "Close",
	{RFC: 6455, Number: "5.5.2"}:  "Ping",
	{RFC: 6455, Number: "5.5.3"}:  "Pong",
	{RFC: 6455, Number: "5.6"}:    "Data Frames",
	{RFC: 6455, Number: "5.7"}:    "Examples",
	{RFC: 6455, Number: "5.8"}:    "Extensibility",
	{RFC: 6455, Number: "6"}:      "Sending and Receiving Data",
	{RFC: 6455, Number: "6.1"}:    "Sending Data",
	{RFC: 6455, Number: "6.2"}:    "Receiving Data",
	{RFC: 6455, Number: "7"}:      "Closing the Connection",
	{RFC: 6455, Number: "7.1"}:    "Definitions",
	{RFC: 6455, Number: "7.1.1"}:  "Close the WebSocket Connection",
	{RFC: 6455, Number: "7.1.2"}:  "Start the WebSocket Closing Handshake",
	{RFC: 6455, Number: "7.1.3"}:  "The WebSocket Closing Handshake is Started",
	{RFC: 6455, Number: "7.1.4"}:  "The WebSocket Connection is Closed",
	{RFC: 6455, Number: "7.1.5"}:  "The WebSocket Connection Close Code",
	{RFC: 6455, Number: "7.1.6"}:  "The WebSocket Connection Close Reason",
	{RFC: 6455, Number: "7.1.7"}:  "Fail the WebSocket Connection",
	{RFC: 6455, Number: "7.2"}:    "Abnormal Closures",
	{RFC: 6455, Number: "7.2.1"}:  "Client-Initiated Closure",
	{RFC: 6455, Number: "7.2.2"}:  "Server-Initiated Closure",
	{RFC: 6455, Number: "7.2.3"}:  "Recovering from Abnormal Closure",
	{RFC: 6455, Number: "7.3"}:    "Normal Closure of Connections",
	{RFC: 6455, Number: "7.4"}:    "Status Codes",
	{RFC: 6455, Number: "7.4.1"}:  "Defined Status Codes",
	{RFC: 6455, Number: "7.4.2"}:  "Reserved Status Code Ranges",
	{RFC: 6455, Number: "8"}:      "Error Handling",
	{RFC: 6455, Number: "8.1"}:    "Handling Errors in UTF-8-Encoded Data",
	{RFC: 6455, Number: "9"}:      "Extensions",
	{RFC: 6455, Number: "9.1"}:    "Negotiating Extensions",
	{RFC: 6455, Number: "9.2"}:    "Known Extensions",
	{RFC: 6455, Number: "10"}:     "Security Considerations",
	{RFC: 6455, Number: "10.1"}:   "Non-Browser Clients",
	{RFC: 6455, Number: "10.2"}:   "Origin Considerations",
	{RFC: 6455, Number: "10.3"}:   "Attacks On Infrastructure (Masking)",
	{RFC: 6455, Number: "10.4"}:   "Implementation-Specific Limits",
	{RFC: 6455, Number: "10.5"}:   "WebSocket Client Authentication",
	{RFC: 6455, Number: "10.6"}:   "Connection Confidentiality and Integrity",
	{RFC: 6455, Number: "10.7"}:   "Handling of Invalid Data",
	{RFC: 6455, Number: "10.8"}:   "Use of SHA-1 by the WebSocket Handshake",
	{RFC: 6455, Number: "11"}:     "IANA Considerations",
	{RFC: 6455, Number: "11.1"}:   "Registration of New URI Schemes",
	{RFC: 6455, Number: "11.1.1"}: `Registration of "ws" Scheme`,
	{RFC: 6455, Number: "11.1.2"}: `Registration of "wss" Scheme`,
	{RFC: 6455, Number: "11.2"}:   `Registration of the "WebSocket" HTTP Upgrade Keyword`,
	{RFC: 6455, Number: "11.3"}:   "Registration of New HTTP Header Fields",
	{RFC: 6455, Number: "11.3.1"}: "Sec-WebSocket-Key",
	{RFC: 6455, Number: "11.3.2"}: "Sec-WebSocket-Extensions",
	{RFC: 6455, Number: "11.3.3"}: "Sec-WebSocket-Accept",
	{RFC: 6455, Number: "11.3.4"}: "Sec-WebSocket-Protocol",
	{RFC: 6455, Number: "11.3.5"}: "Sec-WebSocket-Version",
	{RFC: 6455, Number: "11.4"}:   "WebSocket Extension Name Registry",
	{RFC: 6455, Number: "11.5"}:   "WebSocket Subprotocol Name Registry",
	{RFC: 6455, Number: "11.6"}:   "WebSocket Version Number Registry",
	{RFC: 6455, Number: "11.7"}:   "WebSocket Close Code Number Registry",
	{RFC: 6455, Number: "11.8"}:   "WebSocket Opcode Registry",
	{RFC: 6455, Number: "11.9"}:   "WebSocket Framing Header Bits Registry",
	{RFC: 6455, Number: "12"}:     "Using the WebSocket Protocol from Other Specifications",
	{RFC: 6455, Number: "13"}:     "Acknowledgements",
	{RFC: 6455, Number: "14"}:     "References",
	{RFC: 6455, Number: "14.1"}:   "Normative References",
	{RFC: 6455, Number: "14.2"}:   "Informative References",

	{RFC: 1951, Number: "3.2.3"}: "Details of block format",
	{RFC: 1951, Number: "3.2.4"}: "Non-compressed blocks (BTYPE=00)",
	{RFC: 1951, Number: "3.2.5"}: "Compressed blocks (length and distance codes)",
	{RFC: 1951, Number: "3.2.7"}: "Compression with dynamic Huffman codes (BTYPE=10)",

	{RFC: 3629, Number: "3"}:  "UTF-8 definition",
	{RFC: 3629, Number: "4"}:  "Syntax of UTF-8 Byte Sequences",
	{RFC: 3629, Number: "10"}: "Security Considerations",

	{RFC: 4648, Number: "3.5"}: "Canonical Encoding",
	{RFC: 4648, Number: "4"}:   "Base 64 Encoding",
	{RFC: 4648, Number: "5"}:   "Base 64 Encoding with URL and Filename Safe Alphabet",

	{RFC: 6202, Number: "1"}:   "Introduction",
	{RFC: 6202, Number: "2"}:   "HTTP Long Polling",
	{RFC: 6202, Number: "2.1"}: "Definition",
	{RFC: 6202, Number: "2.2"}: "HTTP Long Polling Issues",
	{RFC: 6202, Number: "3"}:   "HTTP Streaming",
	{RFC: 6202, Number: "3.1"}: "Definition",
	{RFC: 6202, Number: "3.2"}: "HTTP Streaming Issues",
	{RFC: 6202, Number: "4"}:   "Overview of Technologies",
	{RFC: 6202, Number: "5"}:   "HTTP Best Practices",

	{RFC: 6454, Number: "3.2"}: "Origin",
	{RFC: 6454, Number: "4"}:   "Origin of a URI",
	{RFC: 6454, Number: "6.2"}: "ASCII Serialization of an Origin",
	{RFC: 6454, Number: "7"}:   "The HTTP Origin Header Field",
	{RFC: 6454, Number: "7.1"}: "Syntax",
	{RFC: 6454, Number: "7.2"}: "Semantics",
	{RFC: 6454, Number: "7.3"}: "User Agent Requirements",

	{RFC: 6585, Number: "4"}: "429 Too Many Requests",
	{RFC: 6585, Number: "5"}: "431 Request Header Fields Too Large",

	{RFC: 7692, Number: "5"}:       "Extension Negotiation",
	{RFC: 7692, Number: "6"}:       "Framing",
	{RFC: 7692, Number: "6.1"}:     "Compression",
	{RFC: 7692, Number: "6.2"}:     "Decompression",
	{RFC: 7692, Number: "7"}:       `The "permessage-deflate" Extension`,
	{RFC: 7692, Number: "7.1"}:     "Extension Parameters",
	{RFC: 7692, Number: "7.1.1"}:   "Context Takeover Control",
	{RFC: 7692, Number: "7.1.1.1"}: `The "server_no_context_takeover" Extension Parameter`,
	{RFC: 7692, Number: "7.1.1.2"}: `The "client_no_context_takeover" Extension Parameter`,
	{RFC: 7692, Number: "7.1.2"}:   "Limiting the LZ77 Sliding Window Size",
	{RFC: 7692, Number: "7.1.2.1"}: `The "server_max_window_bits" Extension Parameter`,
	{RFC: 7692, Number: "7.1.2.2"}: `The "client_max_window_bits" Extension Parameter`,
	{RFC: 7692, Number: "7.2"}:     "Message Payload Transformation",
	{RFC: 7692, Number: "7.2.1"}:   "Compression",
	{RFC: 7692, Number: "7.2.2"}:   "Decompression",
	{RFC: 7692, Number: "7.2.3"}:   "Examples",
	{RFC: 7692, Number: "7.2.3.4"}: `Using a DEFLATE Block with "BFINAL" Set to 1`,
	{RFC: 7692, Number: "7.2.3.6"}: "Generating an Empty Fragment",

	{RFC: 8441, Number: "3"}: "The SETTINGS_ENABLE_CONNECT_PROTOCOL SETTINGS Parameter",
	{RFC: 8441, Number: "4"}: "The Extended CONNECT Method",
	{RFC: 8441, Number: "5"}: "Using Extended CONNECT to Bootstrap the WebSocket Protocol",

	{RFC: 9110, Number: "5.1"}:     "Field Names",
	{RFC: 9110, Number: "5.3"}:     "Field Order",
	{RFC: 9110, Number: "5.5"}:     "Field Values",
	{RFC: 9110, Number: "5.6.1"}:   "Lists (#rule ABNF Extension)",
	{RFC: 9110, Number: "5.6.2"}:   "Tokens",
	{RFC: 9110, Number: "7.2"}:     "Host and :authority",
	{RFC: 9110, Number: "7.6.1"}:   "Connection",
	{RFC: 9110, Number: "7.8"}:     "Upgrade",
	{RFC: 9110, Number: "8.6"}:     "Content-Length",
	{RFC: 9110, Number: "9.1"}:     "Overview",
	{RFC: 9110, Number: "9.3.1"}:   "GET",
	{RFC: 9110, Number: "15.2"}:    "Informational 1xx",
	{RFC: 9110, Number: "15.2.2"}:  "101 Switching Protocols",
	{RFC: 9110, Number: "15.5.6"}:  "405 Method Not Allowed",
	{RFC: 9110, Number: "15.5.22"}: "426 Upgrade Required",

	{RFC: 9112, Number: "2.2"}:  "Message Parsing",
	{RFC: 9112, Number: "2.3"}:  "HTTP Version",
	{RFC: 9112, Number: "3"}:    "Request Line",
	{RFC: 9112, Number: "3.1"}:  "Method",
	{RFC: 9112, Number: "3.2"}:  "Request Target",
	{RFC: 9112, Number: "4"}:    "Status Line",
	{RFC: 9112, Number: "5"}:    "Field Syntax",
	{RFC: 9112, Number: "5.1"}:  "Field Line Parsing",
	{RFC: 9112, Number: "5.2"}:  "Obsolete Line Folding",
	{RFC: 9112, Number: "6.1"}:  "Transfer-Encoding",
	{RFC: 9112, Number: "6.2"}:  "Content-Length",
	{RFC: 9112, Number: "6.3"}:  "Message Body Length",
	{RFC: 9112, Number: "8"}:    "Handling Incomplete Messages",
	{RFC: 9112, Number: "9.3"}:  "Persistence",
	{RFC: 9112, Number: "11.2"}: "Request Smuggling",

	{RFC: 9113, Number: "3.4"}: "HTTP/2 Connection Preface",

	{RFC: 9220, Number: "3"}: "Websockets Upgrade over HTTP/3",
}
