"""Small scripts of our own that live in a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st


def part(name: str) -> Callable[..., Any]:
    """The component whose script is web/<name>.js, and its style web/<name>.css where there is one."""
    script = Path(__file__).with_name(f"{name}.js").read_text("utf-8")
    style = Path(__file__).with_name(f"{name}.css")
    css = style.read_text("utf-8") if style.exists() else None
    return st.components.v2.component(f"tp_{name}", js=script, css=css)


def quiet(key: str):
    """A container that takes no room, for parts that show nothing where they stand."""
    return st.container(key=f"quiet_{key}")
