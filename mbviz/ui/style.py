"""The app's own style sheet and its icon."""

from base64 import b64encode
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import streamlit as st
from PIL import Image, ImageColor

from mbviz.figures.palette import BATCH, PICK, PREDICTION, WRONG
from mbviz.ui.components.linker import FOLDER


def apply_style() -> None:
    """Put ``style.css`` on the page, and how terms look."""
    st.html(_style())


@cache
def _style() -> str:
    """The style sheet with the palette's colours as variables."""
    names = {"pick": PICK, "heat": PREDICTION, "wrong": WRONG, "batch": BATCH}
    colors = f":root {{ {' '.join(f'--mbviz-{name}: {color};' for name, color in names.items())} }}"
    files = (Path(__file__).with_suffix(".css"), FOLDER / "page/terms.css")
    return f"<style>{colors}\n{''.join(file.read_text(encoding='utf-8') for file in files)}</style>"


@cache
def page_icon() -> str:
    """A small heatmap with one pick in each row, as an address that holds the picture itself.

    An icon by name would be fetched from the net, and a picture from this server: with every change of the address,
    which is with every move of a hand.
    """
    icon = np.full((4, 4, 3), ImageColor.getrgb(PREDICTION), dtype=np.uint8)
    icon[np.arange(4), [1, 3, 0, 2]] = ImageColor.getrgb(PICK)
    icon = icon.repeat(8, axis=0).repeat(8, axis=1)
    icon[::8] = icon[:, ::8] = 255
    png = BytesIO()
    Image.fromarray(icon).save(png, "PNG")
    return f"data:image/png;base64,{b64encode(png.getvalue()).decode()}"
