"""The yardstick: the least a Streamlit page can do on a slider's move."""

import streamlit as st

SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 60000]
size = st.select_slider("Batch size B", SIZES, value=10, key="size", format_func="{:,}".format)
st.markdown(f"B = {size:,}")
