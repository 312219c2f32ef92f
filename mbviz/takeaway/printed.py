"""What the code that visitors take with them prints and remarks, so that it can be said in their language."""

from __future__ import annotations

import re
from collections.abc import Callable

from mbviz._messages import N_

# The texts of all `print` lines that hold words, as they stand in the code.
PRINTED = (
    N_("mean: {mean:.4f} nats ({mean})"),
    N_("standard deviation: {std:.4f} nats ({std})"),
    N_("CV: {std / mean:.2f}, skewness: {skewness:.1f}"),
    N_("the largest 1% hold {largest.sum() / np.maximum(all_losses, 0).sum():.0%} of the loss"),
    N_("Cochran's rule, 25 * skewness**2: {int(np.ceil(25 * skewness**2)):,}"),
    N_("spread of 200 draws: {spread:.4f} nats ({spread})"),
    N_("standard error: {standard_error:.4f} nats ({standard_error})"),
    N_(
        "within {100 * precision:.3g}%: {int(np.ceil(for_the_mean)):,} of {population:,}, {int(np.ceil(for_the_risk)):,} for the true risk"
    ),
    N_("example {n} is digit {batch_mask[n]} of the data, a {t[n]}; the network says {row.argmax()}"),
    N_("of the batch's loss: {held[n] / held.sum():.2%} ({100 * held[n] / held.sum()})"),
    N_("n = {n}: pick {picks[n]}, loss {losses[n]}, sum so far {sums[n]}"),
    N_("loss: {loss:.4f} nats ({loss})"),
    N_("picked: {loss}"),
    N_("one-hot: {loss_one_hot}"),
    N_("double loop: {loss_loop}"),
    N_("the same number:"),
    N_("cosine with the full gradient: {cosine:.4f}"),
    N_("loss of all: {before:.4f} nats, {after_batch:.4f} after a step along the batch, {after_full:.4f} along all"),
    N_("signal {signal:.4g}, noise {noise:.4g}, simple noise scale {noise_scale:,.1f}"),
    N_("B = {batch_size:,}: {steps:,} steps, loss of all {final[batch_size]:.4f} nats"),
    N_("different digits:"),
    N_("more than once:"),
    N_("n = {n}: y[{n}, {t[n]}] = {picks[n]:.4g} ({picks[n]}), loss {losses[n]:.4g} nats ({losses[n]})"),
    N_("wrong: {wrong} of {batch_size}"),
    N_("sum: {total:,.4f} nats ({total})"),
    N_("version 2: {sparse_cross_entropy_error(y, t)}"),
    N_("version 1: {cross_entropy_error(y, one_hot)}"),
    N_("all the data: {mean:.4f} nats ({mean})"),
    N_("off by: {off:+.4f} nats ({off})"),
    N_("in per cent: {off / mean:+.1%} ({100 * off / mean})"),
    N_("this batch from the losses of all:"),
    N_("{name}: shape {array.shape}, dtype {array.dtype}, {array.nbytes:,} bytes"),
    N_("labels, version 2: {sparse:.4f} nats ({sparse})"),
    N_("one-hot, version 1: {one_hot:.4f} nats ({one_hot})"),
)
# The comments at the ends of lines, but for those that are code themselves.
COMMENTS = (
    N_("version 2: t holds labels"),
    N_("one example without a batch"),
    N_("version 1: t is one-hot"),
    N_("of each row only the picked output is filled in: the loss reads no other"),
    N_("finite population correction"),
    N_("no example holds less than none of the loss, as -1e-7 would be where y is 1"),
    N_("shape (1,): one label for the one row"),
    N_("two ways to do the same"),
    N_("0 * log 0 counts as 0"),
    N_("the rows picked from, for the other two ways"),
    N_("log 0 is minus infinity, no accident"),
    N_("what each layer gets"),
    N_("what each layer gets, and the delta that comes back to it, for each example"),
    N_("of the mean loss"),
    N_("|g_i|^2 of each example, without forming a single gradient (Goodfellow, 2015)"),
    N_("|g_i|^2 of each example; TensorFlow forms the gradients, some at a time"),
    N_("step k learns from draw k"),
    N_("from each row, the true class picks one cell"),
    N_("adds in another order: the last digits may differ"),
    N_("of the losses of all the data; the notebook computes them"),
    N_("with TensorFlow"),
    N_("called y, but really t: the true classes"),
)
_COMMENT = re.compile(r"(?<=  # )\S.*$", re.MULTILINE)
_PRINT = re.compile(r'(?<=\bprint\()(?P<kind>f?)"(?P<text>(?:[^"\\]|\\.)*)"')


def in_language(code: str, look: Callable[[str], str]) -> str:
    """The code with its comments and all that it prints in another language, which `look` gives for each text of the tables.

    Examples
    --------
    >>> in_language('print(f"picked: {loss}")', {"picked: {loss}": "gewählt: {loss}"}.get)
    'print(f"gewählt: {loss}")'
    """
    code = _COMMENT.sub(lambda found: look(found[0]) if found[0] in COMMENTS else found[0], code)
    return _PRINT.sub(lambda found: f'{found["kind"]}"{_said(found["text"], look)}"', code)


def _said(text: str, look: Callable[[str], str]) -> str:
    return look(text) if text in PRINTED else text
