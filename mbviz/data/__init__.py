"""Where MNIST comes from.

- `dataset`: what a set of labelled pictures is: their size, their classes, the arrays
- `npz`: such a set read from a file
- `datasets`: MNIST's sources: a file, Keras's cache, its download, or an offline sample
- `download`: one file over http, whole and with the right hash
"""
