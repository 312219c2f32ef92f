"""What surrounds an array where it is copied from: a console's prompts, a tensor's frame, signs that only look like others."""

from __future__ import annotations

import re

__all__ = ["without_prompts", "without_wrapping"]

MINUSES = (0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE58, 0xFE63)  # hyphens, dashes, the real minus
UNSEEN = (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF)  # the last is the byte-order mark
SPACES = (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
SIGNS: dict[int, str | None] = {
    **dict.fromkeys(MINUSES, "-"),
    **dict.fromkeys(UNSEEN),
    **dict.fromkeys(SPACES, " "),
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full width, as East Asian keyboards write
    **dict.fromkeys(map(ord, "…⋯⋮"), "..."),
    **dict.fromkeys(map(ord, "“”„‘’"), '"'),
    ord("∞"): "inf",
}
# Python's, MATLAB's and R's, and IPython's; what mail puts before a quoted line is one of them
PROMPT = re.compile(r"[ \t]*(?:>{1,3}[ \t]?|In ?\[[\d* ]*\]:[ \t]?|(?P<out>(?:Out ?)?\[\d+\]:[ \t]?))")
MORE = re.compile(r"[ \t]*\.\.\.:?(?:[ \t]|$)")  # before each further line of a statement
TENSOR = re.compile(r"<(?>[^<>\[\]]*?\b(?:numpy|value)=)([^<>]*+)>")  # as TensorFlow and Keras show one
ASSIGNED = re.compile(r"\s*(?:Parameter containing:|[A-Za-z_][\w.]*(?:\s*:\s*[\w.]+)?\s*(?:=|<-)(?![=>]))\s*")
KEYWORD = re.compile(
    r",\s*(?:dtype|shape|size|device|requires_grad|grad_fn|weak_type)\s*=\s*(?:\([^()]*\)|<[^<>]*>|[^\s,()\[\]]+)"
)
NAMES = r"[aA]rray|asarray|DeviceArray|matrix|tensor|(?:[A-Z][a-z]*)?Tensor|constant|Variable|Series|float\d*|u?int\d*"
CALL = re.compile(
    rf"(?<![\w.])((?:[A-Za-z_]\w*\.)*(?:{NAMES})\s*|c)?\(([^()]*)\)"
)  # "np.array(…)", R's "c(…)", a tuple


def without_prompts(text: str) -> str:
    r"""The array in what was copied from a console: the results that were printed, else the lines typed that hold numbers.

    Signs that only look like others become those that Python knows: minus signs, dashes, wide digits, spaces that do
    not break. What cannot be seen, such as a byte-order mark, goes.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> without_prompts("In [3]: y\nOut[3]: \narray([−0.1, 0.9])")
    '\narray([-0.1, 0.9])'
    >>> without_prompts(">>> y = np.array([[0.1, 0.9],\n...               [0.8, 0.2]])")
    'y = np.array([[0.1, 0.9],\n              [0.8, 0.2]])'
    """
    text = text.translate(SIGNS)
    lines = text.splitlines()
    prompts = [PROMPT.match(line) for line in lines]
    if not any(prompts):
        return text
    marked = any(prompt and prompt["out"] for prompt in prompts)  # else any line after a statement is its result
    typed: list[list[str]] = []
    printed: list[str] = []
    part, depth = printed, 0
    for line, prompt in zip(lines, prompts, strict=True):
        if prompt:
            line, depth = line[prompt.end() :], 0
            if not prompt["out"]:
                typed.append([])
            part = printed if prompt["out"] else typed[-1]
        elif part is not printed and (more := MORE.match(line)):
            line = line[more.end() :]
        elif line.strip() and depth <= 0 and not marked:
            part = printed
        depth += sum(map(line.count, "([")) - sum(map(line.count, ")]"))
        part.append(line)
    if not any(line.strip() for line in printed):
        printed = [line for statement in typed if re.search(r"\d", "".join(statement)) for line in statement]
    return "\n".join(printed)


def without_wrapping(text: str) -> str:
    """Numbers and the brackets about them: no name, no comment, no call, no dtype, device or shape; tuples become lists.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> without_wrapping("y = np.array([(0.1, 0.9)], dtype=np.float32)  # softmax")
    '[[0.1, 0.9]]'
    >>> without_wrapping("<tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.1, 0.9], dtype=float32)>")
    '[0.1, 0.9]'
    """
    text = TENSOR.sub(r"\1", text)
    text = re.sub(r"#[^\n]*" if "[" in text or "(" in text else r"#(?=\s)[^\n]*", "", text)  # a sheet may hold #N/A
    assigned = ASSIGNED.match(text)
    text = KEYWORD.sub("", text[assigned.end() :] if assigned else text)
    for _ in range(min(3, text.count("("))):  # from the innermost outwards: numbers, rows, the whole array
        text = CALL.sub(lambda call: f"[{call[2]}]" if call[1] in (None, "c") else call[2], text)
    return text.strip("\r\n").rstrip(" \r\n;>")  # not a tab: it parts cells, also empty ones
