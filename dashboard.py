"""总览 The live overview, and the entry: Streamlit runs this file as a page and imports it as the server."""

import streamlit as st

if __name__ == "__main__":
    from web.board.overview import board
    from web.frame.page import frame

    board(frame("dashboard"))
else:
    from web.app import options

    app = st.App(__file__, **options())
