"""The screens of a batch: the stage, what was drawn, and one example of it."""
