"""Where the studio keeps its things and what it may use, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path

from core.errors import InputRejected
from core.i18n import N_

ASSETS = Path(__file__).resolve().parent.parent / "assets"

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Settings:
    """What the environment decides. Keys live here only: never in the store, logs or exports.

    `home` holds brandloop.db, backups/ and logs/. `max_upload_bytes` bounds a file as uploaded,
    `max_unpacked_bytes` what a compressed one may grow to. `openai_key` is for api.openai.com
    alone, `endpoint_key` for servers on the hosts in `endpoint_host` alone (commas between).
    """

    home: Path
    assets: Path = ASSETS
    max_upload_bytes: int = 200 * MEGABYTE
    max_unpacked_bytes: int = 1024 * MEGABYTE
    endpoint_key: str = field(default="", repr=False)
    endpoint_host: str = ""
    openai_key: str = field(default="", repr=False)
    endpoint_timeout: float = 60.0

    @property
    def database(self) -> Path:
        return self.home / "brandloop.db"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Settings from BRANDLOOP_* variables.

        BRANDLOOP_HOME (default: the platform's data folder), BRANDLOOP_MAX_UPLOAD_MB,
        BRANDLOOP_ENDPOINT_KEY and the BRANDLOOP_ENDPOINT_HOST it is for,
        BRANDLOOP_ENDPOINT_TIMEOUT in seconds; and OPENAI_API_KEY.
        Raises InputRejected when a number is not one.
        """
        env = os.environ if environment is None else environment
        home = env.get("BRANDLOOP_HOME")
        upload = _number(env, "BRANDLOOP_MAX_UPLOAD_MB", 200)
        return cls(
            home=Path(home).expanduser() if home else user_data_path("brandloop", appauthor=False),
            max_upload_bytes=int(upload * MEGABYTE),
            max_unpacked_bytes=int(5 * upload * MEGABYTE),
            endpoint_key=env.get("BRANDLOOP_ENDPOINT_KEY", ""),
            endpoint_host=env.get("BRANDLOOP_ENDPOINT_HOST", "").strip().lower(),
            openai_key=env.get("OPENAI_API_KEY", ""),
            endpoint_timeout=_number(env, "BRANDLOOP_ENDPOINT_TIMEOUT", 60),
        )


def _number(env: Mapping[str, str], name: str, default: float) -> float:
    text = env.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise InputRejected(
            N_("{name} is “{value}”, which is not a number above zero."),
            N_("Correct the variable or unset it."),
            name=name,
            value=text,
        )
    return value
