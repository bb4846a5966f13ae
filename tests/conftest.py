"""Shared by all tests: no connection leaves the machine, the home is redirected, the seed is read once."""

import socket
from pathlib import Path
from typing import Any

import pytest

from corpus.disclosure import Disclosure
from corpus.reader import read_disclosure
from corpus.shipped import SHIPPED

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def seed() -> Disclosure:
    """The shipped disclosure, as read."""
    return read_disclosure(SHIPPED[0])


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test material beside the checkout; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there: its material is for development and CI only")
    return SHARED


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUSUAN_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("YUSUAN_MODEL", raising=False)


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        local = self.family == socket.AF_UNIX or str(address[0]) in {
            "127.0.0.1",
            "::1",
            "localhost",
        }
        assert local, f"a test tried to reach {address}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
