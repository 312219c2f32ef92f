"""Debian's nginx before two servers, as tests/load/mbviz.conf sets it up, on 127.0.0.1 and without being root."""

from __future__ import annotations

import getpass
import http.client
import os
import re
import shutil
import ssl
import subprocess
from pathlib import Path

from tests.app_server import Served, free_port

CONFIGURATION = Path(__file__).with_name("mbviz.conf")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
AROUND = """\
{user}daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
worker_processes 1;
worker_rlimit_nofile 4096;
events {{ worker_connections 2048; }}
http {{
  types {{ text/html html; text/css css; text/javascript js; application/json json; image/svg+xml svg; }}
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/mbviz.conf;
}}
"""


class Nginx(Served):
    """A proxy before servers; use it as a context manager.

    Parameters
    ----------
    folder : Path
        For all that nginx writes.
    first, second : int
        The ports of the servers, which may be the same.
    """

    def __init__(self, folder: Path, first: int, second: int) -> None:
        assert NGINX, "nginx is not installed"
        self.folder, self.port, self.plain = folder, free_port(), free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        folder.mkdir(parents=True, exist_ok=True)
        self.trusted = ssl.create_default_context(cafile=certificate(folder))
        user = f"user {getpass.getuser()};\n" if os.geteuid() == 0 else ""  # its workers must reach the folder
        (folder / "mbviz.conf").write_text(
            _here(CONFIGURATION.read_text(), folder, (self.port, self.plain), (first, second))
        )
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
        self._log = folder / "log"

    def __enter__(self) -> Nginx:
        command = [NGINX or "", "-p", str(self.folder), "-e", "stderr", "-c", str(self.folder / "nginx.conf")]
        self._start(command)
        return self

    def get(self, path: str = "/", **headers: str) -> tuple[http.client.HTTPMessage, bytes]:
        """The headers and the body of an answer."""
        _, told, body = self.ask("GET", path, **headers)
        return told, body

    def ask(self, method: str, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """The status, the headers and the body of an answer."""
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=self.trusted)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body

    def ask_plainly(self, path: str, host: str) -> tuple[int, str, bytes]:
        """The status of an answer without TLS, where it leads, and its body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.plain, timeout=30)
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers["Location"] or "", body

    def seat(self, path: str = "/") -> str:
        """The cookie of a new visitor who opens this page."""
        given = self.get(path)[0].get_all("Set-Cookie") or []
        return next(cookie for cookie in given if cookie.startswith("mbviz_seat=")).split(";")[0]

    def _answers(self) -> bool:
        try:
            self.get("/nothing")
        except OSError:
            return False
        return True


def certificate(folder: Path) -> Path:
    """Make a certificate for this machine and for the host of the configuration, signed by itself, and its key beside it."""
    made = folder / "class.pem"
    command = ["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    names = ["-subj", "/CN=class.example.org", "-addext", "subjectAltName=DNS:class.example.org,IP:127.0.0.1"]
    files = ["-days", "2", "-keyout", str(made.with_suffix(".key")), "-out", str(made)]
    subprocess.run([*command, *names, *files], check=True, capture_output=True)
    return made


def _here(configuration: str, folder: Path, ports: tuple[int, int], servers: tuple[int, int]) -> str:
    """The configuration with the ports (with TLS and without), the folders and the certificate of this run."""
    (port, plain), (first, second) = ports, servers
    for old, new, times in (
        (r"listen 80;", f"listen 127.0.0.1:{plain};", 1),
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;", 1),
        (r"127\.0\.0\.1:8501", f"127.0.0.1:{first}", 2),
        (r"127\.0\.0\.1:8502", f"127.0.0.1:{second}", 2),
        (r"/var/cache/nginx/mbviz", f"{folder}/cache", 1),
        (r"/etc/ssl/class", f"{folder}/class", 2),
    ):
        configuration, count = re.subn(old, new, configuration)
        assert count == times, old
    return configuration
