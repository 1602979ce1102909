"""The smallest page that stands on the frame and stays live."""

import streamlit as st

if __name__ == "__main__":
    from web.frame.live import live
    from web.frame.page import frame

    opened = frame("dashboard", chrome=False)
    st.text_input("draft", key="draft")

    @st.fragment(key="board", run_every=15)
    def board() -> None:
        live()
        with st.container(key="position"):
            st.markdown(f"position={opened.ledger.position()}")

    board()
else:
    from web.app import options

    app = st.App(__file__, **options())
