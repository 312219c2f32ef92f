"""The server's settings are those that no visitor can fill or stop it by, and each has its reason beside it."""

import tomllib

import pytest
from streamlit import config

from tests.app_server import ROOT

TEXT = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
SET = {f"{section}.{key}": value for section, keys in tomllib.loads(TEXT).items() for key, value in keys.items()}
WANTED = {
    "runner.postScriptGC": False,
    "runner.fastReruns": False,
    "server.address": "localhost",
    "server.allowedHosts": ["localhost", "127.0.0.1", "::1"],
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.maxUploadSize": 0,
    "server.maxMessageSize": 10,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
}


@pytest.mark.parametrize("name", WANTED)
def test_the_server_is_set_so(name):
    assert SET[name] == WANTED[name]


@pytest.mark.parametrize("name", [name for name in SET if not name.startswith("theme")])
def test_streamlit_knows_the_setting(name):
    assert name in config.get_config_options()


def test_every_setting_has_its_reason():
    is_told = False
    for line in TEXT.splitlines():
        if line.startswith("#"):
            is_told = True
        elif not line or line.startswith("["):
            is_told = False
        else:
            assert is_told, line  # a reason holds for all lines up to the next empty one or the next reason
