"""The briefing stage: scenes shown one at a time, all of them kept drawn.

with st.container(key="stage"):
    for index, scene in enumerate(SCENES):
        with st.container(key=f"scene{index}"):
            ...draw...
stage(len(SCENES), rotate_s=20, paused=say("stage.paused"))
"""

from __future__ import annotations

import math

import streamlit as st

from web.frame.parts import part, quiet

TURN_S = 20.0
# Faster would flicker, and a number that is none would turn no scene at all.
LEAST_S, MOST_S = 3.0, 3600.0
_stage = part("stage")


def seconds(asked: str) -> float:
    """How long a scene stands, as asked for in the address; TURN_S when that is no number."""
    try:
        turn_s = float(asked)
    except ValueError:
        return TURN_S
    if turn_s == 0:
        return 0.0
    return min(max(turn_s, LEAST_S), MOST_S) if math.isfinite(turn_s) else TURN_S


def stage(count: int, rotate_s: float, paused: str) -> None:
    """Turn `count` scenes every `rotate_s` seconds (0: by keys only), and by keys.

    Keys: left and right, space to pause, Home, F for the full screen. Hidden scenes keep their size (opacity,
    not display: a chart drawn into nothing stays without width).
    """
    shown = ",".join(f'html[data-scene="{index}"] .st-key-scene{index}' for index in range(count))
    hidden = ",".join(f".st-key-scene{index}" for index in range(count))
    st.html(
        f"<style>{hidden}{{position:absolute!important;inset:0;width:100%;opacity:0;pointer-events:none;"
        f"transition:opacity .6s}}{shown}{{opacity:1;pointer-events:auto;z-index:2}}"
        "html:not([data-scene]) .st-key-scene0{opacity:1}</style>"
    )
    with quiet("stage"):
        _stage(key="stage_turner", data={"count": count, "rotate_s": rotate_s, "paused": paused})
