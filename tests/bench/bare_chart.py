"""The yardstick of a start: the bare page with one Plotly chart."""

import plotly.graph_objects as go
import streamlit as st

st.slider("Batch size B", 1, 100, 10)
st.plotly_chart(go.Figure(go.Scatter(x=[1, 2, 3], y=[1, 4, 9])), key="chart")
