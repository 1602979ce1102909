"""The part of the storm's page that says how much lies inside the wind circles, hour by hour."""

import streamlit as st

from feeds import all_feeds
from readiness.exposure import Exposure
from readiness.exposure import assets as placed
from readiness.exposure import exposure as reckoned
from views.exposure import table
from views.pieces import render
from web.frame.page import Frame
from web.known.followed import Followed
from web.known.once import Kept
from web.known.own import rows_in, units_of

_reckoned = Kept(16)


def exposure(page: Frame, seen: Followed) -> None:
    """Forms by hours and forces, of the rows that are his to see."""
    st.html(render("section.html", page.lang, text=page.say("exposure.title")))
    st.html(table(inside(page, seen), seen.outlook, page.lang, seen.receipt))


def inside(page: Frame, seen: Followed) -> Exposure:
    """What lies inside a storm's circles, reckoned once for each picture of the storm and the forms."""
    forms = [form for form in all_feeds().values() if form.is_asset and page.may("layer.read", form.name)]
    pictures = [page.ledger.read(form.name) for form in forms]
    units = units_of(page.visitor, "layer.read")
    stand = tuple(
        (form.name, tuple(entry.seq for entry in picture.entries), picture.scopes)
        for form, picture in zip(forms, pictures)
    )

    def make() -> Exposure:
        known = [
            placed(form, rows_in(units, picture.frame))
            for form, picture in zip(forms, pictures)
            if len(picture.frame)
        ]
        return reckoned(known, seen.so_far, seen.ahead)

    return _reckoned.get((seen.key, stand, units), make)
