"""Asking a server: what is sent, what is asked again, and what is told when it fails."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from lottery_agent.errors import BudgetExceeded, Cancelled, EngineError, RunError, UsageError
from lottery_agent.lab.endpoint.address import KEY, Endpoint
from lottery_agent.lab.endpoint.client import Client
from lottery_agent.lab.endpoint.replies import Reply
from tests.lab.endpoint.conftest import KEY_VALUE, Model, Said, completion

RATE = Said({"error": {"message": "slow\ndown"}}, 429, {"retry-after": "7"})


def client_of(server: Model, waits: list[float]) -> Client:
    return Client(Endpoint.of(server.url, "served"), seed=3, sleep=waits.append)


def complete(client: Client, seconds: float = 60.0) -> Reply:
    return client.complete("Head.", "What is 2 and 2?", tokens=9, seconds=seconds)


def saying(server: Model, *said: Said) -> None:
    """Let the server say these things in turn, the last one from then on."""
    left = list(said)
    server.speak = lambda request: left.pop(0) if len(left) > 1 else left[0]


def test_a_request_is_greedy_and_has_seed_and_key(server: Model) -> None:
    with client_of(server, []) as client:
        reply = complete(client)
    assert reply == Reply("The answer is 4.", "served-2", "stop", 30, 10, 5)
    assert server.asked == [
        {
            "model": "served",
            "messages": [
                {"role": "system", "content": "Head."},
                {"role": "user", "content": "What is 2 and 2?"},
            ],
            "max_tokens": 9,
            "temperature": 0,
            "seed": 3,
            "stream": False,
        }
    ]
    assert server.paths == ["/v1/chat/completions"]
    assert server.sent[0]["authorization"] == f"Bearer {KEY_VALUE}"


def test_without_a_key_none_is_sent(server: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY)
    with client_of(server, []) as client:
        complete(client)
    assert "authorization" not in server.sent[0]
    monkeypatch.setenv(KEY, "kéy")
    with pytest.raises(UsageError, match=KEY) as caught:
        client_of(server, [])
    assert "kéy" not in str(caught.value)


@pytest.mark.parametrize(
    "passing",
    [
        RATE,
        Said({}, 500),
        Said(b"<html>", 503),
        Said(b'{"choices": [', 200),
        Said([], 200),
        Said({"choices": []}, 200),
        Said({"choices": [{"message": {"content": 5}}]}, 200),
        Said({**completion("x"), "usage": [1]}, 200),
        Said(b"", hang_up=True),
    ],
)
def test_what_may_pass_is_asked_again(passing: Said, server: Model) -> None:
    saying(server, passing, passing, Said(completion("5")))
    waits: list[float] = []
    with client_of(server, waits) as client:
        assert complete(client).text == "5"
    assert len(server.asked) == 3
    assert len(waits) == 2
    assert all(0 < wait <= 60 for wait in waits)
    if passing is RATE:
        assert all(wait >= 7 for wait in waits)


def test_waits_grow_and_end(server: Model) -> None:
    saying(server, Said({"error": "overloaded"}, 503))
    waits: list[float] = []
    with client_of(server, waits) as client:
        with pytest.raises(EngineError, match="status 503, overloaded") as caught:
            complete(client, seconds=3600)
        assert "lottery lab run RUN --resume" in str(caught.value.hint)
        assert len(server.asked) == len(waits) + 1 == 6
        # Each wait is 2^n seconds and up to one more.
        assert [1 <= wait / 2**n <= 2 for n, wait in enumerate(waits)] == [True] * 5
        waits.clear()
        saying(server, Said({}, 429, {"retry-after": "86400"}), Said(completion("5")))
        complete(client, seconds=3600)
        assert waits == [60]


def test_a_dead_server_is_given_up_and_one_that_comes_back_is_not(server: Model) -> None:
    saying(server, Said({}, 500))
    with client_of(server, []) as client:
        for _ in range(2):
            with pytest.raises(EngineError):
                complete(client)
        saying(server, Said(completion("5")))
        complete(client)
        saying(server, Said({}, 500))
        for _ in range(3):
            with pytest.raises(EngineError, match="status 500"):
                complete(client)
        before = len(server.asked)
        with pytest.raises(EngineError, match="3 times in a row"):
            complete(client)
        assert len(server.asked) == before


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        (Said({"error": {"message": "bad key"}}, 401), EngineError, f"bad key.*{KEY}"),
        (Said({"error": {"message": "no"}}, 403), EngineError, KEY),
        (Said(b"not found", 404), EngineError, "status 404.*--endpoint-model"),
        (Said(b"", 302), EngineError, "status 302"),
        (Said({"error": {"message": "too long"}}, 400), RunError, "the question.*too long"),
        (Said({"detail": "too long"}, 422), RunError, "the question"),
    ],
)
def test_a_refusal_is_told_at_once(
    said: Said, error: type[RunError], words: str, server: Model
) -> None:
    saying(server, said)
    with client_of(server, []) as client, pytest.raises(error, match=words) as caught:
        complete(client)
    assert type(caught.value) is error
    assert len(server.asked) == 1
    assert "\n" not in str(caught.value)


def test_no_message_holds_the_key(server: Model) -> None:
    long = "x" * 1000
    saying(server, Said({"error": {"message": f"{KEY_VALUE} is wrong, {long}"}}, 401))
    with client_of(server, []) as client, pytest.raises(EngineError) as caught:
        complete(client)
    assert KEY_VALUE not in str(caught.value)
    assert "… is wrong" in str(caught.value)
    assert len(str(caught.value)) < 500


def test_a_check_turns_all_of_it_into_bad_input(server: Model) -> None:
    saying(server, Said({}, 503))
    with client_of(server, []) as client, pytest.raises(UsageError, match="status 503"):
        client.check()
    assert len(server.asked) == 2


def test_nobody_answers(server: Model) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with (
        Client(Endpoint.of(url, "served"), seed=0, sleep=lambda wait: None) as client,
        pytest.raises(UsageError, match="ConnectError"),
    ):
        client.check()


def test_time_and_the_end_of_a_run(server: Model) -> None:
    with client_of(server, []) as client:
        with pytest.raises(BudgetExceeded, match="seconds"):
            complete(client, seconds=0)
        client.close()
        with pytest.raises(Cancelled):
            complete(client)
    assert not server.asked


@pytest.mark.parametrize(
    ("usage", "counts"),
    [(None, (0, 0, 0)), ({"prompt_tokens": True, "completion_tokens": -1}, (0, 0, 0))],
)
def test_counts_that_a_server_does_not_give(usage: Any, counts: tuple[int, ...]) -> None:
    reply = Reply.of(completion(None, usage=usage))
    assert reply.text == ""
    assert (reply.prompt, reply.reused, reply.completion) == counts


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("example.org/v1", "no URL"),
        ("ftp://example.org", "no URL"),
        ("http://", "no URL"),
        ("http://host:port", "no URL"),
        ("https://user:secret@example.org/v1", KEY),
        ("https://example.org/v1?api_key=secret", KEY),
    ],
)
def test_what_is_no_endpoint(url: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        Endpoint.of(url, "served")
    assert "secret" not in str(caught.value)


def test_an_endpoint_in_any_form() -> None:
    wanted = Endpoint("https://example.org/v1", "served")
    for end in ("", "/", "/chat/completions", "/chat/completions/"):
        assert Endpoint.of(f"https://example.org/v1{end}", "served") == wanted
    with pytest.raises(UsageError, match="--endpoint-model"):
        Endpoint.of("https://example.org/v1", " ")
