"""A stand-in for a model, for trying the package without a provider's key: `make model`."""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any

WORDS = ("This", "answer", "comes", "from", "a", "stand-in", "for", "a", "model.")
PAUSE = 0.05
Json = dict[str, Any]


class Model(BaseHTTPRequestHandler):
    """OpenAI's chat completions, whole and as a stream."""

    protocol_version = "HTTP/1.1"

    def do_OPTIONS(self) -> None:
        """Allow pages in browsers."""
        self._head(204, "text/plain", {"Content-Length": "0"})

    def do_POST(self) -> None:
        """Answer a question."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = len(json.dumps(asked.get("messages"), ensure_ascii=False).encode()) // 4
        longest = asked.get("max_completion_tokens") or asked.get("max_tokens") or 1000
        words = WORDS[: longest // 2]
        usage = {"prompt_tokens": prompt, "completion_tokens": 2 * len(words)}
        usage["total_tokens"] = sum(usage.values())
        common = {"id": "stand-in", "created": 0, "model": asked.get("model")}
        if not self.path.endswith("/chat/completions"):
            self._json(404, {"error": {"message": f"no such path: {self.path}"}})
        elif asked.get("stream"):
            wants_usage = (asked.get("stream_options") or {}).get("include_usage")
            self._stream(common, words, usage if wants_usage else None)
        else:
            message = {"role": "assistant", "content": " ".join(words)}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            whole = {"object": "chat.completion", "choices": [choice], "usage": usage}
            self._json(200, {**common, **whole})

    def _stream(self, common: Json, words: tuple[str, ...], usage: Json | None) -> None:
        self._head(200, "text/event-stream", {"Connection": "close"})
        self.close_connection = True
        common = {**common, "object": "chat.completion.chunk"}
        for word in words:
            self._event({**common, "choices": [_choice({"content": f"{word} "}, None)]})
            time.sleep(PAUSE)
        self._event({**common, "choices": [_choice({}, "stop")]})
        if usage:
            self._event({**common, "choices": [], "usage": usage})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, data: Json) -> None:
        self.wfile.write(f"data: {json.dumps(data)}\n\n".encode())
        self.wfile.flush()

    def _json(self, status: int, data: Json) -> None:
        body = json.dumps(data).encode()
        self._head(status, "application/json", {"Content-Length": str(len(body))})
        self.wfile.write(body)

    def _head(self, status: int, kind: str, more: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")
        asked = self.headers.get("Access-Control-Request-Headers", "*")
        self.send_header("Access-Control-Allow-Headers", asked)
        for name, value in {"Content-Type": kind, **more}.items():
            self.send_header(name, value)
        self.end_headers()


class Server(ThreadingHTTPServer):
    """Serves each question in a thread of its own."""

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """Say nothing about a reader who has left."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _choice(delta: dict[str, str], end: str | None) -> Json:
    return {"index": 0, "delta": delta, "finish_reason": end}


def serve(port: int) -> Server:
    """Listen on loopback; the caller serves and closes it."""
    return Server(("127.0.0.1", port), Model)
