from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import huggingface_hub
import pytest
from huggingface_hub import constants, errors

from lottery_agent.errors import DownloadError, ModelFileError, UsageError
from lottery_agent.models.zoo import hub
from lottery_agent.models.zoo.store import fetch, located
from lottery_agent.progress import silent

COMMIT = "a" * 40


@pytest.fixture
def hub_server(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[str]]:
    """A hub with the tiny model at `someone/models/sub/tiny.gguf`; gives the list of requests."""
    files = {"/someone/models/resolve/main/sub/tiny.gguf": tiny_model.read_bytes()}
    files["/someone/models/resolve/main/page.gguf"] = b"<html>sorry</html>"
    requests: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            requests.append(self.path)
            data = files.get(self.path)
            if data is None:
                self.send_response(404)
                owner = self.path.split("/")[1]
                code = "EntryNotFound" if owner == "someone" else "RepoNotFound"
                self.send_header("X-Error-Code", code)
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("ETag", f'"{len(data)}"')
            self.send_header("X-Repo-Commit", COMMIT)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data)

        do_GET = do_HEAD

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    point_at(monkeypatch, f"http://127.0.0.1:{server.server_port}", tmp_path / "hub")
    yield requests
    server.shutdown()
    server.server_close()
    thread.join()


def point_at(monkeypatch: pytest.MonkeyPatch, url: str, cache: Path) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", url)
    monkeypatch.setattr(
        constants, "HUGGINGFACE_CO_URL_TEMPLATE", url + "/{repo_id}/resolve/{revision}/{filename}"
    )
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(cache))
    huggingface_hub.close_session()


def test_names_are_read() -> None:
    assert hub.parse("hf:a/b/c.gguf") == hub.HubFile("a/b", "c.gguf")
    assert hub.parse("hf:a/b@v1/c/d.gguf") == hub.HubFile("a/b", "c/d.gguf", "v1")


@pytest.mark.parametrize(
    "name", ["hf:", "hf:a/b", "hf:a/b.gguf", "hf:a/b/c.bin", "hf:a b/c/d.gguf"]
)
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="names no model file"):
        hub.parse(name)


def test_a_file_is_fetched_and_found_again_offline(
    hub_server: list[str], cache: Path, tiny_model: Path
) -> None:
    name = "hf:someone/models/sub/tiny.gguf"
    assert located(name) is None
    path = fetch(name, progress=silent)
    assert path.read_bytes() == tiny_model.read_bytes()
    asked = len(hub_server)
    assert fetch(name, progress=silent) == located(name) == path
    assert len(hub_server) == asked


def test_what_is_no_gguf_is_refused(hub_server: list[str], cache: Path) -> None:
    with pytest.raises(ModelFileError, match="no GGUF file"):
        fetch("hf:someone/models/page.gguf", progress=silent)


@pytest.mark.parametrize("name", ["hf:someone/models/other.gguf", "hf:nobody/models/tiny.gguf"])
def test_a_missing_file_is_one_line(hub_server: list[str], cache: Path, name: str) -> None:
    with pytest.raises(DownloadError, match="there is no such file") as caught:
        fetch(name, progress=silent)
    assert "\n" not in str(caught.value)


def test_no_network_is_one_line(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point_at(monkeypatch, "http://127.0.0.1:9", tmp_path / "hub")
    with pytest.raises(DownloadError, match="no connection to the hub"):
        fetch("hf:someone/models/tiny.gguf", progress=silent)


def test_a_server_that_refuses_says_so(
    hub_server: list[str], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> str:
        response = huggingface_hub.get_session().get(constants.ENDPOINT)
        raise errors.HfHubHTTPError("internal error\nat the hub", response=response)

    monkeypatch.setattr(huggingface_hub, "hf_hub_download", refuse)
    with pytest.raises(DownloadError, match="internal error") as caught:
        fetch("hf:someone/models/tiny.gguf", progress=silent)
    assert "\n" not in str(caught.value)


def test_a_broken_connection_is_one_line(
    hub_server: list[str], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library's own error, whatever library that is, raised where the file is read."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"

    def broken(*_: object, **__: object) -> str:
        huggingface_hub.get_session().get(url)
        raise AssertionError("nobody listens there")

    monkeypatch.setattr(huggingface_hub, "hf_hub_download", broken)
    with pytest.raises(DownloadError, match="no connection to the hub"):
        fetch("hf:someone/models/tiny.gguf", progress=silent)
