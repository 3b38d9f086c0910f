"""What a caller may send; the rest is a 400 that names the field, and nothing is spent."""

import json
from typing import Any
from uuid import uuid4

import pytest
from gateway.clients import MODEL, QUESTION, JavaScript, Python
from gateway.conftest import Gateway, Provider, User

REMOTE = "https://example.com/a.png"
PIXEL = "data:image/png;base64,iVBORw0KGgo="
PATHS = {"chat": "chat/completions", "responses": "responses", "embeddings": "embeddings"}


def chat(*parts: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": [*parts], **fields}]}


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("chat", {"model": "gpt-5-pro"}, "model"),
    ("chat", {"service_tier": "priority"}, "service_tier"),
    ("chat", {"web_search_options": {}}, "web_search_options"),
    ("chat", {"prediction": {"type": "content", "content": "x"}}, "prediction"),
    ("chat", {"modalities": ["text", "audio"]}, "modalities[1]"),
    ("chat", {"tools": [{"type": "web_search"}]}, "tools[0].type"),
    ("chat", {"max_completion_tokens": 5000}, "max_completion_tokens"),
    ("chat", {"max_tokens": 5000}, "max_tokens"),
    ("chat", {"max_tokens": 5, "max_completion_tokens": 9}, "max_tokens"),
    ("chat", {"max_tokens": -5}, "max_tokens"),
    ("chat", {"max_tokens": "5"}, "max_tokens"),
    ("chat", {"n": 17}, "n"),
    ("chat", {"n": 0.5}, "n"),
    ("chat", {"stream": "yes"}, "stream"),
    ("chat", {"__proto__": {"n": 1}}, "__proto__"),
    ("chat", {"constructor": 1}, "constructor"),
    ("chat", {"messages": "hello"}, "messages"),
    ("chat", {"messages": [{"role": "assistant", "audio": {"id": "a-1"}}]}, "messages[0].audio"),
    ("chat", chat({"type": "file", "file": {"file_id": "f-1"}}), "messages[0].content[0].type"),
    ("chat", chat({"type": "input_audio"}), "messages[0].content[0].type"),
    (
        "chat",
        chat({"type": "image_url", "image_url": {"url": REMOTE}}),
        "messages[0].content[0].image_url.url",
    ),
    (
        "chat",
        chat({"type": "image_url", "image_url": {"url": PIXEL}}),
        "messages[0].content[0].image_url.url",
    ),
    ("responses", {"background": True}, "background"),
    ("responses", {"previous_response_id": "resp_1"}, "previous_response_id"),
    ("responses", {"conversation": "conv_1"}, "conversation"),
    ("responses", {"prompt": {"id": "pmpt_1"}}, "prompt"),
    ("responses", {"tools": [{"type": "code_interpreter"}]}, "tools[0].type"),
    ("responses", {"tools": [{"type": "mcp", "server_url": REMOTE}]}, "tools[0].type"),
    ("responses", {"include": ["file_search_call.results"]}, "include[0]"),
    ("responses", {"max_output_tokens": 5000}, "max_output_tokens"),
    ("responses", {"input": [{"type": "item_reference", "id": "msg_1"}]}, "input[0].type"),
    (
        "responses",
        {"input": [{"type": "reasoning", "id": "rs_1", "summary": []}]},
        "input[0].encrypted_content",
    ),
    (
        "responses",
        {"input": [{"role": "user", "content": [{"type": "input_image", "file_id": "f-1"}]}]},
        "input[0].content[0].file_id",
    ),
    (
        "responses",
        {"input": [{"role": "user", "content": [{"type": "input_file", "file_url": REMOTE}]}]},
        "input[0].content[0].type",
    ),
    ("embeddings", {"user": "somebody"}, "user"),
    ("embeddings", {"input": [{"image_url": REMOTE}]}, "input[0]"),
    ("embeddings", {"input": {"image_url": REMOTE}}, "input"),
    ("embeddings", {"input": [[1, 0.5]]}, "input[0][1]"),
    ("chat", {"metadata": {"team": "a"}}, "metadata.team"),
    ("chat", {"metadata": {"discipline": " "}}, "metadata.discipline"),
    ("chat", {"metadata": {"workflow_id": "a\0"}}, "metadata.workflow_id"),
    ("chat", {"metadata": {"session_id": "1"}}, "metadata.session_id"),
]


@pytest.mark.parametrize(
    ("api", "change", "field"), REFUSED, ids=[f"{a} {f}" for a, _, f in REFUSED]
)
def test_a_field_that_is_not_on_the_list_is_refused(
    shared: Gateway, provider: Provider, user: User, api: str, change: dict[str, Any], field: str
) -> None:
    body = {"model": MODEL, **QUESTION[api], **change}

    answer = shared.post(body, user.token, PATHS[api])

    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert answer.json()["error"]["param"] == field
    assert provider.served() == []


def test_the_clients_say_which_field(
    shared: Gateway, user: User, client: JavaScript | Python
) -> None:
    result = client.call(shared.base_url, user.token, "complete", service_tier="priority")

    assert result.error is not None
    assert result.error["name"] == "BadRequestError"
    assert result.error["param"] == "service_tier"
    assert result.attempts == 1


def sent(provider: Provider) -> dict[str, Any]:
    """The body that the provider got."""
    (call,) = provider.served()
    body: dict[str, Any] = call["body"]
    return body


@pytest.mark.parametrize("api", ["chat", "responses"])
def test_nothing_is_stored(shared: Gateway, provider: Provider, user: User, api: str) -> None:
    shared.post({"model": MODEL, **QUESTION[api], "store": True}, user.token, PATHS[api])

    assert sent(provider)["store"] is False


@pytest.mark.parametrize("asked", ["left?", ["one", "two"], [1, 2], [[1, 2], [3]]])
def test_texts_and_tokens_are_embedded(
    shared: Gateway, provider: Provider, user: User, asked: Any
) -> None:
    answer = shared.post({"model": MODEL, "input": asked}, user.token, "embeddings")

    assert answer.status_code == 200
    assert sent(provider)["input"] == asked


@pytest.mark.parametrize("api", ["chat", "responses", "embeddings"])
def test_metadata_is_for_the_ledger_alone(
    shared: Gateway, provider: Provider, user: User, api: str
) -> None:
    labels = {"discipline": "support", "workflow_id": "até 月末", "session_id": str(uuid4())}

    shared.post({"model": MODEL, **QUESTION[api], "metadata": labels}, user.token, PATHS[api])

    assert user.holds(1) == ["settled"]
    (row,) = user.ledger()
    assert {name: str(row[name]) for name in labels} == labels
    assert "metadata" not in sent(provider)


@pytest.mark.parametrize(
    ("api", "asked", "got"),
    [
        ("chat", {}, {"max_completion_tokens": 4096}),
        ("chat", {"max_tokens": 7}, {"max_completion_tokens": 7}),
        ("chat", {"max_completion_tokens": 7}, {"max_completion_tokens": 7}),
        ("responses", {}, {"max_output_tokens": 4096}),
        ("responses", {"max_output_tokens": 16}, {"max_output_tokens": 16}),
    ],
)
def test_every_answer_has_a_longest_length(
    shared: Gateway, provider: Provider, user: User, api: str, asked: dict[str, Any], got: Any
) -> None:
    shared.post({"model": MODEL, **QUESTION[api], **asked}, user.token, PATHS[api])

    body = sent(provider)
    assert {name: value for name, value in body.items() if "max_" in name} == got


def test_the_longest_length_goes_under_the_name_that_the_provider_heeds(
    start_gateway: Any, provider: Provider, user: User
) -> None:
    older = start_gateway(AI_GATEWAY_MAX_TOKENS_FIELD="max_tokens", KEEPS_IDLE_WORKERS="1")

    older.post({"model": MODEL, **QUESTION["chat"], "max_completion_tokens": 9}, user.token)

    assert sent(provider)["max_tokens"] == 9
    assert "max_completion_tokens" not in sent(provider)


def test_the_hold_is_the_bytes_of_the_prompt_and_the_longest_answers(
    shared: Gateway, provider: Provider, user: User
) -> None:
    messages = [{"role": "user", "content": "até 月末 🙂"}]

    shared.post({"model": MODEL, "messages": messages, "n": 3, "max_tokens": 100}, user.token)

    prompt = len(json.dumps(sent(provider), ensure_ascii=False, separators=(",", ":")).encode())
    assert user.held() == [(prompt + 64 + 3 * 100, "charge")]


def test_the_hold_of_an_image_is_its_rate_and_not_its_bytes(
    start_gateway: Any, provider: Provider, user: User
) -> None:
    seeing = start_gateway(AI_GATEWAY_TOKENS_PER_IMAGE="1000", KEEPS_IDLE_WORKERS="1")
    parts = [{"type": "image_url", "image_url": {"url": PIXEL}}] * 2

    seeing.post({"model": MODEL, **chat(*parts), "max_tokens": 100}, user.token)

    json_bytes = len(json.dumps(sent(provider), separators=(",", ":")))
    assert user.held() == [(json_bytes - 2 * len(PIXEL) + 2 * 1000 + 64 + 100, "charge")]


def test_a_text_that_looks_like_an_image_is_held_in_full(
    start_gateway: Any, provider: Provider, user: User
) -> None:
    seeing = start_gateway(AI_GATEWAY_TOKENS_PER_IMAGE="1000", KEEPS_IDLE_WORKERS="1")
    tool = {"type": "function", "function": {"name": "f", "parameters": {"url": PIXEL * 100}}}

    seeing.post({"model": MODEL, **QUESTION["chat"], "tools": [tool], "max_tokens": 9}, user.token)

    assert user.held()[0][0] > len(PIXEL) * 100


def test_a_turn_of_the_assistant_can_be_sent_back(
    shared: Gateway, provider: Provider, user: User
) -> None:
    turn = {
        "role": "assistant",
        "content": None,
        "refusal": None,
        "annotations": [],
        "audio": None,
        "tool_calls": [
            {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
        ],
    }
    result = {"role": "tool", "tool_call_id": "1", "content": "42"}

    answer = shared.post({"model": MODEL, "messages": [turn, result]}, user.token)

    assert answer.status_code == 200
    assert sent(provider)["messages"] == [turn, result]


def test_an_event_without_choices_is_for_those_who_ask(
    shared: Gateway, provider: Provider, user: User
) -> None:
    body = {"model": MODEL, **QUESTION["chat"], "stream": True}

    plain = shared.post(body, user.token).text
    asked = shared.post({**body, "stream_options": {"include_usage": True}}, user.token).text

    assert '"usage"' not in plain
    assert plain.endswith("data: [DONE]\n\n")
    assert '"total_tokens"' in asked
    assert [call["body"]["stream_options"] for call in provider.served()] == [
        {"include_usage": True}
    ] * 2


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"{", 400, "invalid_json"),
        (b"[]", 400, "invalid_type"),
        (b"null", 400, "invalid_type"),
        (b"x" * (1024 * 1024 + 1), 413, "request_too_large"),
    ],
)
def test_a_body_that_is_no_request_is_refused(
    shared: Gateway, user: User, content: bytes, status: int, code: str
) -> None:
    answer = shared.send(content, user.token)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_a_body_without_a_length_is_measured_as_it_comes(start_gateway: Any, user: User) -> None:
    small = start_gateway(AI_GATEWAY_MAX_BODY_BYTES="1000", KEEPS_IDLE_WORKERS="1")

    answer = small.send(iter([b"x" * 600] * 2), user.token)

    assert answer.json()["error"]["code"] == "request_too_large"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "chat/completions", 405),
        ("POST", "models", 404),
        ("POST", "responses/resp_1/cancel", 404),
        ("POST", "chat/completions/../../../../etc", 404),
        ("DELETE", "responses/resp_1", 404),
    ],
)
def test_other_paths_do_not_exist(
    shared: Gateway, provider: Provider, user: User, method: str, path: str, status: int
) -> None:
    answer = shared.request(method, path, user.token)

    assert answer.status_code == status
    assert "message" in answer.json()["error"]
    assert provider.served() == []
