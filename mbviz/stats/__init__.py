"""How far a mini-batch's mean loss is from the mean of all N losses. Imports NumPy and SciPy alone.

- `estimates`: loss estimates of many batches that can be opened, and their standard error; `seeds` draws many at once
- `independent`: more of them, faster, that cannot be opened
- `summary`: moments of up to 10⁸ losses in one pass; `profile`: what the losses of one network are like, and who holds them
- `scale`: powers of two that keep squares of very small losses from vanishing
- `moments`: mean, standard error and skewness of a batch's mean loss; `law`: its whole distribution, by way of
  `convolution` (powers of a law on a grid) and `lower_tail` (finer grids near the smallest loss)
- `bands`: normal and quantile bands over batch sizes; `spread`: the slope of the spread over batch sizes
- `intervals`: confidence intervals from one batch; `coverage`: how often they hold
- `paired`: two networks by the same batches
- `planner`: how many examples a precision needs; `population`: draws from up to 10¹² examples
- `noise_scale`: the gradient noise scale from two batch sizes; `batch_tradeoff`: what a larger batch buys
- `gradient_cloud`: batch gradients in a plane; `gradient_contours`: where exactly half of them lie, by way of `plane_law`
  (powers of a law on a plane's grid) and `level_lines`; `contour_table`: those of several sizes
"""
