"""What visitors of ill will or bad luck try does not fill, stop or confuse the server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.load.hostile import OWN, SERVERS, WITH_DIGITS, told
from tests.load.site import Site, prepare, serve

CASES = [(server, case) for server, (cases, *_) in enumerate(SERVERS) for case in cases]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("hostile")
    prepare(made)
    return made


@pytest.fixture(scope="module")
def site(request, folder) -> Iterator[Site]:
    """One server after the other, each for its cases."""
    _, files, options = SERVERS[request.param]
    with serve(folder, files=files, options=options) as served:
        yield served


@pytest.mark.parametrize(("site", "case"), CASES, indirect=["site"], ids=lambda value: getattr(value, "__name__", ""))
def test_the_server_holds(site, case):
    assert asyncio.run(asyncio.wait_for(case(site), 120))


@pytest.mark.parametrize("case", OWN, ids=lambda case: case.__name__)
def test_a_server_of_its_own_holds(case, folder, tmp_path):
    assert asyncio.run(asyncio.wait_for(case(folder if case in WITH_DIGITS else tmp_path), 120))


def test_every_case_says_what_it_tries():
    assert all(told(case).endswith(".") for case in (*(case for _, case in CASES), *OWN))
