"""No name that somebody gives becomes a path: nothing is written or read outside the home."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from core.copywriting import Brief, Voice
from core.copywriting.writing.batch import BatchWishes
from core.engines.addresses import parse
from core.errors import StudioError

NAMES = (
    "../../escaped",
    "../../escaped.csv",
    "/tmp/../escaped",
    "..\\..\\escaped",
    "a/b/../../../escaped",
    "x\0escaped",
    "~/escaped",
    "%2e%2e%2fescaped",
    "CON",
    "file:///etc/passwd",
)
REVIEWS = b"text,product\nA fine kettle that pours well,Kettle\n"
CUSTOMERS = b"customer_id,city\nC1,Rome\nC2,Bern\n"
BRIEFS = b"product,facts\nKettle,holds 2 litres\n"


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize("name", NAMES)
def test_names_stay_names(studio, home: Path, tmp_path, inline_jobs, name: str) -> None:
    studio.engines.choose("writer", "echo")
    studio.engines.choose("reader", "echo-reader")
    studio.overview()
    outside = files(tmp_path) - {"home", *(f"home/{inner}" for inner in files(home))}
    brief = Brief.from_dict({"lang": "en", "product": name, "facts": ["holds 2 litres", name]})
    for act in (
        lambda: studio.reviews.import_table(REVIEWS, name),
        lambda: studio.reviews.import_paste("a fine kettle", name),
        lambda: studio.personas.import_table(CUSTOMERS, name),
        lambda: studio.personas.assume(name),
        lambda: studio.brands.save(name, Voice()),
        lambda: studio.channels.add("en", name),
        lambda: studio.workspace.rename(name),
        lambda: studio.workspace.prefer(name, name),
        lambda: studio.batches.start(BRIEFS, name, BatchWishes(("slogan",), 1, "en")),
        lambda: list(studio.copy.write(brief, "slogan", 1)),
        lambda: studio.engines.add_endpoint(name, "http://127.0.0.1:9/v1"),
        lambda: studio.engines.choose("writer", name),
        studio.reviews.start_reading,
    ):
        with suppress(StudioError):
            act()
    now = files(tmp_path) - {"home", *(f"home/{inner}" for inner in files(home))}
    assert now == outside
    assert not [path for path in files(home) if "escaped" in path or "CON" in path]


@pytest.mark.parametrize("name", NAMES)
def test_a_hub_name_is_no_path(name: str) -> None:
    with pytest.raises(StudioError):
        parse(f"hub:{name}/../{name}")
    with pytest.raises(StudioError):
        parse(f"hub:../{name}")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_not_there_is_refused_in_words(studio, name: str) -> None:
    with pytest.raises(StudioError):
        studio.reviews.import_table(Path(f"nowhere/{name}".replace("\0", "")), name)
