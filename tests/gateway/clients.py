"""OpenAI's own clients, which take the same orders."""

import contextlib
import json
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import count
from threading import Thread
from typing import Any

import httpx
import openai
from api.conftest import CERTIFICATES

QUESTION: dict[str, dict[str, Any]] = {
    "chat": {"messages": [{"role": "user", "content": "How much is left?"}]},
    "responses": {"input": "How much is left?"},
    "embeddings": {"input": "How much is left?", "encoding_format": "float"},
}
MODEL = "stand-in-1"

# One for all tests: each client of its own would read the certificates again.
HTTP = httpx.Client(timeout=60, verify=CERTIFICATES)


@dataclass(frozen=True)
class Result:
    """What a client made of the answer."""

    text: str | None = None
    error: dict[str, Any] | None = None
    attempts: int = 1


class JavaScript:
    """The npm package `openai`, in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Take a process of bench/client.mjs."""
        self._process = process
        self._waiting: dict[int, Future[Result]] = {}
        self._ids = count()
        Thread(target=self._listen, daemon=True).start()

    def call(self, base_url: str, token: str, way: str, api: str = "chat", **body: Any) -> Result:
        """Make a call and tell its result."""
        body = {"model": MODEL, **QUESTION[api], **body}
        body |= {"stream": True} if way.startswith("stream") else {}
        order = {"way": way, "api": api, "baseURL": base_url, "token": token, "body": body}
        number = next(self._ids)
        self._waiting[number] = answer = Future[Result]()
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"id": number, **order}) + "\n")
        self._process.stdin.flush()
        return answer.result(60)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            self._waiting.pop(said.pop("id")).set_result(Result(**said))


@dataclass(frozen=True)
class Python:
    """The PyPI package `openai`."""

    # What callers who stop reading leave open.
    left: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def call(self, base_url: str, token: str, way: str, api: str = "chat", **body: Any) -> Result:
        """Make a call and tell its result."""
        body = {"model": MODEL, **QUESTION[api], **body}
        body |= {"stream": True} if way.startswith("stream") else {}
        attempts: list[httpx.Request] = []
        hooks: dict[str, list[Any]] = {"request": [attempts.append]}
        known = {"api_key": token, "base_url": base_url}
        http = httpx.Client(event_hooks=hooks, timeout=60, verify=CERTIFICATES)
        with contextlib.ExitStack() as stack:
            stack.enter_context(http)
            client = stack.enter_context(openai.OpenAI(http_client=http, **known))  # type: ignore[arg-type]
            try:
                text = WAYS[way](client, api, body)
            except openai.APIError as error:
                return Result(error=_described(error), attempts=len(attempts))
            if way == "stream, stop":
                self.left.push(stack.pop_all())
        return Result(text=text, attempts=len(attempts))


def _resource(client: openai.OpenAI, api: str) -> Any:
    apis = {
        "chat": client.chat.completions,
        "responses": client.responses,
        "embeddings": client.embeddings,
    }
    return apis[api]


def _described(error: openai.APIError) -> dict[str, Any]:
    body = error.body if isinstance(error.body, dict) else {}
    response = getattr(error, "response", None)
    return {
        "name": type(error).__name__,
        "status": getattr(error, "status_code", None),
        "code": error.code,
        "param": error.param,
        "type": error.type,
        "message": error.message,
        "reset_date": body.get("reset_date"),
        "retry": response.headers.get("retry-after") if response else None,
    }


def _text(api: str, answer: Any) -> str:
    if api == "embeddings":
        return " ".join(map(str, answer.data[0].embedding))
    if api == "responses":
        return getattr(answer, "output_text", None) or getattr(answer, "delta", None) or ""
    choice = answer.choices[0]
    said = choice.message if hasattr(choice, "message") else choice.delta
    return said.content or ""


def _complete(client: openai.OpenAI, api: str, body: dict[str, Any]) -> str:
    return _text(api, _resource(client, api).create(**body))


def _abort(client: openai.OpenAI, api: str, body: dict[str, Any]) -> str:
    hasty = client.with_options(timeout=0.12, max_retries=0)
    return _text(api, _resource(hasty, api).create(**body))


def _stream(client: openai.OpenAI, api: str, body: dict[str, Any]) -> str:
    return "".join(_text(api, event) for event in _resource(client, api).create(**body))


def _words(stream: Any, api: str) -> Iterator[str]:
    return (text for event in stream if (text := _text(api, event)))


def _leave(client: openai.OpenAI, api: str, body: dict[str, Any]) -> str:
    """Close the connection in the middle."""
    stream = _resource(client, api).create(**body)
    word = next(_words(stream, api))
    stream.response.close()
    return word


def _cancel(client: openai.OpenAI, api: str, body: dict[str, Any]) -> str:
    with _resource(client, api).with_streaming_response.create(**body) as response:
        chunk: bytes = next(response.iter_bytes())
    return chunk.decode()


def _break(client: openai.OpenAI, api: str, body: dict[str, Any]) -> str:
    with contextlib.closing(_resource(client, api).create(**body)) as stream:
        return next(_words(stream, api))


def _stop(client: openai.OpenAI, api: str, body: dict[str, Any]) -> str:
    return next(_words(_resource(client, api).create(**body), api))


def _tools(client: openai.OpenAI, api: str, body: dict[str, Any]) -> str:
    answer = _resource(client, api).create(**body)
    if api == "responses":
        return _complete(client, api, _after_call(body, answer.output))
    (asked,) = answer.choices[0].message.tool_calls
    return _complete(client, api, _after_tool(body, asked))


def _stream_tools(client: openai.OpenAI, api: str, body: dict[str, Any]) -> str:
    events = list(_resource(client, api).create(**body))
    if api == "responses":
        items = [one.item for one in events if one.type == "response.output_item.done"]
        return _stream(client, api, _after_call(body, items))
    (asked,) = [call for one in events for call in one.choices[0].delta.tool_calls or []]
    return _stream(client, api, _after_tool(body, asked))


def _after_tool(body: dict[str, Any], asked: Any) -> dict[str, Any]:
    """The messages after a tool has run."""
    called = {"name": asked.function.name, "arguments": asked.function.arguments}
    call = {"id": asked.id, "type": "function", "function": called}
    calls = {"role": "assistant", "tool_calls": [call]}
    said = {"role": "tool", "tool_call_id": asked.id, "content": "sunny"}
    return {**body, "messages": [*body["messages"], calls, said]}


def _after_call(body: dict[str, Any], output: list[Any]) -> dict[str, Any]:
    """The input after a tool has run, with the answer as it came."""
    said = {"type": "function_call_output", "call_id": output[0].call_id, "output": "sunny"}
    return {**body, "input": [{"role": "user", "content": body["input"]}, *output, said]}


WAYS: dict[str, Callable[[openai.OpenAI, str, dict[str, Any]], str]] = {
    "complete": _complete,
    "abort": _abort,
    "body cancelled": _cancel,
    "stream": _stream,
    "stream, abort": _leave,
    "stream, body cancelled": _cancel,
    "stream, break": _break,
    "stream, stop": _stop,
    "tools": _tools,
    "stream, tools": _stream_tools,
}
