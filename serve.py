"""What `make run` serves: app.py, with its own menu from the very first request on.

Streamlit takes a folder called pages/ for its older kind of multipage app until a script has
called st.navigation once, and answers the first visit to an inner page of a fresh process
with "Page not found". Saying so before the server starts is the only cure.
"""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

PagesManager.uses_pages_directory = False

app = st.App("app.py")
