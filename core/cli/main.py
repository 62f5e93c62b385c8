"""The command line's frame: arguments in, exit code out, one line for whatever goes wrong.

0 is success, 2 bad input or a failed engine, 1 a fault of the program (its traceback is in
BRANDLOOP_HOME/logs/brandloop.log under the id that is printed).
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from core import i18n
from core.cli import access, copy, engines, learn, personas, score, workspace
from core.errors import StoreDamaged, StudioError
from core.i18n import N_
from core.logs import incident
from core.settings import Settings
from core.store.backups import Backups
from core.store.store import Store
from core.studio import open_studio

_FAMILIES = (score, copy, learn, personas, engines, workspace, access)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    _speak_utf8()
    args = _parsed(arguments)
    translate = i18n.translation(i18n.guess_language(os.environ.get("LANG"))).gettext
    settings: Settings | None = None
    try:
        settings = Settings.from_environment()
        code: int = args.run(open_studio(settings, workspace=args.workspace), args)
        sys.stdout.flush()
        return code
    except StudioError as error:
        said = error.text(translate)
        if isinstance(error, StoreDamaged) and settings:
            said += " " + _way_back(settings, translate)
        print(" ".join(said.split()), file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of our output has had enough ("| head"). Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(translate(N_("Stopped.")), file=sys.stderr)
        return 130
    except Exception as error:
        settings = settings or Settings.from_environment({})
        words = translate(N_("Something went wrong here. It is in {log} under the id {id}."))
        log = settings.logs / "brandloop.log"
        print(words.format(log=log, id=incident(error, settings)), file=sys.stderr)
        return 1


def _way_back(settings: Settings, translate: Callable[[str], str]) -> str:
    """How to bring back the newest automatic backup, where there is one."""
    made = Backups(Store(settings.database)).list()
    if not made:
        return ""
    words = translate(N_("The last automatic backup is of {time}: python -m core restore {path}"))
    return words.format(time=f"{made[0].made_at:%Y-%m-%d %H:%M} UTC", path=made[0].path)


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = _Parser(
        prog="python -m core", description="Brandloop without a browser: the same work in commands."
    )
    top.add_argument(
        "--workspace", type=int, default=1, metavar="ID", help="work in another than the first"
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for family in _FAMILIES:
        family.add(commands)
    return top


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The arguments. A last optional one may also stand behind options, where argparse by
    itself would not look for it ("check BRIEF --channel NAME FILE")."""
    top = parser()
    args, rest = top.parse_known_args(arguments)
    if len(rest) == 1 and hasattr(args, "last") and (rest[0] == "-" or rest[0][:1] != "-"):
        setattr(args, args.last, rest[0])
    elif rest:
        top.error(f"unrecognized arguments: {' '.join(rest)}")
    return args


def _speak_utf8() -> None:
    """Whatever the console is set to, what is written is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
