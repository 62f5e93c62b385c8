"""Reviews: what customers feel, what about, and in whose words."""

import streamlit as st

from pages._ui import nav, services
from pages._ui.reviews_cached import choices, picture, refresh
from pages._ui.reviews_course import pictures
from pages._ui.reviews_figures import figures_row, headline
from pages._ui.reviews_filters import filter_bar
from pages._ui.reviews_import import import_panel, import_report
from pages._ui.reviews_insights_panel import insights_panel
from pages._ui.reviews_labels import labels_panel
from pages._ui.reviews_progress import reading_state
from pages._ui.reviews_quotes import asked, close, quotes_window
from pages._ui.reviews_table import reviews_table
from pages._ui.reviews_teaching import teaching_state

_ = services.gettext()


@st.dialog(_("Add reviews"), width="large", on_dismiss="rerun")
def add_reviews() -> None:
    import_panel()


refresh()
import_report()
offered = choices()
if not offered.volume:
    st.subheader(_("Which reviews shall we listen to?"))
    st.write(
        _(
            "Bring an export of your shop, an app store or a survey. You will see what customers "
            "feel, what about, and how it moves. E-mail addresses, phone numbers and the like are "
            "masked before anything is stored."
        )
    )
    import_panel()
    st.caption(_("Nothing at hand? The demo brings a sample shop with a year of reviews."))
    st.page_link(nav.file_of("home"), label=_("Load the demo"), icon=":material/play_circle:")
    st.stop()

heading, adding = st.columns([4, 1], vertical_alignment="bottom")
filters = filter_bar(offered)
seen = picture(filters)
now = seen.figures
heading.subheader(
    headline(now, seen.complained) if now.volume else _("No review matches these filters")
)
if not services.read_only() and adding.button(
    _("Add reviews"), key="reviews-add", icon=":material/upload:", width="stretch"
):
    close()
    add_reviews()
reading_state(offered.unread, offered.versions)

if now.volume:
    figures_row(now, filters)
if now.read:
    pictures(filters, seen)
    insights_panel(filters)
labels_panel()
if now.volume:
    reviews_table(filters, now.volume, beside=not asked())
teaching_state()
quotes_window()
