"""Asks an endpoint, and asks again where that may help."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import tenacity

from lottery_agent.errors import BudgetExceeded, Cancelled, EngineError, RunError, UsageError
from lottery_agent.lab.endpoint.address import KEY, ROUTE, Endpoint, headers
from lottery_agent.lab.endpoint.replies import Passing, Reply, asked_wait, body_of, reason, words

_ATTEMPTS = 6
_LONGEST_WAIT = 60.0
"""Seconds between two attempts, whatever the server asks for."""
_CONNECT = 10.0
"""Seconds to connect."""
_READ = 600.0
"""Seconds for a reply, all of its writing included: it is not streamed."""
_GIVE_UP = 3
"""Questions that fail in a row before the server counts as dead."""
_LATER = "see to the server, then continue with `lottery lab run RUN --resume`"
_REMEDIES: Mapping[int, str] = {
    httpx.codes.UNAUTHORIZED: f"set {KEY} to a key of this server",
    httpx.codes.FORBIDDEN: f"set {KEY} to a key that may use this model",
    httpx.codes.NOT_FOUND: "check --endpoint (it often ends with /v1) and --endpoint-model",
}
_OF_THE_QUESTION = (
    httpx.codes.BAD_REQUEST,
    httpx.codes.REQUEST_ENTITY_TOO_LARGE,
    httpx.codes.UNPROCESSABLE_ENTITY,
)
"""Statuses that say something of one question, such as that it is too long."""


class Client:
    """Asks an endpoint; any number of threads may use one.

    Args:
        endpoint: The server and its model.
        seed: Sent with each request; most servers sample with it, and we ask for no sampling.
        sleep: Waits for some seconds between attempts; by default until the client is closed.

    Raises:
        UsageError: If the key can't be sent.
    """

    def __init__(
        self, endpoint: Endpoint, *, seed: int, sleep: Callable[[float], None] | None = None
    ) -> None:
        self.endpoint = endpoint
        self._seed = seed
        self._closed = threading.Event()
        self._sleep = sleep or tenacity.sleep_using_event(self._closed)
        self._failed_in_a_row = 0
        self._http = httpx.Client(headers=headers())

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; what still waits is cancelled."""
        self._closed.set()
        self._http.close()

    def check(self) -> None:
        """Ask for a word, to find out what would make every question fail.

        Raises:
            UsageError: If the server can't be reached, refuses, or answers something else.
        """
        try:
            self.complete("Answer yes.", "Are you there?", tokens=16, seconds=_READ, attempts=2)
        except RunError as error:
            raise UsageError(error.message, hint=error.hint) from None

    def complete(
        self, system: str, user: str, *, tokens: int, seconds: float, attempts: int = _ATTEMPTS
    ) -> Reply:
        """Return what the model writes, greedily.

        Args:
            system: How to go about it.
            user: What is asked.
            tokens: Most tokens to write.
            seconds: Most seconds for all attempts together.
            attempts: How often to ask where another attempt may help.

        Raises:
            EngineError: If the server can't be used now.
            RunError: If it refuses this request.
            BudgetExceeded: If the time is over.
            Cancelled: If the client was closed.
        """
        if self._failed_in_a_row >= _GIVE_UP:
            raise EngineError(f"{self._name} has failed {_GIVE_UP} times in a row", hint=_LATER)
        body = {
            "model": self.endpoint.model,
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": user},
            ],
            "max_tokens": tokens,
            "temperature": 0,
            "seed": self._seed,
            "stream": False,
        }
        begun = time.monotonic()
        asking = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(attempts) | tenacity.stop_before_delay(seconds),
            wait=_wait,
            retry=tenacity.retry_if_exception_type(Passing),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            reply = asking(self._attempt, body, begun, seconds)
        except EngineError:
            self._failed_in_a_row += 1
            raise
        except Passing as error:
            self._failed_in_a_row += 1
            raise EngineError(f"{self._name}: {error}", hint=_LATER) from None
        self._failed_in_a_row = 0
        return reply

    @property
    def _name(self) -> str:
        return f"the endpoint {self.endpoint.url!r}"

    def _attempt(self, body: Mapping[str, Any], begun: float, seconds: float) -> Reply:
        if self._closed.is_set():
            raise Cancelled("the request was cancelled")
        left = begun + seconds - time.monotonic()
        if left <= 0:
            raise BudgetExceeded("seconds", seconds - left, seconds)
        timeout = httpx.Timeout(min(_READ, left), connect=min(_CONNECT, left))
        try:
            response = self._http.post(self.endpoint.url + ROUTE, json=body, timeout=timeout)
        except (httpx.HTTPError, RuntimeError) as error:
            if self._closed.is_set():  # `httpx` raises a `RuntimeError` then
                raise Cancelled("the request was cancelled") from None
            if not isinstance(error, httpx.RequestError):
                raise
            raise Passing(f"{type(error).__name__}: {words(str(error)) or 'no answer'}") from None
        if response.status_code == httpx.codes.OK:
            return Reply.of(body_of(response))
        raise self._refusal(response)

    def _refusal(self, response: httpx.Response) -> Exception:
        """Return what a status other than 200 means."""
        status = response.status_code
        problem = f"status {status}, {words(reason(response))}"
        if status in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.REQUEST_TIMEOUT) or status >= 500:
            return Passing(problem, asked_wait(response))
        if status in _OF_THE_QUESTION:
            return RunError(f"{self._name} refuses the question: {problem}")
        return EngineError(f"{self._name} refuses: {problem}", hint=_REMEDIES.get(status, _LATER))


_backoff = tenacity.wait_exponential_jitter(initial=1, max=_LONGEST_WAIT, jitter=1)


def _wait(state: tenacity.RetryCallState) -> float:
    """Return the seconds until the next attempt: as the server asks, or longer each time."""
    error = state.outcome.exception() if state.outcome is not None else None
    asked = error.wait if isinstance(error, Passing) else 0.0
    return min(_LONGEST_WAIT, max(asked, _backoff(state)))
