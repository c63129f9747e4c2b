"""Where bases are: in a folder of this machine, or on a Chroma server."""

from __future__ import annotations

import re
import shutil
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lottery_agent.errors import UsageError
from lottery_agent.knowledge.shelf import PASSAGES, LocalShelf, Shelf
from lottery_agent.settings import data_folder

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NOBODY = "none"


class Place(Protocol):
    """Keeps bases, by their names."""

    def names(self) -> list[str]:
        """Return the names of all bases, sorted."""
        ...

    def has(self, name: str) -> bool:
        """Tell whether there is a base of this name."""
        ...

    def key(self, name: str) -> Hashable:
        """Return what tells a base from all others."""
        ...

    def shelf(self, name: str) -> Shelf:
        """Open a base, which may be new."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with a folder for each base."""

    path: Path

    def names(self) -> list[str]:
        """Return the names of all bases, sorted."""
        return sorted(path.parent.name for path in self.path.glob(f"*/{PASSAGES}"))

    def has(self, name: str) -> bool:
        """Tell whether there is a base of this name."""
        return (self.key(name) / PASSAGES).is_file()

    def key(self, name: str) -> Path:
        """Return the folder of a base."""
        return (self.path / name).resolve()

    def shelf(self, name: str) -> Shelf:
        """Open a base, which may be new."""
        return LocalShelf(self.key(name), name)


@dataclass(frozen=True, slots=True)
class Service:
    """A Chroma server."""

    url: str

    def names(self) -> list[str]:
        """Return the names of all bases, sorted."""
        from lottery_agent.knowledge.server import Server

        server = Server(self.url)
        try:
            return sorted(server.bases())
        finally:
            server.close()

    def has(self, name: str) -> bool:
        """Tell whether there is a base of this name. The copy of one that is gone is deleted."""
        if name in self.names():
            return True
        from lottery_agent.knowledge.server import without_password
        from lottery_agent.knowledge.server_copy import copy_folder

        shutil.rmtree(copy_folder(without_password(self.url), name), ignore_errors=True)
        return False

    def key(self, name: str) -> tuple[str, str]:
        """Return what tells a base from all others."""
        return self.url, name

    def shelf(self, name: str) -> Shelf:
        """Open a base, which may be new."""
        from lottery_agent.knowledge.server import Server
        from lottery_agent.knowledge.server_shelf import ServerShelf

        server = Server(self.url)
        try:
            return ServerShelf(server, name)
        except BaseException:
            server.close()
            raise


def find_place(folder: Path | None, url: str | None) -> Place:
    """Return the server of a URL, else the folder, else `knowledge` in the data folder."""
    if url:
        return Service(url)
    return Folder(folder or data_folder() / "knowledge")


def check_name(name: str) -> None:
    """Refuse what no base can be called.

    Raises:
        UsageError: If it is such a name.
    """
    if not _NAME.fullmatch(name) or name == _NOBODY:
        raise UsageError(
            f"a knowledge base can't be called {name!r}",
            hint="use up to 64 letters, digits, dots, dashes and underscores; `none` means no base",
        )
