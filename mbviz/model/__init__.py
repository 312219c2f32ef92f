"""The network: its forward pass, its stages of training, and the child processes that hold TensorFlow.

- `network`: weights and forward pass in NumPy
- `backward`: the backward pass; `gradients`: of a batch, their lengths and shadows; `gradient_noise`: how much they differ
- `sgd`: plain SGD of which each step is a batch that can be opened
- `snapshots`: what the network says at stages of its training, and the cache of it
- `trainer`: the training as the server sees it; `train` does it, with Keras, in a child process
- `keras_losses`: the values of Keras's losses; `keras_child` is the child process that computes them
- `child`: how a child process is started and ended
"""
