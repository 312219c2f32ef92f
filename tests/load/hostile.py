"""What visitors of ill will or bad luck try on a server on 127.0.0.1, and what happens: ``python -m tests.load.hostile``.

Prints the table of the README; takes about two minutes. A case that does not hold says so, and the exit code is 1.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from tests.load import data_cases, fault_cases, fuzz_cases, server_cases, work_cases
from tests.load.site import Site, digits, serve

OnSite = Callable[[Site], Awaitable[str]]
InFolder = Callable[[Path], Awaitable[str]]

SHARED: tuple[OnSite, ...] = (  # on one server, one after the other
    work_cases.first_visitors,  # the first, since nobody may have been there
    server_cases.uploads,
    server_cases.largest,
    server_cases.unfinished,
    server_cases.garbage,
    server_cases.components,
    fuzz_cases.hostile_addresses,
    fuzz_cases.hostile_states,
    server_cases.other_names,
    server_cases.paths,
    work_cases.seeds_in_a_row,
    work_cases.seeds_at_once,
    work_cases.checks,
    fault_cases.killed_workers,
    server_cases.clear_cache,
)
FEW_FILES: tuple[OnSite, ...] = (server_cases.many_files,)
SERVERS = (  # the cases, the limit of open files, and options of Streamlit's
    (SHARED, "", ()),
    (FEW_FILES, "256", ("--server.disconnectedSessionTTL", "2")),
)
OWN: tuple[InFolder, ...] = (
    fault_cases.restarted,
    data_cases.more_files,
    data_cases.silent_mirror,
    data_cases.full_disk,
    data_cases.bomb,
)
WITH_DIGITS = (fault_cases.restarted, data_cases.more_files)  # in the folder that has digits and networks


def told(case: Callable[..., object]) -> str:
    """What a case tries, in words."""
    assert case.__doc__
    return " ".join(case.__doc__.split())


def tried(case: OnSite, site: Site) -> tuple[bool, str]:
    """Whether a case holds, and what happened."""
    try:
        return True, asyncio.run(asyncio.wait_for(case(site), 120))  # type: ignore[arg-type]
    except Exception as error:  # whatever it is, it is what happened
        return False, f"**does not hold**: {type(error).__name__} {error}"


def rows() -> Iterator[tuple[str, bool, str]]:
    """Each case: what is tried, whether it holds, what happened."""
    with digits() as folder:
        for cases, files, options in SERVERS:
            with serve(folder, files=files, options=options) as site:
                for case in cases:
                    yield told(case), *tried(case, site)
        for own in OWN:
            if own in WITH_DIGITS:
                yield told(own), *tried(own, folder)  # type: ignore[arg-type]
                continue
            with tempfile.TemporaryDirectory() as empty:
                yield told(own), *tried(own, Path(empty))  # type: ignore[arg-type]


def main() -> int:
    """Print the table; 1 when some case does not hold."""
    print("| tried | what happens |\n|---|---|")
    good = True
    for what, holds, happened in rows():
        good = good and holds
        print(f"| {what} | {happened} |", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
