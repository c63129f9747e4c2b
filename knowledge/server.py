"""A Chroma server that keeps bases, which any number of processes and machines may use at once.

A base's collection is named after base and embedder, so that vectors of two embedders never meet.
"""

from __future__ import annotations

import re
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import chromadb
import httpx
from chromadb import Collection as ChromaCollection
from chromadb.api import ClientAPI
from chromadb.config import Settings

from lottery_agent.errors import KnowledgeError, UsageError
from lottery_agent.knowledge.collection import INDEX, Collection, CollectionGone, reported
from lottery_agent.knowledge.embedder import Embedder, identity

FORMAT = 1
"""Of the records in a collection."""

_COLLECTION = re.compile(r"lottery-(.+)-([0-9a-f]{12})")
_ANSWER = 10.0
"""Seconds within which a server must say that it is there."""
_WORK = 300.0
"""Seconds within which it must do what it is asked."""
_PORTS = {"http": 8000, "https": 443}


class Server:
    """A connection to a Chroma server. May be used from any thread.

    Args:
        url: `http://HOST:PORT` or `https://…`, with `USER:PASSWORD@` if a proxy asks for them.

    Raises:
        UsageError: If it is no such URL.
        KnowledgeError: If no Chroma server answers there.
    """

    def __init__(self, url: str) -> None:
        parts = _parse(url)
        self.url = without_password(url)
        headers = _credentials(parts)
        port = parts.port or _PORTS[parts.scheme]
        _greet(self.url, f"{parts.scheme}://{_host(parts)}:{port}/api/v2/heartbeat", headers)
        try:
            with reported(self.url):
                self._client: ClientAPI = chromadb.HttpClient(
                    host=parts.hostname or "",
                    port=port,
                    ssl=parts.scheme == "https",
                    headers=headers,
                    settings=Settings(anonymized_telemetry=False),
                )
                self._sessions = list(_sessions(self._client))
                for session in self._sessions:  # which would wait for ever
                    session.timeout = httpx.Timeout(_WORK, connect=_ANSWER)
                self._batch = self._client.get_max_batch_size()
        except ValueError as error:
            raise KnowledgeError(f"the Chroma server {self.url} can't be used: {error}") from None

    def close(self) -> None:
        """End the connection."""
        self._client.close()  # type: ignore[attr-defined]
        for session in self._sessions:  # which Chroma's client leaves open
            session.close()

    def bases(self) -> dict[str, list[str]]:
        """Return the complete collections of each base, by its name.

        There is one, and for a moment a second one after the vectors were made anew: the latest is
        first.
        """
        return self._collections(complete=True)

    def unfinished(self, name: str) -> list[str]:
        """Return the collections of a base that are not complete."""
        return self._collections(complete=False).get(name, [])

    def _collections(self, *, complete: bool) -> dict[str, list[str]]:
        with reported(self.url):
            collections = self._client.list_collections()
        found: dict[str, list[tuple[int, str]]] = {}
        for collection in collections:
            match, about = _COLLECTION.fullmatch(collection.name), collection.metadata or {}
            if match and bool(about.get("complete")) is complete:
                found.setdefault(match[1], []).append((int(about.get("made", 0)), collection.name))
        return {
            name: [collection for _, collection in sorted(made, reverse=True)]
            for name, made in found.items()
        }

    def state(self, collection: str) -> tuple[Mapping[str, Any], int]:
        """Return what is noted about a collection, and how many records it has."""
        found = self._get(collection)
        with reported(self.url):
            return found.metadata or {}, found.count()

    def describe(self, collection: str, **values: str | int | bool) -> None:
        """Set parts of what is noted about a collection."""
        found = self._get(collection)
        with reported(self.url):
            found.modify(metadata={**(found.metadata or {}), **values})

    def open(self, collection: str) -> Collection:
        """Return a collection."""
        return Collection(self._get(collection), batch=self._batch, place=self.url)

    def make(self, name: str, embedder: Embedder, *, after: int = 0) -> str:
        """Make the collection of a base for an embedder, if there is none, and return its name.

        It is not complete: until `describe` says so, it is not the base's.

        Args:
            name: The base's name.
            embedder: Whose vectors it will hold.
            after: When the collection that it replaces was made.

        Raises:
            UsageError: If no base on a server can have this name.
        """
        if ".." in name:
            raise UsageError(f"a knowledge base on a Chroma server can't be called {name!r}")
        collection = f"lottery-{name}-{embedder.sha256[:12]}"
        made = max(time.time_ns(), after + 1)
        about = {**identity(embedder), "format": FORMAT, "made": made, "complete": False}
        with suppress(CollectionGone):
            self._get(collection)
            return collection
        with reported(self.url):
            self._client.get_or_create_collection(
                collection,
                metadata=about,
                embedding_function=None,
                configuration={"hnsw": INDEX},
            )
        return collection

    def drop(self, collection: str) -> None:
        """Delete a collection, if it is there."""
        with suppress(CollectionGone), reported(self.url):
            self._client.delete_collection(collection)

    def _get(self, collection: str) -> ChromaCollection:
        with reported(self.url):
            return self._client.get_collection(collection, embedding_function=None)


def without_password(url: str) -> str:
    """Return a URL as it may be shown.

    Raises:
        UsageError: If it is no URL of a server.
    """
    parts = _parse(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{_host(parts)}{port}"


def _parse(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        if parts.scheme in _PORTS and parts.hostname and parts.port != 0:
            if parts.path.strip("/") or parts.query or parts.fragment:
                raise UsageError(
                    "the URL of a Chroma server has nothing after its port",
                    hint="give it as http://HOST:PORT",
                )
            return parts
    except ValueError:
        pass
    # Not shown: it may hold a password.
    raise UsageError(
        "the URL of the Chroma server is none", hint="give it as http://HOST:PORT or https://…"
    )


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host


def _credentials(parts: SplitResult) -> dict[str, str]:
    if parts.username is None:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def _sessions(client: ClientAPI) -> Iterator[httpx.Client]:
    """Yield the connections that a client keeps, which it gives no other access to."""
    for holder in (client, getattr(client, "_admin_client", None)):
        session = getattr(getattr(holder, "_server", None), "_session", None)
        if isinstance(session, httpx.Client):
            yield session


def _greet(url: str, heartbeat: str, headers: Mapping[str, str]) -> None:
    """Make sure that a Chroma server answers. Chroma's own client waits for ever."""
    with reported(url):
        answer = httpx.get(heartbeat, headers=dict(headers), timeout=_ANSWER)
    if answer.status_code != httpx.codes.OK or "heartbeat" not in answer.text:
        raise KnowledgeError(
            f"{url} is no Chroma server: it answered {answer.status_code} to a heartbeat",
            hint="correct LOTTERY_KNOWLEDGE_URL; servers before Chroma 1.0 don't fit",
        )
