// Programs that send frames: each does the handshake, sends exactly the bytes, prints what comes
// back in hexadecimal, and ends.
import { hex, toHex } from '../../base/bytes.js';
import { asked } from './target.js';

/**
 * The bytes that a program sends, and where it sends them.
 * @typedef {object} Job
 * @property {string} host to connect to
 * @property {number} port
 * @property {boolean} tls
 * @property {string[]} lines of the request, without its empty line
 * @property {Uint8Array} bytes
 * @property {number} seconds how long it reads what comes back
 */

/** How many bytes a line of a program has. */
const LINE = 32;

/** @param {Uint8Array} bytes */
function* rows(bytes) {
  for (let at = 0; at < bytes.length; at += LINE) yield bytes.subarray(at, at + LINE);
}

/** @param {Job} job */
const hexRows = ({ bytes }) => [...rows(bytes)].map((row) => toHex(row, ' ')).join('\n');

/** A string in double quotes, as Python, Go and JavaScript read it. @param {string} text */
const quoted = (text) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** @param {string} text */
const inShell = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** @param {Job} job */
const what = ({ bytes, host, port }) => `Sends ${bytes.length} bytes as they are to ${host}:${port} and prints what comes back.`;

/** @param {Job} job */
const python = (job) => `# ${what(job)}
import socket${job.tls ? ', ssl' : ''}, time

request = (
${job.lines.map((line) => `    b${quoted(`${line}\r\n`).replace('\r\n', '\\r\\n')}`).join('\n')}
    b"\\r\\n"
)
frames = bytes.fromhex("""
${hexRows(job)}
""")

s = socket.create_connection((${quoted(job.host)}, ${job.port}), timeout=5)
${job.tls ? `context = ssl._create_unverified_context()  # the server's certificate is its own\ns = context.wrap_socket(s, server_hostname=${quoted(job.host)})\n` : ''}s.sendall(request)
head = b""
while not head.endswith(b"\\r\\n\\r\\n"):
    byte = s.recv(1)
    if not byte:
        raise SystemExit("The server closed the connection.")
    head += byte
print(head.decode())
if not head.startswith(b"HTTP/1.1 101 "):
    raise SystemExit(s.recv(4096).decode())
s.sendall(frames)
end = time.monotonic() + ${job.seconds}
try:
    while (left := end - time.monotonic()) > 0:
        s.settimeout(left)
        data = s.recv(4096)
        if not data:
            break
        print(data.hex(" "))
except OSError as error:
    print(error)
`;

/** @param {Job} job */
const go = (job) => `// ${what(job)}
package main

import (
	"bufio"${job.tls ? '\n\t"crypto/tls"' : ''}
	"encoding/hex"
	"fmt"
	"log"${job.tls ? '' : '\n\t"net"'}
	"strings"
	"time"
)

const request = ${job.lines.map((line) => `${quoted(line).slice(0, -1)}\\r\\n" +`).join('\n\t')}
	"\\r\\n"

const frames = \`
${hexRows(job)}
\`

func main() {
	c, err := ${job.tls ? `tls.Dial("tcp", ${quoted(address(job))}, &tls.Config{InsecureSkipVerify: true}) // the server's certificate is its own` : `net.Dial("tcp", ${quoted(address(job))})`}
	check(err)
	defer c.Close()
	c.SetDeadline(time.Now().Add(5 * time.Second))
	fmt.Fprint(c, request)
	r := bufio.NewReader(c)
	switched := false
	for line := ""; line != "\\r\\n"; {
		line, err = r.ReadString('\\n')
		check(err)
		fmt.Print(line)
		switched = switched || strings.HasPrefix(line, "HTTP/1.1 101 ")
	}
	if !switched {
		log.Fatal("The server did not switch protocols.")
	}
	b, err := hex.DecodeString(strings.Join(strings.Fields(frames), ""))
	check(err)
	c.Write(b)
	c.SetReadDeadline(time.Now().Add(${job.seconds} * time.Second))
	buf := make([]byte, 4096)
	for err == nil {
		var n int
		n, err = r.Read(buf)
		fmt.Printf("% x\\n", buf[:n])
	}
	fmt.Println(err)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
`;

/** @param {Job} job */
const address = ({ host, port }) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);

/** @param {Job} job */
const node = (job) => `// ${what(job)}
const net = require("node:${job.tls ? 'tls' : 'net'}");

const request = [
${job.lines.map((line) => `  ${quoted(line)},`).join('\n')}
  "", "",
].join("\\r\\n");
const frames = Buffer.from(\`
${hexRows(job)}
\`.replace(/\\s/g, ""), "hex");

const socket = net.connect({ host: ${quoted(job.host)}, port: ${job.port}${job.tls ? ', rejectUnauthorized: false' : ''} });
let head = Buffer.alloc(0);
let switched = false;
const print = (data) => data.length && console.log(data.toString("hex").replace(/../g, "$& ").trim());
socket.write(request);
socket.on("error", console.error);
socket.on("data", (data) => {
  if (switched) return print(data);
  head = Buffer.concat([head, data]);
  const end = head.indexOf("\\r\\n\\r\\n") + 4;
  if (end < 4) return;
  console.log(head.toString("latin1", 0, end));
  if (!head.toString("latin1").startsWith("HTTP/1.1 101 ")) return socket.destroy();
  switched = true;
  print(head.subarray(end));
  socket.write(frames);
  const timer = setTimeout(() => socket.destroy(), ${job.seconds * 1000});
  socket.on("close", () => clearTimeout(timer));
});
`;

/** @param {Uint8Array} row */
const printf = (row) => `printf '${[...row].map((b) => `\\x${hex(b)}`).join('')}'`;

/** @param {Job} job */
function shell(job) {
  const lines = job.lines.map((line) => `  ${inShell(line)} \\`).join('\n');
  const request = `printf '%s\\r\\n' \\\n${lines}\n  ''`;
  const lots = [...rows(job.bytes)].map(printf);
  const frames = lots.length > 1 ? `{\n${lots.join('\n')}\n}` : (lots[0] ?? ':');
  if (job.tls) {
    return `# ${what(job)} For bash, with openssl.
{ {
${request}
sleep 1
${frames}
sleep ${job.seconds}
} | openssl s_client -quiet -connect ${inShell(address(job))} 2>/dev/null & sleep ${job.seconds + 1}; kill $!; } | od -An -v -tx1
`;
  }
  return `# ${what(job)} For bash.
exec 3<>/dev/tcp/${job.host}/${job.port} || exit
${request} >&3
while IFS= read -r line <&3 && [ "$line" != $'\\r' ]; do echo "$line"; done
${frames} >&3
{ cat <&3 & sleep ${job.seconds}; kill $! 2>/dev/null; } | od -An -v -tx1
`;
}

/** By language. */
export const PROGRAMS = { python, go, node, shell };

/**
 * The job of sending bytes after a handshake.
 * @param {{host?: string, port?: number, tls?: boolean, target: string, bytes: Uint8Array, key: string, deflate: boolean, subprotocols: string[]}} to
 *   without host and port it is the local server's usual address; key: 16 bytes in base64
 * @returns {Job}
 */
export function job({ host = '127.0.0.1', tls = false, port = 8080, target, bytes, key, deflate, subprotocols }) {
  const usual = port === (tls ? 443 : 80);
  const name = host.includes(':') ? `[${host}]` : host;
  const late = Number(asked(target).get('delay')) || 0;
  return {
    host,
    port,
    tls,
    bytes,
    seconds: 2 + Math.ceil(late / 1000),
    lines: [
      `GET ${target} HTTP/1.1`,
      `Host: ${usual ? name : `${name}:${port}`}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${key}`,
      'Sec-WebSocket-Version: 13',
      ...(subprotocols.length ? [`Sec-WebSocket-Protocol: ${subprotocols.join(', ')}`] : []),
      ...(deflate ? ['Sec-WebSocket-Extensions: permessage-deflate'] : []),
    ],
  };
}
