"""How far a mini-batch's mean loss is from the mean of all N losses. Imports NumPy and SciPy alone.

- `estimates`: loss estimates of many batches that can be opened, and their standard error; `seeds` draws many at once
- `independent`: more of them, faster, that cannot be opened
- `summary`: moments of up to 10⁸ losses in one pass
- `law`: the exact law of a batch's mean loss, by `convolution`; `bands`: its quantiles over batch sizes
- `spread`: the slope of the spread over batch sizes
- `intervals`: confidence intervals from one batch; `coverage`: how often they hold
- `planner`: how many examples a precision needs; `population`: draws from up to 10¹² examples
"""
