"""The rows of a pasted text, each a list of cells: what parts them, and what around them is no number but a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mbviz._messages import Message, Verbatim
from mbviz.article.transcript import without_prompts, without_wrapping

__all__ = ["Cells", "both_ways", "read_number", "short", "split_cells"]

LIST = re.compile(r"\[(.*)\][\s;,]*", re.DOTALL)
ROW = re.compile(r"\[([^\[\]]*)\]")
WORDS = {"true": 1.0, "false": 0.0, "np.true_": 1.0, "np.false_": 0.0}
POWER = re.compile(r"[·×]10(?:\^?([-+]\d+)|\^(\d+)|([⁻⁺]?[⁰¹²³⁴-⁹]+))")
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
TOKEN = re.compile(r"[^\s;\"]+")
DECIMAL = re.compile(r"[-+]?\d*,\d+(?:[eE][-+]?\d+)?%?")  # with a comma where Python has a point
THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3})+,\d+)")
EITHER = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")  # the comma of a thousand, or that of a decimal fraction
R_VECTOR = re.compile(r"\s*\[\d+\]\s+(?=[^\s\[\],])")  # as R prints it: "[1] 0.1 0.9"
R_ROW = re.compile(r"\s*\[\d+,\]")
R_HEAD = re.compile(r"\s*(?:\[,\d+\]\s*)+")
SERIES_END = re.compile(r"(?:(?:Freq|Name|Length): .*, )?dtype: \S+")
FRAME_END = re.compile(r"\[\d+ rows x \d+ columns\]")
RULE = re.compile(r"[|:\s-]+")  # below the head of a table in Markdown
JULIA_HEAD = re.compile(r"(?:\d+×\d+|\d+-element) \w+\{[\w, ]+\}:")


@dataclass(frozen=True)
class Cells:
    """The cells of a pasted text.

    Attributes
    ----------
    rows : list of list of str
    flat : bool
        Whether there is one row, and no bracket gave it an axis of its own.
    bracketed : bool
        Whether it was an array with its brackets; else lines of cells.
    notes : tuple of Message
        How it was read where it could have been read otherwise.
    """

    rows: list[list[str]]
    flat: bool
    bracketed: bool
    notes: tuple[Message, ...] = ()


def read_number(cell: str) -> float | None:
    """The number in a cell; None where there is none.

    Examples
    --------
    >>> [read_number(cell) for cell in ("1e-05", "70%", "True", "2.3·10-5", "half")]
    [1e-05, 0.7, 1.0, 2.3e-05, None]
    """
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] and cell[0] in "'\"":
        cell = cell[1:-1].strip()
    if cell.lower() in WORDS:
        return WORDS[cell.lower()]
    power = POWER.search(cell)
    if power:
        exponent = next(filter(None, power.groups())).translate(SUPERSCRIPT)
        cell = f"{cell[: power.start()]}e{exponent}{cell[power.end() :]}"
    try:
        return float(cell[:-1]) / 100 if cell.endswith("%") else float(cell)
    except ValueError:
        return None


def both_ways(cell: str) -> Message | None:
    """What to say of a number that can be read in two ways, a thousand times as large in one; None for any other text.

    Examples
    --------
    >>> print(both_ways("1,250"))
    “1,250” may be 1.250 or 1250: write one of these.
    >>> both_ways("0,125") is both_ways("1,25") is None
    True
    """
    if not EITHER.fullmatch(cell):
        return None
    point, plain = Verbatim(cell.replace(",", ".")), Verbatim(cell.replace(",", ""))
    return Message("“{cell}” may be {point} or {plain}: write one of these.", cell=cell, point=point, plain=plain)


def split_cells(text: str, name: str, *, max_rows: int, whole: bool) -> Cells:
    r"""Split a pasted text into rows of cells; see `mbviz.article.pasted.read_pasted` for the forms.

    Parameters
    ----------
    text, name : str
        What was pasted, and what sentences call it.
    max_rows : int
        More rows are refused before they are looked at.
    whole : bool
        Whether the numbers must be whole: a comma then always parts two of them.

    Returns
    -------
    Cells

    Raises
    ------
    ValueError
        With a `Message`, for brackets that do not match, more than two axes, "..." where something was left out, text
        beside the rows, too many rows, or commas that may be those of thousands or of decimal fractions.

    Examples
    --------
    >>> split_cells("0.1 0.9\n0.8 0.2", "y", max_rows=100, whole=False).rows
    [['0.1', '0.9'], ['0.8', '0.2']]
    """
    _refuse_more(text.count("[") - 1, name, max_rows)
    text = without_prompts(text)
    if "..." in text:
        raise ValueError(
            Message("NumPy shortened {name}; print it after np.set_printoptions(threshold=np.inf).", name=name)
        )
    text = without_wrapping(_without_frame([line for line in text.splitlines() if line.strip()]))
    if "[" in text or "]" in text or "(" in text:
        return _between_brackets(text, name, max_rows)
    lines = [line for line in text.splitlines() if line.strip()]
    _refuse_more(len(lines), name, max_rows, at_once=10 * max_rows)
    found = _between_lines(lines, whole)
    _refuse_more(len(found.rows), name, max_rows)
    return found


def short(text: str) -> str:
    """A text on one line, cut where it is long.

    Examples
    --------
    >>> short("a  very\\nlong text, of which one quotes a part")
    'a very long text, o…'
    """
    text = " ".join(text.split())
    return text if len(text) <= 20 else text[:19] + "…"


def _refuse_more(rows: int, name: str, most: int, at_once: int = 0) -> None:
    """Refuse more rows than `most`, or only more than `at_once` while one of them may hold names."""
    if rows > (at_once or most):
        raise ValueError(Message("{name} has {got} rows; at most {most} are allowed.", name=name, got=rows, most=most))


def _without_frame(lines: list[str]) -> str:
    """Without what R, Julia and pandas print around their numbers."""
    first, last = (lines[0].strip(), lines[-1].strip()) if lines else ("", "")
    if FRAME_END.fullmatch(last):
        lines = lines[:-1]
    elif SERIES_END.fullmatch(last):  # before it each value, with its place or name
        return "[" + ", ".join((line.split() or [""])[-1] for line in lines[:-1]) + "]"
    elif JULIA_HEAD.fullmatch(first):
        lines = lines[1:]
    elif lines and all(line.strip()[:1] == line.strip()[-1:] == "|" for line in lines):  # in Markdown
        lines = [line.strip()[1:-1].replace("|", "\t") for line in lines if not RULE.fullmatch(line)]
    elif lines and all(map(R_VECTOR.match, lines)):
        return " ".join(R_VECTOR.sub("", line) for line in lines)
    elif len(lines) > 1 and all(map(R_ROW.match, lines[1:])):
        lines = lines[:1] * (not R_HEAD.fullmatch(lines[0])) + [R_ROW.sub("", line) for line in lines[1:]]
    return "\n".join(lines)


def _between_brackets(text: str, name: str, max_rows: int) -> Cells:
    """The cells of each inner list, or of the only list there is."""
    if text.count("[") != text.count("]"):
        raise ValueError(Message("Each bracket of {name} that opens must close; one is missing.", name=name))
    if re.search(r"\[\s*\[\s*\[", text):
        raise ValueError(Message("{name} must have one or two axes; three brackets in a row make a third.", name=name))
    whole = LIST.fullmatch(text.strip())
    if whole and "[" not in whole[1]:
        lines = whole[1].strip().rstrip(";").split(";")  # MATLAB and Julia part their rows so
        flat = len(lines) == 1
    else:
        beside = short(ROW.sub("", whole[1] if whole else text).replace(",", " "))
        if beside or not whole:
            raise ValueError(
                Message("{name} must be one list of numbers or of rows; “{found}” is neither.", name=name, found=beside)
            )
        lines, flat = ROW.findall(whole[1]), False
    _refuse_more(len(lines), name, max_rows)
    separator = "," if any("," in line for line in lines) else None
    return Cells([_split(line, separator) for line in lines], flat, True)


def _split(line: str, separator: str | None) -> list[str]:
    cells = [cell.strip() for cell in line.split(separator)]
    return cells[:-1] if cells and not cells[-1] else cells  # a separator may stand at the end


def _between_lines(lines: list[str], whole: bool) -> Cells:
    """The cells of lines, parted by tabs, semicolons, commas or spaces."""
    if not any("\t" in line for line in lines):
        lines = [line.rstrip().removesuffix(";") for line in lines]
        lines = [part for line in lines for part in (line.split(";") if _is_rows(line, whole) else [line])]
    decimal, note = (False, None) if whole else _decimal_comma(lines)
    if decimal:
        lines = [TOKEN.sub(lambda token: token[0].rstrip(",").replace(",", ".") or " ", line) for line in lines]
    separator = next((mark for mark in "\t;," if any(mark in line for line in lines)), None)  # else spaces
    indents = [line[:1] == " " for line in lines]
    indented = indents[:1] == [True] and not any(indents[1:])  # as pandas prints a frame
    rows, names = _without_head([_split(line, separator) for line in lines], indented)
    notes = [] if note is None else [note]
    if names:
        notes.append(Message("What stood beside the numbers was left out: {names}.", names=Verbatim(short(names))))
    return Cells(rows, len(rows) == 1, False, tuple(notes))


def _is_rows(line: str, whole: bool) -> bool:
    """Whether semicolons part rows, as in "0.1 0.9; 0.8 0.2", and not numbers."""
    several = any(len(re.split(r",?\s+", part.strip())) > 1 for part in line.split(";"))
    return ";" in line and (several or ("," in line and (whole or "." in line)))


def _decimal_comma(lines: list[str]) -> tuple[bool, Message | None]:
    """Whether commas stand for decimal points, and what to say of it.

    They do where all of them stand within numbers, and none of these has a point. Of lines like "0,1" each might also
    be two numbers: they are taken for that only where all are 0 and 1, as in one-hot rows.
    """
    tokens = [[token.rstrip(",") for token in TOKEN.findall(line)] for line in lines]
    found = [token for line in tokens for token in line if "," in token]
    pointed = any("." in token and read_number(token) is not None for line in tokens for token in line)
    if not found or pointed or not all(map(DECIMAL.fullmatch, found)):
        thousands = next(filter(THOUSANDS.fullmatch, found), None)
        return False, thousands and _parted(thousands)
    either = both_ways(found[0])
    if either and all(map(EITHER.fullmatch, found)):
        raise ValueError(either)
    given = Verbatim(found[0])
    if len(lines) > 1 and all(line in (["0,1"], ["1,0"]) for line in tokens):
        return False, _parted(given)
    taken = Verbatim(given.replace(",", "."))
    return True, Message("Commas were read as decimal points: {given} is {taken}.", given=given, taken=taken)


def _parted(given: str) -> Message:
    parts = Verbatim(given.replace(",", " "))
    return Message("Commas were read as parting numbers: {given} is {parts}.", given=Verbatim(given), parts=parts)


def _without_head(rows: list[list[str]], indented: bool) -> tuple[list[list[str]], str]:
    """Without the names above the columns and before the rows, where they can be told from numbers; and those above."""
    lengths = {len(row) for row in rows[1:]}
    if len(lengths) != 1 or not rows[0]:
        return rows, ""
    length = lengths.pop()
    head, first = rows[0], [row[0] for row in rows[1:] if row]
    corner = len(head) == length and head[0] == ""
    names = head[1:] if corner else head
    named, counted = _are_words(names), _are_places(names)
    if corner or len(names) == length - 1:
        indexed = indented or _are_places(first) or _are_words(first) or (len(names) > 1 and named)
        if (named or counted) and indexed and (counted or indented or corner or len(names) > 1):
            return [row[1:] for row in rows[1:]], " ".join(names)
    elif named and len(names) == length:
        start = 1 if length > 1 and _are_words(first) else 0
        return [row[start:] for row in rows[1:]], " ".join(names)
    return rows, ""


def _are_words(cells: Sequence[str]) -> bool:
    return bool(cells) and all(cell and read_number(cell) is None for cell in cells)


def _are_places(cells: Sequence[str]) -> bool:
    return bool(cells) and list(cells) == list(map(str, range(len(cells))))
