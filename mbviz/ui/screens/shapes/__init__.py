"""The screens on what goes into the network and what comes out of it, as arrays."""
