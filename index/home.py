"""One directory that holds everything a reader needs: originals, generations, and which is current.

A generation is written whole beside the others and published by swapping one small pointer file,
so a reader sees the old build or the new one, never half of either.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_data_dir
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import EmptyHomeError, HomeError

SCHEMA = 6
LOCK_SECONDS = 5
NEAREST_KEPT = 2


class Manifest(BaseModel):
    """What a generation was made of and with; `created` is an ISO time with zone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: int
    model: str
    model_sha256: str | None
    documents: int
    facts: int
    passages: int
    wordings: int
    created: str


@dataclass(frozen=True, slots=True)
class Home:
    """The directory of one collection of disclosures; nothing in it is made before it is needed."""

    directory: Path

    @classmethod
    def locate(cls, directory: str | Path | None = None) -> "Home":
        """Return the home asked for: the argument, else YUSUAN_HOME, else the user's data folder."""
        chosen = directory or os.environ.get("YUSUAN_HOME") or user_data_dir("yusuan")
        return cls(Path(chosen).expanduser().resolve())

    @property
    def originals(self) -> Path:
        """The folder with a copy of every file that was added."""
        return self.directory / "originals"

    @property
    def generations(self) -> Path:
        """The folder of builds, numbered from 000001."""
        return self.directory / "generations"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the right to write; raise HomeError when another process keeps it."""
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            held = FileLock(self.directory / ".lock")
            held.acquire(timeout=LOCK_SECONDS)
        except Timeout as error:
            raise HomeError("另一个程序正在写入这个资料库，请等它结束后再试。") from error
        except OSError as error:
            raise HomeError(
                f"资料库目录「{self.directory}」不能写入，请检查权限或用 --home 换一个目录。"
            ) from error
        try:
            yield
        finally:
            held.release()

    def current(self) -> Path | None:
        """Return the published generation's directory, or None before the first publish."""
        try:
            number = (self.directory / "current").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        generation = self.generations / number
        if not number.isdigit() or not generation.is_dir():
            raise HomeError(
                f"资料库「{self.directory}」的索引已损坏，请删除该目录后用 `yusuan add` 重新加入文件。"
            )
        return generation

    def require_current(self) -> Path:
        """Return the published generation's directory; raise EmptyHomeError when there is none."""
        generation = self.current()
        if generation is None:
            raise EmptyHomeError("资料库里还没有文件，请先用 `yusuan add 文件` 加入预算公开文件。")
        return generation

    def draft(self) -> Path:
        """Make the directory of the next generation, clearing what a broken write left there."""
        current = self.current()
        number = int(current.name) + 1 if current else 1
        directory = self.generations / f"{number:06d}"
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        return directory

    def publish(self, generation: Path) -> None:
        """Make `generation` the current one at once, and delete those nobody should still read."""
        pointer = self.directory / ".current.new"
        pointer.write_text(generation.name, encoding="ascii")
        os.replace(pointer, self.directory / "current")
        for old in sorted(self.generations.iterdir())[:-NEAREST_KEPT]:
            shutil.rmtree(old, ignore_errors=True)

    def keep_original(self, path: Path, name: str) -> None:
        """Copy the file at `path` into the originals under `name`, replacing an older copy at once."""
        target = self.originals / checked_name(name)
        if target.exists() and target.samefile(path):
            return
        self.originals.mkdir(parents=True, exist_ok=True)
        part = self.directory / ".original.new"
        shutil.copyfile(path, part)
        os.replace(part, target)

    def drop_original(self, name: str) -> None:
        """Delete the copy kept under `name`, if there is one."""
        (self.originals / checked_name(name)).unlink(missing_ok=True)


def checked_name(name: str) -> str:
    """Return `name` if it can be a file name; raise HomeError for one that leads elsewhere."""
    if name in {"", ".", ".."} or "/" in name or "\\" in name or "\0" in name:
        raise HomeError(f"「{name}」不能作为文件名，请改名后再加入。")
    return name


def read_manifest(generation: Path) -> Manifest:
    """Return a generation's manifest; raise HomeError when it is damaged or of a newer program."""
    try:
        fields = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))
        if fields["schema_version"] > SCHEMA:
            raise HomeError("这个资料库由更新的版本建立，请升级本程序后再打开。")
        return Manifest.model_validate(fields)
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise HomeError(
            "资料库的清单已损坏，请用 `yusuan add` 在新的 --home 目录重新加入文件。"
        ) from error


def is_outdated(generation: Path) -> bool:
    """Tell whether a generation was written by an older version of this program."""
    try:
        fields = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))
        return int(fields["schema_version"]) < SCHEMA
    except (OSError, ValueError, KeyError, TypeError):
        return False


def write_manifest(generation: Path, manifest: Manifest) -> None:
    """Write the manifest, the last file of a generation."""
    text = json.dumps(manifest.model_dump(), ensure_ascii=False, indent=1)
    (generation / "manifest.json").write_text(text, encoding="utf-8")
