"""会商 The shared screen: scenes for three metres' distance, turning by themselves or by keys."""

import streamlit as st

from web.board.scenes import SCENES
from web.board.stage import seconds, stage
from web.frame.live import SAFETY_NET_S, live
from web.frame.page import frame

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
