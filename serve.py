"""What `make run` serves: app.py, with its own menu from the very first request on.

Streamlit takes a folder called pages/ for its older kind of multipage app until a script has
called st.navigation once, and answers the first visit to an inner page of a fresh process
with "Page not found". Saying so before the server starts is the only cure.

A server that anybody on the network could reach does not start unless people sign in, or the
operator says that something else keeps strangers out (BRANDLOOP_ALLOW_PUBLIC=1).
"""

import importlib
import os
import sys
import threading

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from core import i18n
from core.binding import ALLOW, may_bind
from core.errors import StudioError
from pages._ui.headers import LoopbackOnly, SafeHeaders
from pages._ui.secret_file import section

PagesManager.uses_pages_directory = False

allowed = os.environ.get(ALLOW) == "1"
try:
    auth = section("auth")
    may_bind(st.get_option("server.address"), auth, allowed)
except StudioError as error:
    said = error.text(i18n.translation(i18n.guess_language(os.environ.get("LANG"))).gettext)
    print(said, file=sys.stderr)
    raise SystemExit(2) from None

# The first visitor's browser still loads its scripts while the core is imported.
threading.Thread(target=importlib.import_module, args=["core.studio"], daemon=True).start()

encrypted = str((auth or {}).get("redirect_uri", "")).startswith("https://")
middleware = [Middleware(SafeHeaders, secure=encrypted)]
if auth is None and not allowed:
    middleware.append(Middleware(LoopbackOnly))

app = st.App("app.py", middleware=middleware)
