"""Add, remove, rebuild and open: the ways in and out of a home.

Nothing is published when something fails half-way; a reader keeps the generation it has opened.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from corpus.disclosure import Disclosure
from corpus.errors import EmptyHomeError, HomeError, ReadError, UsageError
from index.draft import Progress, drafting
from index.facts import FactStore
from index.home import Home, checked_name, is_outdated, read_manifest
from index.model import Model, chosen_model
from index.pairs import Original, Pairing, Reread
from index.reading import Index
from index.records import DocumentRecord

Read = Callable[[Path], Disclosure]


class _Given(NamedTuple):
    path: Path
    original: Original


def add_disclosures(
    home: Home,
    disclosures: Iterable[tuple[Path, Disclosure]],
    progress: Progress | None = None,
    read: Read | None = None,
) -> tuple[str, ...]:
    """Add documents, each with the file it was read from, and publish them together.

    A document of the same name is replaced; one whose file has not changed is passed over. When
    another embedding model is set than the index was made with, all is embedded again with it.
    Two files of one disclosure become one document. `read` reads kept originals: the other half of
    what is added, and all when the home was made by an older version of the program.
    Returns the names that were written. Raises HomeError or ModelError; then nothing has changed.
    """
    report = progress or _silent
    model = chosen_model()
    given = {d.name: _Given(path, Original(d, file_sha256(path))) for path, d in disclosures}
    with home.lock():
        _bring_up_to_date(home, model, report, read)
        last = home.current()
        same_model = last is not None and _model_of(last).is_same(model)
        known = _known(last)
        new = [one for name, one in given.items() if known.get(name) != one.original.sha256]
        if not new and (same_model or last is None or not given):
            return ()
        with drafting(home, model, facts=last, vectors=last if same_model else None) as draft:
            pairing = Pairing(draft, draft.documents(), _rereading(home, given, read))
            for done, one in enumerate(new):
                report("登记数据", done, len(new))
                checked_name(one.original.disclosure.name)
                pairing.put(one.original)
            draft.finish(report)
            for one in new:
                home.keep_original(one.path, one.original.disclosure.name)
            home.publish(draft.directory)
    return tuple(one.original.disclosure.name for one in new)


def remove_document(home: Home, name: str, progress: Progress | None = None) -> None:
    """Remove a document and its originals; raises UsageError for a name that is not there.

    A disclosure in two files is removed whole, by the name of either.
    """
    with home.lock():
        last = home.require_current()
        if is_outdated(last):
            raise _outdated()
        known = _records(last)
        record = next((r for r in known if name in r.originals), None)
        if record is None:
            raise UsageError(f"资料库里没有「{name}」，现有：{'、'.join(r.name for r in known)}。")
        with drafting(home, _model_of(last), facts=last, vectors=last) as draft:
            draft.drop(record.name)
            draft.finish(progress or _silent)
            home.publish(draft.directory)
        for file in record.originals:
            home.drop_original(file)


def rebuild(home: Home, read: Read, progress: Progress | None = None) -> tuple[str, ...]:
    """Make a new generation from the kept originals; returns the names of those it could not read."""
    with home.lock():
        return _rebuild(home, chosen_model(), read, progress or _silent)


def bring_up_to_date(home: Home, read: Read, progress: Progress | None = None) -> None:
    """Rebuild a home made by an older version of the program from its originals."""
    with home.lock():
        _bring_up_to_date(home, chosen_model(), progress or _silent, read)


def unindexed(home: Home) -> tuple[str, ...]:
    """Return the originals that are kept but were not read when the home was last rebuilt."""
    last = home.current()
    if last is None or is_outdated(last) or not home.originals.is_dir():
        return ()
    known = _known(last)
    return tuple(sorted(p.name for p in home.originals.iterdir() if p.name not in known))


def open_index(home: Home, read: Read | None = None, progress: Progress | None = None) -> Index:
    """Open the published generation for reading; cheap, since each part is loaded when first used.

    A home made by an older version is rebuilt from its originals with `read`. Raises
    EmptyHomeError when nothing has been added, HomeError when the index cannot be opened.
    """
    generation = home.require_current()
    if is_outdated(generation):
        with home.lock():
            _bring_up_to_date(home, chosen_model(), progress or _silent, read)
        generation = home.require_current()
    index = Index(home, generation)
    if index.manifest.documents == 0:
        index.close()
        raise EmptyHomeError("资料库里的文件都已移除，请先用 `yusuan add 文件` 加入预算公开文件。")
    return index


def is_unchanged(home: Home, path: Path) -> bool:
    """Tell whether adding the file at `path` would change nothing, without reading what it says."""
    last = home.current()
    if last is None or is_outdated(last) or not _model_of(last).is_same(chosen_model()):
        return False
    return _known(last).get(path.name) == file_sha256(path)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known(generation: Path | None) -> dict[str, str]:
    """Return the SHA-256 of each file of a generation by name."""
    records = _records(generation) if generation else ()
    return {file: sha256 for record in records for file, sha256 in record.originals.items()}


def _records(generation: Path) -> tuple[DocumentRecord, ...]:
    with FactStore.open(generation / "facts.duckdb") as store:
        return store.documents()


def _rereading(home: Home, given: Mapping[str, _Given], read: Read | None) -> Reread:
    """Return what finds a file again: among those given now, else among the kept originals."""

    def reread(name: str) -> Original | None:
        if name in given:
            return given[name].original
        path = home.originals / name
        try:
            return Original(read(path), file_sha256(path)) if read else None
        except (ReadError, OSError):
            return None

    return reread


def _model_of(generation: Path) -> Model:
    manifest = read_manifest(generation)
    return Model(manifest.model, manifest.model_sha256)


def _bring_up_to_date(home: Home, model: Model, progress: Progress, read: Read | None) -> None:
    last = home.current()
    if last is None or not is_outdated(last):
        return
    if read is None:
        raise _outdated()
    _rebuild(home, model, read, progress)


def _rebuild(home: Home, model: Model, read: Read, progress: Progress) -> tuple[str, ...]:
    paths = sorted(home.originals.iterdir()) if home.originals.is_dir() else []
    unread = []
    with drafting(home, model, facts=None, vectors=_reusable(home, model)) as draft:
        pairing = Pairing(draft, (), _rereading(home, {}, read))
        for done, path in enumerate(paths):
            progress("重新读取原件", done, len(paths))
            try:
                original = Original(read(path), file_sha256(path))
            # One original that breaks the program must not keep the others out.
            except Exception:
                unread.append(path.name)
                continue
            pairing.put(original)
        draft.finish(progress)
        home.publish(draft.directory)
    return tuple(unread)


def _reusable(home: Home, model: Model) -> Path | None:
    """Return the generation whose vectors `model` made, if its manifest can still be read."""
    try:
        last = home.current()
        return last if last and _model_of(last).is_same(model) else None
    except HomeError:
        return None


def _outdated() -> HomeError:
    return HomeError("资料库由旧版本建立，请先运行 `yusuan add 文件` 重建索引。")


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Report nothing."""
