from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import InputRejected
from core.settings import Settings


def test_defaults_without_any_variable() -> None:
    settings = Settings.from_environment({})
    assert settings.home.name == "brandloop"
    assert settings.max_upload_bytes == 200 * 1024**2
    assert settings.database == settings.home / "brandloop.db"


def test_variables_decide_and_the_key_never_shows(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {
            "BRANDLOOP_HOME": str(tmp_path),
            "BRANDLOOP_MAX_UPLOAD_MB": "1.5",
            "BRANDLOOP_ENDPOINT_KEY": "sk-secret",
        }
    )
    assert settings.home == tmp_path
    assert settings.max_upload_bytes == 1.5 * 1024**2
    assert settings.endpoint_key == "sk-secret"
    assert "sk-secret" not in repr(settings)


def test_the_two_keys_stay_apart_and_never_show() -> None:
    settings = Settings.from_environment({"OPENAI_API_KEY": "sk-openai"})
    assert (settings.openai_key, settings.endpoint_key) == ("sk-openai", "")
    assert "sk-openai" not in repr(settings)


@pytest.mark.parametrize("value", ["many", "0", "-3", "nan"])
def test_a_number_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(InputRejected, match="BRANDLOOP_MAX_UPLOAD_MB"):
        Settings.from_environment({"BRANDLOOP_MAX_UPLOAD_MB": value})
