"""Models from the Hugging Face hub, named `hf:OWNER/REPOSITORY/FILE`.

They live in the hub's own cache, which other programs share; its settings (HF_HOME, HF_TOKEN,
HF_ENDPOINT …) hold. A file that is there already is used without asking the network.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from lottery_agent.errors import DownloadError, UsageError
from lottery_agent.models.zoo.workspace import explain

PREFIX = "hf:"
_NAME = re.compile(r"hf:(?P<repo>[^/\s@]+/[^/\s@]+)(@(?P<revision>[^/\s]+))?/(?P<file>\S+\.gguf)")


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of a repository on the hub."""

    repo: str
    file: str
    revision: str | None = None


def parse(name: str) -> HubFile:
    """Read `hf:OWNER/REPOSITORY[@REVISION]/FILE.gguf`.

    Raises:
        UsageError: If it is not of that form.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        raise UsageError(
            f"{name!r} names no model file on the hub",
            hint="write hf:OWNER/REPOSITORY/FILE.gguf or hf:OWNER/REPOSITORY@REVISION/FILE.gguf",
        )
    return HubFile(repo=match["repo"], file=match["file"], revision=match["revision"])


def cached(file: HubFile) -> Path | None:
    """Return where the hub's cache holds the file, if it does."""
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(file.repo, file.file, revision=file.revision)
    return Path(found) if isinstance(found, str) else None


def download(file: HubFile) -> Path:
    """Return the file, downloading it if need be. An interrupted download is resumed.

    Raises:
        DownloadError: If there is no such file, no permission, no network or no space.
    """
    if (path := cached(file)) is not None:
        return path
    from huggingface_hub import constants, hf_hub_download
    from huggingface_hub.errors import (
        EntryNotFoundError,
        GatedRepoError,
        HfHubHTTPError,
        LocalEntryNotFoundError,
        OfflineModeIsEnabled,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )
    from huggingface_hub.utils.tqdm import disable_progress_bars

    if not sys.stderr.isatty():
        disable_progress_bars()
    what = f"can't download {file.file!r} from {file.repo!r}"
    try:
        return Path(hf_hub_download(file.repo, file.file, revision=file.revision))
    except GatedRepoError:
        raise DownloadError(
            f"{what}: its owner must allow it", hint="ask for access and set HF_TOKEN"
        ) from None
    except (LocalEntryNotFoundError, OfflineModeIsEnabled):
        raise _no_connection(what) from None
    except (RepositoryNotFoundError, RevisionNotFoundError, EntryNotFoundError):
        raise DownloadError(
            f"{what}: there is no such file", hint="check owner, repository, revision and file"
        ) from None
    except HfHubHTTPError as error:
        raise DownloadError(f"{what}: {str(error).splitlines()[0]}", hint="try later") from None
    except transport_error():
        raise _no_connection(what) from None
    except OSError as error:
        raise explain(error, Path(constants.HF_HUB_CACHE), DownloadError) from None


def transport_error() -> type[Exception]:
    """Return the base of what the hub's HTTP library raises, a broken connection among it.

    That library is httpx in huggingface_hub 1 and httpx2 in huggingface_hub 2; the hub's own errors
    of HTTP derive from its base and from `OSError`.
    """
    from huggingface_hub.errors import HfHubHTTPError

    (base,) = (each for each in HfHubHTTPError.__bases__ if each is not OSError)
    return base


def _no_connection(what: str) -> DownloadError:
    return DownloadError(
        f"{what}: no connection to the hub", hint="check the network, or give a local GGUF file"
    )
