"""Tests the local server with Debian's python3-websockets.

Usage: python3 client.py ws://127.0.0.1:8080
"""
import asyncio
import os
import re
import ssl
import sys

try:
    import websockets
    from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
except ImportError:
    sys.exit("this Python has no websockets package; install it, on Debian with `apt-get install python3-websockets`")

base = sys.argv[1]
tls = None
if base.startswith("wss:"):
    tls = ssl.create_default_context()
    tls.check_hostname = False
    tls.verify_mode = ssl.CERT_NONE


def open(path, extensions=None, **options):
    return websockets.connect(base + path, ssl=tls, compression=None, extensions=extensions, max_size=None, **options)


async def main():
    async with open("/echo") as ws:
        for size in [0, 1, 125, 126, 65535, 65536, 1 << 20]:
            sent = os.urandom(size)
            await ws.send(sent)
            assert await ws.recv() == sent, size
            await ws.send("가" * (size // 16))
            assert await ws.recv() == "가" * (size // 16), size
        await ws.send(["Hel", "lo"])  # two fragments
        assert await ws.recv() == "Hello"
        await (await ws.ping(b"here"))
        await ws.close(4001, "bye")
        assert ws.close_code == 4001, ws.close_code

    for query, offer, want in [
        ("", {"client_max_window_bits": True},
         "permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
        ("takeover=both", {}, "permessage-deflate"),
        ("takeover=both", {"server_max_window_bits": 9, "client_max_window_bits": 9},
         "permessage-deflate; server_max_window_bits=9; client_max_window_bits=9"),
        ("takeover=both&fragment=50&server_max_window_bits=8", {"server_no_context_takeover": True},
         "permessage-deflate; server_no_context_takeover; server_max_window_bits=8"),
    ]:
        async with open(f"/echo?{query}", extensions=[ClientPerMessageDeflateFactory(**offer)]) as ws:
            assert ws.response_headers["Sec-WebSocket-Extensions"] == want, ws.response_headers
            assert [e.name for e in ws.extensions] == ["permessage-deflate"]
            for _ in range(3):
                for size in [0, 5, 600, 70000]:
                    text = ("가나다라 Hello, " * size)[:size]
                    await ws.send(text)
                    assert await ws.recv() == text, size
                    sent = os.urandom(size // 2) * 2
                    await ws.send(sent)
                    assert await ws.recv() == sent, size
                await ws.send(["Hel", "lo"])
                assert await ws.recv() == "Hello"

    async with open("/echo?close=4002&reason=why&after=1&ping=once&fragment=2") as ws:
        await ws.send("Hello")
        assert await ws.recv() == "Hello"
        try:
            await ws.recv()
            assert False, "it was not closed"
        except websockets.ConnectionClosed:
            assert (ws.close_code, ws.close_reason) == (4002, "why"), (ws.close_code, ws.close_reason)

    async with open("/mychat", subprotocols=["superchat", "chat"]) as ws:
        assert ws.subprotocol == "chat"
        assert re.fullmatch(r"\* guest-\d+ joined", await ws.recv())
        await ws.send("안녕")
        assert re.fullmatch(r"guest-\d+: 안녕", await ws.recv())

    try:
        async with open("/echo", origin="https://evil.example"):
            assert False, "a page from elsewhere got in"
    except websockets.InvalidStatusCode as e:
        assert e.status_code == 403

    print("ok")


asyncio.run(main())
