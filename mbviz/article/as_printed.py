"""The article's two functions as they are printed there, called: what they give, or what Python says.

Source: 김선재, *미니배치 학습* (Mini-batch learning), 31 October 2021.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

import mbviz.losses
from mbviz.article.arrays import Arrays

__all__ = ["PRINTED", "Call", "calls", "when_pasted"]

# Tabs and spaces as there; only spaces at the ends of lines are left out.
PRINTED = {
    "cross_entropy_error": """\
def cross_entropy_error(y, t):
\t# 만약에 데이터가 1개만 들어온다면 - 1차원 배열 형태로 데이터가 들어오는 경우 -> 배치를 사용하지 않는 경우
    if y.ndim == 1: \t# y가 1차원 배열 : 배치가 없는 경우
    \tt = t[np.newaxis, :]
        y = reshape(1, -1) # 두 방식은 같은 것 편한 것으로 사용하면 된다.

    batch_size = y.shape[0]\t# N을 구한 것

    # 배치마다의 loss를 합한 다음 batch_size로 나누어 준다 -> loss의 평균
    delta = 1e-7

    return -np.sum(t * np.log(y+delta)) / batch_size
""",
    "sparse_cross_entropy_error": """\
def sparse_cross_entropy_error(y, t):
\tif y.dim == 1:
    \tt = t.reshape(1, t.size)\t# size : 스칼라 원소의 개수
        y = y.reshape(1, y.size)

    delta = 1e-7
    batch_size = y.shape[0]

    return -np.sum(np.log(y[np.arrange(batch_size), t] + delta)) / batch_size
""",
}


@dataclass(frozen=True)
class Call:
    """One call of a function of `PRINTED`, and of the function of that name in `mbviz`.

    Attributes
    ----------
    code : str
    article : float or None
        What the article's function gives, in nats, once its tabs are four spaces each; None after an error.
    error : str
        "TypeName: message", as Python says them; empty when there was none.
    ours : float
        What ``mbviz.losses`` gives, in nats.
    """

    code: str
    article: float | None
    error: str
    ours: float


def when_pasted(name: str) -> str:
    """What Python says of a function's text as it is printed: "TypeName: message"; empty if it takes it.

    Examples
    --------
    >>> when_pasted("cross_entropy_error")
    'TabError: inconsistent use of tabs and spaces in indentation'
    """
    try:
        compile(PRINTED[name], name, "exec")
    except SyntaxError as error:
        return f"{type(error).__name__}: {error.msg}"
    return ""


def calls(arrays: Arrays) -> list[Call]:
    """Call both functions on a batch, and on its first example alone.

    Parameters
    ----------
    arrays : Arrays
        With selected rows, only these.

    Returns
    -------
    list of Call

    Examples
    --------
    >>> from mbviz.article.arrays import PRESETS
    >>> for call in calls(PRESETS["five-rows"]):
    ...     print(call.code, call.error.split(":")[0] or round(call.article, 4))
    cross_entropy_error(y, t_one_hot) 10.176
    cross_entropy_error(y[0], t_one_hot[0]) NameError
    sparse_cross_entropy_error(y, t) AttributeError
    sparse_cross_entropy_error(y[0], t[0]) AttributeError
    """
    names = {"y": arrays.batch_y[arrays.index_rows], "t": arrays.labels, "t_one_hot": arrays.t_one_hot}
    return [
        _call(function, f"({argument})", names)
        for function, arguments in (
            ("cross_entropy_error", ("y, t_one_hot", "y[0], t_one_hot[0]")),
            ("sparse_cross_entropy_error", ("y, t", "y[0], t[0]")),
        )
        for argument in arguments
    ]


def _call(function: str, arguments: str, names: dict[str, Any]) -> Call:
    ours = eval(f"function{arguments}", {**names, "function": getattr(mbviz.losses, function)})
    code = f"{function}{arguments}"
    try:
        return Call(code, float(eval(f"function{arguments}", {**names, "function": _defined(function)})), "", ours)
    except Exception as error:
        return Call(code, None, f"{type(error).__name__}: {error}", ours)


@cache
def _defined(name: str) -> Callable[..., float]:
    """The article's function, each of its tabs four spaces: then Python takes it."""
    scope: dict[str, Any] = {"np": np}
    exec(PRINTED[name].expandtabs(4), scope)
    function: Callable[..., float] = scope[name]
    return function
