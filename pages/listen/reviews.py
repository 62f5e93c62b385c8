"""Reviews: what customers feel, what about, and in whose words."""

import streamlit as st

from pages._ui import nav, services
from pages._ui.reviews_cached import choices, picture
from pages._ui.reviews_charts import aspect_bars, sentiment_over_time
from pages._ui.reviews_figures import figures_row, headline
from pages._ui.reviews_filters import filter_bar
from pages._ui.reviews_import import import_panel, import_report
from pages._ui.reviews_progress import reading_state
from pages._ui.reviews_table import reviews_table

_ = services.gettext()
language = services.language()
reviews = services.studio().reviews


@st.dialog(_("Add reviews"), width="large", on_dismiss="rerun")
def add_reviews() -> None:
    import_panel()


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
    headline(now, seen.aspects) if now.volume else _("No review matches these filters")
)
if adding.button(_("Add reviews"), key="reviews-add", icon=":material/upload:", width="stretch"):
    add_reviews()
reading_state(reviews.unread(), offered.versions)

if now.volume:
    figures_row(now)
if now.read:
    left, right = st.columns([3, 2])
    left.markdown(_("**Sentiment over time**"))
    if seen.course.buckets:
        left.plotly_chart(
            sentiment_over_time(seen.course, language, _),
            key="reviews-course",
            alt=_("Net sentiment and number of reviews over time"),
            config={"displayModeBar": False},
        )
    else:
        left.info(_("These reviews carry no dates, so there is no course to draw."))
    right.markdown(_("**What they speak of**"))
    if seen.aspects:
        right.plotly_chart(
            aspect_bars(seen.aspects, language, _),
            key="reviews-aspects",
            alt=_("Complaints and praise by aspect"),
            config={"displayModeBar": False},
        )
    else:
        right.info(_("The reader found no aspects in these reviews."))
if now.volume:
    reviews_table(filters, now.volume)
