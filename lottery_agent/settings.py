"""Settings: resolved once per run, from defaults, a file, the environment and arguments.

Later sources win. The file is `config.toml` in the platform's configuration folder, variables are
`LOTTERY_…`, arguments are keyword arguments of `load_settings`. Nothing is read at import.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from lottery_agent.errors import UsageError

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings

APP = "lottery-agent"


def cache_folder() -> Path:
    """Return the folder for models and tickets (`LOTTERY_CACHE` overrides it)."""
    return Path(os.environ.get("LOTTERY_CACHE") or platformdirs.user_cache_dir(APP))


def data_folder() -> Path:
    """Return the folder for knowledge bases (`LOTTERY_HOME` overrides it)."""
    return Path(os.environ.get("LOTTERY_HOME") or platformdirs.user_data_dir(APP))


def config_file() -> Path:
    """Return the path of the settings file, which may be missing."""
    return Path(
        os.environ.get("LOTTERY_CONFIG") or platformdirs.user_config_path(APP) / "config.toml"
    )


def load_settings(overrides: Mapping[str, Any] | None = None) -> Settings:
    """Resolve the settings.

    Raises:
        UsageError: If a source holds an unknown key or a value of the wrong type.
    """
    import tomllib

    from pydantic import ValidationError

    from lottery_agent._settings_model import Settings

    given = {k: v for k, v in (overrides or {}).items() if v is not None}
    try:
        return Settings(**given)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(
            f"the settings file {str(config_file())!r} can't be read: {error}",
            hint="correct it or remove it",
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise UsageError(
            f"setting {name!r} is wrong: {first['msg']} (got {first.get('input')!r})",
            hint="give another value"
            if first["loc"] and first["loc"][0] in given
            else f"see {config_file()} and the LOTTERY_ variables",
        ) from None
