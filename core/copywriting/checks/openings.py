"""Which letters a match of a rule's expression can begin with, so that most are never tried."""

from __future__ import annotations

from collections.abc import Iterator

_GROUP = "(?:"
_OPTIONAL = "?*"


def first_letters(expression: str) -> frozenset[str] | None:
    """The lower-case ASCII letters a match can begin with, None where that cannot be told."""
    found: set[str] = set()
    for branch in _branches(expression):
        letters = _of_branch(branch)
        if letters is None:
            return None
        found |= letters
    return frozenset(found)


def _of_branch(branch: str) -> frozenset[str] | None:
    """The first letters of a sequence; an optional head adds those of what follows it."""
    if not branch:
        return None
    if branch.startswith(_GROUP):
        end = _closing(branch)
        head = first_letters(branch[len(_GROUP) : end])
        rest = branch[end + 1 :]
    elif branch[0].isascii() and branch[0].isalpha():
        head = frozenset(branch[0].lower())
        rest = branch[1:]
    else:
        return None
    if head is None:
        return None
    if rest[:1] and rest[0] in _OPTIONAL:
        after = _of_branch(rest[1:])
        return None if after is None else head | after
    return None if rest[:1] == "{" else head


def _branches(expression: str) -> list[str]:
    """The expression split at the bars that stand in no group and no class."""
    parts, start = [], 0
    for i, char, depth in _bare(expression):
        if char == "|" and not depth:
            parts.append(expression[start:i])
            start = i + 1
    return [*parts, expression[start:]]


def _closing(expression: str) -> int:
    """Where the group that the expression opens with is closed."""
    for i, char, depth in _bare(expression):
        if char in "()" and not depth:
            return i
    return len(expression)


def _bare(expression: str) -> Iterator[tuple[int, str, int]]:
    """Each character that is neither escaped nor in a class, its place, and how many groups
    are open after it."""
    depth, i = 0, 0
    inside = False
    while i < len(expression):
        char = expression[i]
        if char == "\\":
            i += 1
        elif inside:
            inside = char != "]"
        elif char == "[":
            inside = True
        else:
            depth += {"(": 1, ")": -1}.get(char, 0)
            yield i, char, depth
        i += 1
