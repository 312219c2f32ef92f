"""Parts of the page that Plotly paints too slowly: their JavaScript and CSS lie beside their Python."""

from pathlib import Path


def asset(name: str) -> str:
    """The text of a file of this folder."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
