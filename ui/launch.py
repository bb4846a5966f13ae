"""Start the page: a Streamlit server on this machine only."""

import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

from rich.console import Console

from corpus.errors import UsageError
from index.home import Home

ADDRESS = "127.0.0.1"
_PACKAGE = Path(__file__).parent
_SETTINGS = {
    "browser.gatherUsageStats": "false",
    "server.address": ADDRESS,
    "server.fileWatcherType": "none",
    "server.headless": "true",
}


def serve(home: Home, port: int, remarks: Console) -> NoReturn:
    """Become the server of the page, so that whoever stops this process stops the server.

    Raises:
        UsageError: the port is in use.
    """
    _check_free(port)
    remarks.print(f"网页地址：http://{ADDRESS}:{port} （按 Ctrl+C 结束）")
    os.chdir(_PACKAGE.parent)
    words = command(port)
    os.execve(words[0], words, environment(home))  # noqa: S606 - fixed words and a number, no shell


def command(port: int) -> list[str]:
    """Return the command that serves the page; settings here hold in any working directory."""
    settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
    script = str(_PACKAGE / "server.py")
    return [
        *(sys.executable, "-m", "streamlit", "run", script),
        *(f"--server.port={port}", *settings),
    ]


def environment(home: Home) -> dict[str, str]:
    """Return the server's environment: this one's, with the home made absolute."""
    return {**os.environ, "YUSUAN_HOME": str(home.directory)}


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise UsageError(
                f"端口 {port} 已被占用；换一个端口：yusuan ui --port {port % 65535 + 1}"
            ) from error
