"""The parts of the storm's page: head, map with a chosen hour, countdown, places with arrivals, wind and pressure."""

from datetime import datetime, timedelta

import streamlit as st

from domain.clock import from_beijing, to_beijing
from views import arrival_table, storm_head
from views import arrivals as arrivals_view
from views.map import as_written
from views.pieces import render
from web.board.rows import details
from web.frame.notices import notice
from web.frame.page import Frame
from web.frame.parts import part, quiet
from web.known import rendered
from web.known.followed import Followed, followed, storms

MAP_HEIGHT_PX = 620
# What the map may show, by its name in views.map.VIEWS.
VIEWS = {"way": "map.storm", "city": "map.city"}
PRESSED = ("fixes", "forecast-points")
HOUR = timedelta(hours=1)
_ticking = part("ticking")


def chosen_storm(page: Frame) -> Followed | None:
    """The storm looked at: the nearest one, or of several the one in the address; a calm sentence where there is none."""
    now = rendered.present(page.ledger).board.now
    names = storms(page.ledger, now)
    asked = st.query_params.get("storm", "")
    seen = followed(page.ledger, now, asked if asked in names else None)
    if seen is not None and len(names) > 1:
        named = [(storm, name[page.lang != "zh"]) for storm, name in names.items()]
        st.html(render("storm_picker.html", page.lang, storms=named, chosen=seen.state.storm))
    if seen is None:
        alone = storm_head.unfixed(page.ledger.read("track").frame, now, page.lang)
        notice("info", alone or page.say("arrival.none"))
    return seen


def head(page: Frame, seen: Followed) -> None:
    """Where it is and how strong, which lines it crossed and when, where it came ashore."""
    st.html(
        storm_head.head(
            seen.state,
            seen.fixes,
            seen.passages,
            seen.landfalls,
            seen.nearest,
            arrivals_view.issued(seen.outlook, page.lang),
            seen.now,
            page.lang,
        )
    )


@st.fragment(key="storm_map")
def storm_map(page: Frame, seen: Followed) -> None:
    """The map with its two views and the hour whose circles are looked at; only this is drawn again when the hour moves."""
    with st.container(key="storm_switches", horizontal=True, vertical_alignment="center", gap="small"):
        view = st.segmented_control(
            page.say("map.view"), list(VIEWS), default="way", key="storm_view", label_visibility="collapsed",
            format_func=lambda name: page.say(VIEWS[name]), required=True,
        )  # fmt: skip
        at = _hour(page, seen)
    drawn = rendered.storm_deck(seen, view or "way", at, page.lang, page.theme)
    with st.container(key="storm_box"):
        event = st.pydeck_chart(
            drawn, key="storm_deck", on_select="rerun", selection_mode="single-object", height=MAP_HEIGHT_PX
        )
        with st.container(key="storm_legend"):
            st.html(
                storm_head.legend(seen.state, seen.fixes, seen.outlook, bool(seen.cone), seen.now, page.lang)
            )
    for layer in PRESSED:
        for row in event.selection.objects.get(layer, [])[:1]:
            details(page, "track", as_written(str(row["key"])))


def _hour(page: Frame, seen: Followed) -> datetime:
    """The hour chosen, from the first fix to the agency's last lead; the last fix's where nobody has."""
    first, last, here = (_wall(at) for at in (seen.begins, seen.ends, seen.state.fixed_at))
    if first >= last:
        return seen.state.fixed_at
    st.html(render("quiet.html", page.lang, text=page.say("storms.hour")), width="content")
    chosen = st.slider(
        page.say("storms.hour"), first, last, here, step=HOUR, format="MM-DD HH:mm", key=f"storm_hour_{seen.state.fixed_at:%m%d%H%M}",
        label_visibility="collapsed",
    )  # fmt: skip
    return seen.state.fixed_at if chosen == here else from_beijing(chosen.isoformat())


def _wall(at: datetime) -> datetime:
    """The whole hour of Beijing's time of day, as a slider shows it."""
    return to_beijing(at).replace(tzinfo=None, minute=0, second=0, microsecond=0)


def countdown(page: Frame, seen: Followed) -> None:
    """How long until force 7 at the headquarters; the browser counts on by itself."""
    st.html(arrivals_view.countdown(seen.outlook, page.lang, seen.receipt))
    with quiet("ticking"):
        _ticking(key="ticking", data={"now": round(page.ledger.now().timestamp() * 1000)})


def arrivals(page: Frame, seen: Followed) -> None:
    """Places by force: earliest, likeliest, all clear, the agencies' spread."""
    st.html(arrival_table.table(seen.outlook, page.lang, arrival_table.receipts_of(seen.issues)))


def strength(page: Frame, seen: Followed) -> None:
    """Wind and pressure over time; a point pressed leads to its row."""
    figure = rendered.storm_chart(seen, page.lang, page.theme)
    event = st.plotly_chart(
        figure, theme=None, config={"displayModeBar": False}, key="storm_chart", on_select="rerun", selection_mode="points",
    )  # fmt: skip
    for point in event.selection.points[:1]:
        asked = {"receipt": point["customdata"][1], "row": str(point["customdata"][3]), "lang": page.lang}
        st.page_link("pages/ledger.py", label=asked["receipt"], query_params=asked)
    agency = str(seen.fixes["agency"].iloc[-1])
    st.caption(storm_head.chart_said(agency, page.lang))
