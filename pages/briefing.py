"""会商 The shared screen: scenes for three metres' distance, turning by themselves or by keys."""

import streamlit as st

from web.frame import frame
from web.live import SAFETY_NET_S, live
from web.scenes import SCENES
from web.stage import seconds, stage

page = frame("briefing", chrome=False)
rotate_s = seconds(st.query_params.get("rotate", ""))


@st.fragment(key="scenes", run_every=SAFETY_NET_S)
def scenes() -> None:
    """All scenes, redrawn at each commit; the stage shows one at a time."""
    live()
    with st.container(key="stage"):
        for index, scene in enumerate(SCENES):
            with st.container(key=f"scene{index}"):
                scene(page)


scenes()
stage(len(SCENES), rotate_s, page.say("stage.paused"))
