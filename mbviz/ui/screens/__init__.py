"""The screens: `mbviz.ui.deck` lists them, and each is a module here with a function ``show(settings)``."""
