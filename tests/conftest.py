"""What holds for every test: property tests try the same examples each time, however busy the machine."""

from hypothesis import settings

settings.register_profile("mbviz", derandomize=True, deadline=None, database=None)
settings.load_profile("mbviz")
