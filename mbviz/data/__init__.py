"""Where MNIST comes from.

- `dataset`: what a set of labelled pictures is
- `datasets`: MNIST from a file, Keras's cache, its download, or an offline sample
- `download`: one file over http, whole and with the right hash
"""
