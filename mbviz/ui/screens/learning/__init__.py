"""The screens on what batch size does to training."""
