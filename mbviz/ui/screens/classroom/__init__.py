"""The screen that a whole class shares.

- `dots`: the screen, for its teacher and for its students; `pile`: what the pile of dots is drawn from, and what is said of it
"""
