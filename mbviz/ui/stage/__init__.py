"""What the stage is made of on the server; the page `mbviz.ui.pages.stage` shows it.

- `question`: what its browser side asks; `answer`: what it is answered, in one block of bytes
- `scene`: what it knows before any batch is drawn; `words`: what it says
"""
