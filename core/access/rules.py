"""What each operation asks of whoever starts it, and which are put on record: one table.

Whoever may not write is held by the store, whose connections then change nothing whatever asks.
This table says what else it takes: a role above that of a writer, or a refusal before a model has
worked for nothing. Operations that others start on their way have been allowed with them.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from core.access.audit import Audit
from core.access.roles import Permission, Person
from core.errors import InputRejected, NotFound, StoreFailed
from core.store.behalf import not_allowed

log = logging.getLogger(__name__)

READ, WRITE, MANAGE, ADMINISTER = Permission


@dataclass(frozen=True)
class Rule:
    """What an operation asks. `action` is the name it has on record, "" where only a refusal is;
    `count` reads from its result how many rows it concerned."""

    permission: Permission
    action: str = ""
    count: Callable[[Any], int] | None = None


def _added(report: Any) -> int:
    return int(report.added)


_DELETES = Rule(WRITE, "delete")
_IMPORTS = Rule(WRITE, "import", _added)
_WORKS = Rule(WRITE)
_UPKEEP = Rule(ADMINISTER)

RULES = {
    "workspace.backup": Rule(ADMINISTER, "backup"),
    "workspace.restore": Rule(ADMINISTER, "restore"),
    "workspace.export": Rule(ADMINISTER, "export", int),
    "workspace.erase": Rule(ADMINISTER, "erase"),
    "workspace.forget": Rule(MANAGE, "forget", lambda gone: gone.total),
    "workspace.holding": Rule(MANAGE),
    "workspace.rename": Rule(MANAGE, "settings"),
    "workspace.backups.make": Rule(ADMINISTER, "backup"),
    "workspace.backups.clear": _UPKEEP,
    "workspace.backups.condemn": _UPKEEP,
    "workspace.backups.drop_before": _UPKEEP,
    "workspace.backups.sweep": _UPKEEP,
    "upkeep.run": Rule(MANAGE),
    "upkeep.job": Rule(MANAGE),
    "upkeep.keep_reviews": Rule(MANAGE, "settings"),
    "engines.choose": Rule(MANAGE, "engines"),
    "engines.add_engine": Rule(ADMINISTER, "engines"),
    "engines.add_endpoint": Rule(ADMINISTER, "engines"),
    "engines.remove_engine": Rule(ADMINISTER, "engines"),
    "engines.probe": _WORKS,
    "servers.set_others": Rule(ADMINISTER, "engines"),
    "servers.check": _WORKS,
    "engines.learnt.use": Rule(WRITE, "engines"),
    "downloads.start": Rule(ADMINISTER, "engines"),
    "spending.set_price": Rule(MANAGE, "settings"),
    "channels.add": Rule(WRITE, "settings"),
    "channels.edit": Rule(WRITE, "settings"),
    "channels.reset": Rule(WRITE, "settings"),
    "teaching.use": Rule(WRITE, "engines"),
    "tuning.use": Rule(WRITE, "engines"),
    "reviews.import_table": _IMPORTS,
    "reviews.import_paste": _IMPORTS,
    "personas.import_table": _IMPORTS,
    "experiments.import_results": Rule(WRITE, "import"),
    "demo.load": Rule(WRITE, "import", lambda loaded: loaded.reviews),
    "reviews.remove_source": _DELETES,
    "reviews.labels.delete": _DELETES,
    "personas.remove_file": _DELETES,
    "personas.delete": _DELETES,
    "forecasts.delete": _DELETES,
    "experiments.delete": _DELETES,
    "insights.delete_alert_rule": _DELETES,
    "brands.delete": _DELETES,
    "batches.delete": _DELETES,
    "library.delete": Rule(WRITE, "delete", int),
    "ratings.forget": _DELETES,
    "library.export": Rule(READ, "export", int),
    "insights.export": Rule(READ, "export", int),
    "insights.report": Rule(READ, "export"),
    "personas.card": Rule(READ, "export"),
    "forecasts.beside": Rule(READ, "export", len),
    "batches.result": Rule(READ, "export"),
    "copy.write": _WORKS,
    "copy.edit": _WORKS,
    "redesigns.redesign": _WORKS,
    "redesigns.fill": _WORKS,
    "replies.suggest": _WORKS,
    "transcreation.transcreate": _WORKS,
    "batches.start": _WORKS,
    "persona_swap.start": _WORKS,
    "persona_copy.suggest": _WORKS,
    "persona_copy.write_all": _WORKS,
    "forecasts.start_response": _WORKS,
    "forecasts.start_purchases": _WORKS,
    "teaching.learn": _WORKS,
    "tuning.learn": _WORKS,
    "jobs.submit": _WORKS,
    "jobs.cancel": _WORKS,
}
"""By the operation's place in the studio."""

_inside: ContextVar[bool] = ContextVar("inside_an_allowed_operation", default=False)


def guard(studio: object, person: Person, workspace: int, audit: Audit) -> None:
    """Hold the operations of a studio to the table, for one person in one workspace.

    A refused one raises AccessDenied before anything happened. Acts, also those that broke off, and
    refusals go on record;
    where an act cannot be, the program's log says so, for the act itself is done.
    """
    for place, rule in RULES.items():
        owner, _, name = place.rpartition(".")
        service = attrgetter(owner)(studio)
        allowed = person.may(rule.permission, workspace)
        setattr(service, name, _held(service, place, rule, allowed, audit))


def _held(
    service: object, place: str, rule: Rule, allowed: bool, audit: Audit
) -> Callable[..., Any]:
    kind, name = type(service), place.rpartition(".")[2]

    @functools.wraps(getattr(kind, name))
    def held(*args: Any, **kwargs: Any) -> Any:
        operation = functools.partial(getattr(kind, name), service)
        if _inside.get():
            return operation(*args, **kwargs)
        if not allowed:
            _put_down(audit, "refused", "refused", place)
            raise not_allowed()
        try:
            with _operation():
                result = operation(*args, **kwargs)
        except (InputRejected, NotFound):
            raise  # before anything was done
        except Exception:
            # Some of it may have been done: an erasure whose file could not be made small. Where
            # the store is what failed, it has no room for this either.
            with suppress(StoreFailed):
                if rule.action:
                    audit.note(rule.action, "failed", place)
            raise
        if rule.action:
            _put_down(audit, rule.action, "done", place, rule.count(result) if rule.count else 0)
        return result

    return held


@contextmanager
def _operation() -> Iterator[None]:
    token = _inside.set(True)
    try:
        yield
    finally:
        _inside.reset(token)


def _put_down(audit: Audit, action: str, outcome: str, place: str, count: int = 0) -> None:
    try:
        audit.note(action, outcome, place, count)
    except StoreFailed as error:
        log.warning("%s (%s) is not on record: %s", place, outcome, error)
