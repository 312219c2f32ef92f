"""The Streamlit front end: nothing outside this folder and app.py imports Streamlit."""
