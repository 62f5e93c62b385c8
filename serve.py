"""What `make run` serves: app.py, with its own menu from the very first request on.

Streamlit takes a folder called pages/ for its older kind of multipage app until a script has
called st.navigation once, and answers the first visit to an inner page of a fresh process
with "Page not found". Saying so before the server starts is the only cure.
"""

import importlib
import threading

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

PagesManager.uses_pages_directory = False

# The first visitor's browser still loads its scripts while the core is imported.
threading.Thread(target=importlib.import_module, args=["core.studio"], daemon=True).start()

app = st.App("app.py")
