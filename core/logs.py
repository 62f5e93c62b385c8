"""The log file of an installation, and the ids under which it keeps what went wrong."""

from __future__ import annotations

import logging
import secrets
from logging.handlers import RotatingFileHandler

from core.settings import MEGABYTE, Settings

_log = logging.getLogger("brandloop")


def incident(error: BaseException, settings: Settings) -> str:
    """Write an unexpected error with its traceback to the log; the id to report it by.

    Where even the log cannot be written, it goes to standard error instead.
    """
    number = secrets.token_hex(4)
    handler = _handler(settings)
    _log.addHandler(handler)
    try:
        _log.error("incident %s", number, exc_info=error)
    finally:
        _log.removeHandler(handler)
        handler.close()
    return number


def _handler(settings: Settings) -> logging.Handler:
    try:
        settings.logs.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            settings.logs / "brandloop.log", maxBytes=5 * MEGABYTE, backupCount=3, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(_Keyless(settings))
    return handler


class _Keyless(logging.Formatter):
    """Writes records without the keys of the installation, whatever an error quotes."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._keys = [key for key in (settings.endpoint_key, settings.openai_key) if key]

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for key in self._keys:
            text = text.replace(key, "[key]")
        return text
