"""The diagram and the tree of docs/architecture.md say what the code does, no more and no less."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
DIAGRAM = re.findall(r"```mermaid\n(.*?)```", PAGE, re.DOTALL)[0]
TREE = PAGE.split("## The tree")[1].split("```")[1]

DOORS = {"pages": "pages", "app.py": "app.py", "serve.py": "serve.py"}
"""What the diagram names outside of core, by its place in the project."""


@cache
def nodes() -> dict[str, set[str]]:
    """What each node of the diagram stands for, by the node's id."""
    found = re.findall(r'^\s*(\w+)\["(.*)"\]$', DIAGRAM, re.MULTILINE)
    return {id: set(re.findall(r"[\w.]+", label.replace("<br/>", " "))) for id, label in found}


def boxes() -> dict[str, set[str]]:
    """The nodes of each subgraph, those of the subgraphs in it as well."""
    inside: dict[str, set[str]] = {}
    around: list[str] = []
    for line in map(str.strip, DIAGRAM.splitlines()):
        if opened := re.match(r"subgraph (\w+)", line):
            around.append(opened[1])
        elif line == "end":
            around.pop()
        elif node := re.match(r"(\w+)\[", line):
            for box in around:
                inside.setdefault(box, set()).add(node[1])
    return inside


def arrows() -> list[set[tuple[str, str]]]:
    """What each arrow says: pairs of nodes, one for each end of a box."""
    within = {id: {id} for id in nodes()} | boxes()
    drawn = re.findall(r"^\s*(\w+) --> (\w+)$", DIAGRAM, re.MULTILINE)
    return [set(product(within[tail], within[head])) for tail, head in drawn]


def modules() -> set[str]:
    """The packages and modules directly in core."""
    found = (ROOT / "core").glob("*")
    return {path.stem for path in found if (path / "__init__.py").exists() or path.suffix == ".py"}


def node_of(module: str) -> str | None:
    """The node that a module of ours belongs to, None for anybody else's."""
    parts = module.split(".")
    name = ".".join(parts[1:3]) if parts[0] == "core" else DOORS.get(parts[0], f"{parts[0]}.py")
    homes = {name: id for id, names in nodes().items() for name in names}
    return homes.get(name) or (homes.get(parts[1]) if parts[0] == "core" and parts[1:] else None)


@cache
def imported() -> dict[tuple[str, str], str]:
    """The pairs of nodes of which one imports the other, each with one of the files that does."""
    found: dict[tuple[str, str], str] = {}
    paths = [ROOT / "app.py", ROOT / "serve.py"]
    for path in [*paths, *(ROOT / "core").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        file = path.relative_to(ROOT)
        tail = node_of(".".join(file.with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in getattr(node, "names", []) if hasattr(alias, "name")]
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{name}" for name in names]
            elif not isinstance(node, ast.Import):
                continue
            for head in filter(None, map(node_of, names)):
                if tail and tail != head:
                    found[tail, head] = str(file)
    return found


def test_each_module_stands_in_one_node_and_each_node_is_real() -> None:
    named = [name for names in nodes().values() for name in names]
    assert len(named) == len(set(named))
    assert set(named) == modules() - {"__init__"} | set(DOORS) | {"engines.types"}
    assert (ROOT / "core" / "engines" / "types.py").exists()
    assert all((ROOT / place).exists() for place in DOORS.values())


def test_the_arrows_are_the_imports() -> None:
    drawn = set().union(*arrows())
    real = imported()
    assert {pair: real[pair] for pair in set(real) - drawn} == {}, "imported, not drawn"
    assert drawn - set(real) == set(), "drawn, not imported"


def test_no_arrow_is_drawn_twice() -> None:
    said = [pair for arrow in arrows() for pair in arrow]
    assert len(said) == len(set(said))


def test_the_arrows_make_no_circle() -> None:
    left = {id: {head for tail, head in imported() if tail == id} for id in nodes()}
    while free := [id for id, heads in left.items() if not heads & set(left)]:
        for id in free:
            del left[id]
    assert left == {}


def test_a_newcomer_can_take_the_diagram_in() -> None:
    assert len(nodes()) <= 16
    assert len(arrows()) <= 30


def test_the_tree_is_the_folders_and_the_packages_of_core() -> None:
    kept_out = (ROOT / ".gitignore").read_text("utf-8").split()
    ignored = {line.rstrip("/") for line in kept_out} | {".git"}
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()} - ignored
    packages = {file.parent for file in (ROOT / "core").rglob("*/__init__.py")}
    real = folders | {str(path.relative_to(ROOT)) for path in packages}
    assert set(tree()) == real | {"core"}
    assert list(tree()) == sorted(tree(), key=lambda path: Path(path).parts)


def tree() -> dict[str, str]:
    """What the tree says of each folder, by its path."""
    found: dict[str, str] = {}
    above: list[str] = []
    for line in TREE.strip("\n").splitlines():
        indent, name, said = re.fullmatch(r"( *)(\S+)/ +(\S.*)", line).groups()
        above = [*above[: len(indent) // 2], name]
        found["/".join(above)] = said
    return found


@pytest.mark.parametrize("path", re.findall(r"`([\w/]+\.py)`", PAGE))
def test_each_file_that_is_named_is_there(path: str) -> None:
    """Files of core by their place in it, those of copywriting/writing by their name too."""
    places = ("", "core", "core/copywriting", "core/copywriting/writing", "core/feedback")
    assert any((ROOT / place / path).exists() for place in places)
