"""What the Engines page draws: a card per engine, and the form that adds one."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.engines.registry import Trial
from core.engines.types import EngineInfo
from core.errors import StudioError
from core.i18n import N_, number
from pages._ui import services
from pages._ui.engines_fetching import fetching
from pages._ui.engines_servers import servers, servers_menu
from pages._ui.engines_spending import spending
from pages._ui.frame import guarded
from pages._ui.texts import plain

WORK = {"writer": N_("Writes copy"), "reader": N_("Reads reviews")}
_SOURCES = {"endpoint": N_("Server"), "folder": N_("Folder"), "hub": N_("Hub model")}


def engine_card(info: EngineInfo, chosen: bool) -> None:
    """One engine: what it is, what it takes, what it sends, and what can be done with it."""
    _ = services.gettext()
    key, served = f"{info.kind}-{info.id}", info.id.startswith("endpoint:")
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(_(info.name))}**", width="stretch")
            if chosen:
                st.badge(_("In use"), icon=":material/check:", color="violet")
        words = plain(_(info.description))
        listed = servers(info)
        place = "" if listed else plain(_place(info.id))
        st.caption("  \n".join(filter(None, (words, place))))
        st.markdown("  \n".join([*listed, *_facts(info)]))
        missing = services.studio().downloads.missing(info.id)
        if missing:
            fetching(info)
        with st.container(horizontal=True):
            if not chosen and not missing:
                st.button(
                    _("Use this"),
                    key=f"engines-use-{key}",
                    on_click=_use,
                    args=(info.kind, info.id),
                )
            tried = not missing and st.button(
                _("Try it"), key=f"engines-try-{key}", icon=":material/play_arrow:"
            )
            if served:
                servers_menu(info)
            if ":" in info.id:
                st.button(
                    _("Remove"),
                    key=f"engines-remove-{key}",
                    on_click=_remove,
                    args=(info.kind, info.id),
                    icon=":material/delete:",
                    type="tertiary",
                )
        if tried:
            _try(info)
        if st.session_state.get("engines-tried") == key:
            _show_trial(info.kind, st.session_state["engines-trial"])
        if info.kind == "writer":
            spending(info.id)


def add_form() -> None:
    """Where a server, a folder or a hub model is added to the list. Nothing is loaded."""
    _ = services.gettext()
    st.subheader(_("Add an engine"))
    with st.container(border=True):
        source = st.segmented_control(
            _("Where does the model run?"),
            list(_SOURCES),
            format_func=lambda key: _(_SOURCES[key]),
            default="endpoint",
            required=True,
            key="engines-source",
        )
        if source == "endpoint":
            _server_form()
        else:
            _model_form(source)
        problem = st.session_state.pop("engines-problem", None)
        if problem:
            st.error(plain(problem.text(_)), icon=":material/error:")


def _server_form() -> None:
    _ = services.gettext()
    st.caption(
        _(
            "Any OpenAI-compatible server: vLLM, Ollama, llama.cpp, a company's gateway or a "
            "cloud. It writes copy; reviews are always read on this machine."
        )
    )
    with st.form("engines-server", border=False):
        address, model = st.columns(2)
        address.text_area(
            _("Base URL"),
            key="engines-url",
            placeholder="http://localhost:11434/v1",
            help=_("Several servers with the same model: one address a line."),
            height=68,
            max_chars=20_000,
        )
        model.text_input(_("Model"), key="engines-model", placeholder="llama3.1", max_chars=150)
        sent = _(
            "With every request the brief, the notes of persona and brand, customers' phrases you "
            "picked, copy you rated and drafts that a check turned down go to this server. "
            "Nothing else does."
        )
        keys = "  \n".join(f":material/key: {plain(line)}" for line in _keys())
        st.markdown(f"{keys}  \n:material/cloud_upload: {plain(sent)}")
        st.form_submit_button(_("Add"), key="engines-add", type="primary", on_click=_add_server)


def _keys() -> tuple[str, str, str]:
    """Which server gets which key, and how; never a key itself."""
    _, settings = services.gettext(), services.studio().settings
    if settings.endpoint_key and settings.endpoint_host:
        own = _("Key: set in BRANDLOOP_ENDPOINT_KEY. It goes to {host} and to no other server.")
        own = own.format(host=settings.endpoint_host)
    elif settings.endpoint_key:
        own = _(
            "Key: set in BRANDLOOP_ENDPOINT_KEY, but no server gets it: say in "
            "BRANDLOOP_ENDPOINT_HOST which one it is for."
        )
    else:
        own = _(
            "Key: missing. A server that asks for one takes it from BRANDLOOP_ENDPOINT_KEY, and "
            "its host from BRANDLOOP_ENDPOINT_HOST."
        )
    return (
        own,
        _("Key for api.openai.com: set in OPENAI_API_KEY. No other server gets it.")
        if settings.openai_key
        else _("Key for api.openai.com: missing. It is taken from OPENAI_API_KEY."),
        _("A key is sent over https, or to a server on this machine."),
    )


def _model_form(source: str) -> None:
    _ = services.gettext()
    if source == "folder":
        st.caption(_("A folder on this machine with a model as transformers saves it."))
        label, example = _("Folder"), "/models/my-model"
    else:
        st.caption(
            _(
                "A public model by its name on the Hugging Face hub. Adding asks the hub for "
                "size and licence; the files are fetched when you say so on its card."
            )
        )
        label, example = _("Name on the hub"), "organisation/model"
    with st.form("engines-local", border=False):
        place, work = st.columns([2, 1])
        place.text_input(label, key="engines-place", placeholder=example, max_chars=400)
        work.segmented_control(
            _("Its work"),
            list(WORK),
            format_func=lambda kind: _(WORK[kind]),
            default="writer",
            required=True,
            key="engines-work",
        )
        st.form_submit_button(
            _("Add"), key="engines-add", type="primary", on_click=_add_model, args=(source,)
        )


def _facts(info: EngineInfo) -> list[str]:
    """Size, licence, speed and what is sent, a line of markdown each."""
    _ = services.gettext()
    licence = plain(info.licence) if info.licence else _("licence not stated")
    if info.id.startswith("endpoint:"):
        takes, icon = _("Takes no space here; the server's terms apply"), "cloud_upload"
    else:
        takes, icon = f"{_size(info.size_mb)} · {licence}", "lock"
    sends = _(info.sends) if info.sends else _("Nothing leaves this machine.")
    return [
        f":material/hard_drive: {takes}",
        f":material/speed: {_speed(info)}",
        f":material/{icon}: {plain(sends)}",
    ]


def _size(megabytes: float | None) -> str:
    _, language = services.gettext(), services.language()
    if megabytes is None:
        return _("Size unknown")
    if megabytes >= 1000:
        return _("{size} GB").format(size=number(megabytes / 1000, language, 1))
    digits = 0 if megabytes >= 100 else 1 if megabytes >= 1 else 2
    return _("{size} MB").format(size=number(megabytes, language, digits))


def _speed(info: EngineInfo) -> str:
    _, language = services.gettext(), services.language()
    speed = services.studio().engines.speed(info.kind, info.id, workspace=services.workspace())
    if speed is None:
        return plain(_(info.speed)) if info.speed else _("Not measured here yet: try it")
    digits = 0 if speed.value >= 10 else 2
    value = number(speed.value, language, digits)
    if speed.unit == "reviews per second":
        return _("{value} reviews per second").format(value=value)
    return _("{value} s for one short draft").format(value=value)


def _place(id: str) -> str:
    """Where an added engine lies, unless its name says so already."""
    scheme, _, rest = id.partition(":")
    if scheme == "endpoint":
        return rest[rest.rindex("@http") + 1 :]
    return rest if scheme == "folder" else ""


def _try(info: EngineInfo) -> None:
    """Load the engine and let it answer once; what it says stays on its card."""
    _ = services.gettext()
    st.session_state.pop("engines-tried", None)
    try:
        with st.spinner(_("Loading it and asking once…"), show_time=True):
            trial = services.studio().engines.probe(
                info.kind, info.id, workspace=services.workspace()
            )
    except StudioError as error:
        st.error(plain(error.text(_)), icon=":material/error:")
        return
    st.session_state["engines-tried"] = f"{info.kind}-{info.id}"
    st.session_state["engines-trial"] = trial
    st.rerun()


def _show_trial(kind: str, trial: Trial) -> None:
    _, language = services.gettext(), services.language()
    load = number(trial.load_seconds, language, 1)
    if kind == "reader":
        said = _("Ready after {load} s, then {rate} short reviews a second.").format(
            load=load, rate=number(1 / trial.seconds, language)
        )
    else:
        said = _("Ready after {load} s, wrote in {seconds} s: {text}").format(
            load=load, seconds=number(trial.seconds, language, 2), text=plain(trial.answer)
        )
    st.success(said, icon=":material/check_circle:")


@guarded
def _use(kind: str, id: str) -> None:
    services.studio().engines.choose(kind, id, workspace=services.workspace())


@guarded
def _remove(kind: str, id: str) -> None:
    _ = services.gettext()
    services.studio().engines.remove_engine(kind, id, workspace=services.workspace())
    st.toast(_("Removed from the list. Its files stay where they are."))


@guarded
def _add_server() -> None:
    state, engines = st.session_state, services.studio().engines
    if _added(
        lambda: engines.add_endpoint(
            state["engines-model"], state["engines-url"], workspace=services.workspace()
        )
    ):
        state["engines-url"] = state["engines-model"] = ""


@guarded
def _add_model(source: str) -> None:
    state, engines = st.session_state, services.studio().engines
    id = f"{source}:{state['engines-place'].strip()}"
    if _added(
        lambda: engines.add_engine(state["engines-work"], id, workspace=services.workspace())
    ):
        state["engines-place"] = ""


def _added(add: Callable[[], EngineInfo]) -> bool:
    """Whether adding worked; what went wrong is kept for the form to show beside itself."""
    _ = services.gettext()
    try:
        info = add()
    except StudioError as error:
        st.session_state["engines-problem"] = error
        return False
    st.toast(
        _("{name} is on the list.").format(name=plain(info.name)),
        icon=":material/check:",
    )
    return True
