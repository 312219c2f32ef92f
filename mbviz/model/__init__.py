"""The network: its forward pass, its stages of training, and the child processes that hold TensorFlow.

- `network`: weights and forward pass in NumPy
- `backward`: the backward pass; `gradients`: of a batch, their lengths and shadows; `gradient_noise`: how much they differ;
  `gradient_angle`: which way they point; `gradient_plane`: where one sees it
- `sgd`: plain SGD of which each step is a batch that can be opened, by `open_step`; `sgd_recipe`: how it learns
- `step_losses`: the loss after one step; `step_gains`: what one step gains with batches of several sizes
- `race`: runs of SGD side by side as the server sees them; `racer` trains them, in child processes; `run_files`: their cache
- `cost`: how long the loss of a batch takes on this machine
- `snapshots`: what the network says at stages of its training, and the cache of it
- `trainer`: the training as the server sees it; `train` does it, with Keras, in a child process
- `keras_losses`: the values of Keras's losses; `keras_child` is the child process that computes them
- `child`: how a child process is started and ended
"""
