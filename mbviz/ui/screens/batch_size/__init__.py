"""The screens on how far off a mini-batch is."""
