"""The screens that take ``y[np.arange(batch_size), t]`` apart."""
