"""The page's server: Streamlit as an ASGI application whose HTML is Chinese."""

import re
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PACKAGE = Path(__file__).parent
TITLE = "预算问答"


class ChinesePage:
    """Mark the page as Chinese and add the script that replaces Streamlit's fixed English words."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app
        script = (PACKAGE / "page.js").read_text(encoding="utf-8")
        self._script = f"<script>{script}</script></head>".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through; a page asked for by a browser comes back rewritten."""
        if scope["type"] != "http" or not _wants_page(scope):
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def collect(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send(start, body, send)

        await self._app(_uncompressed(scope), receive, collect)

    async def _send(self, start: Message, body: bytes, send: Send) -> None:
        headers = [(k, v) for k, v in start["headers"] if k.lower() != b"content-length"]
        if (b"content-type", b"text/html; charset=utf-8") in headers:
            body = self.rewritten(body)
        headers.append((b"content-length", str(len(body)).encode()))
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def rewritten(self, page: bytes) -> bytes:
        """Return the page with its language, title and script."""
        page = page.replace(b'<html lang="en">', b'<html lang="zh-CN">', 1)
        page = re.sub(rb"<title>.*?</title>", f"<title>{TITLE}</title>".encode(), page, count=1)
        return page.replace(b"</head>", self._script, 1)


def _wants_page(scope: Scope) -> bool:
    return any(k == b"accept" and b"text/html" in v for k, v in scope["headers"])


def _uncompressed(scope: Scope) -> Scope:
    headers = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
    return {**scope, "headers": headers}


app = st.App(PACKAGE / "app.py", middleware=[Middleware(ChinesePage)])
