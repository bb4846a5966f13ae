"""Put documents into a draft one by one, two files of one disclosure together under one record."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from corpus.disclosure import Disclosure
from corpus.errors import HomeError
from corpus.joining import is_same_disclosure, joined
from index.draft import Draft
from index.records import DocumentRecord


class Original(NamedTuple):
    """One file as read, with the SHA-256 of its bytes."""

    disclosure: Disclosure
    sha256: str


Reread = Callable[[str], Original | None]


class Pairing:
    """Knows the records of a draft, and reads the other half of a disclosure again when it must."""

    def __init__(self, draft: Draft, records: Iterable[DocumentRecord], reread: Reread) -> None:
        """Write to `draft`, which holds `records`; `reread` returns a file it knows by name."""
        self._draft = draft
        self._records = {record.name: record for record in records}
        self._reread = reread

    def put(self, original: Original) -> None:
        """Replace all that is known of a file, alone or with its other half.

        Raises HomeError where it leaves a pair whose other file can no longer be read.
        """
        name = original.disclosure.name
        for record in [r for r in self._records.values() if name in r.files]:
            other = next(file for file in record.files if file != name)
            half = self._reread(other)
            if half is None:
                raise HomeError(
                    f"与「{name}」合为一份的「{other}」读不出来，请把两个文件一起加入。"
                )
            self._drop(record)
            self._put(half.disclosure, half.sha256)
        for record in self._candidates(original.disclosure):
            half = self._reread(record.name)
            pair = joined(original.disclosure, half.disclosure) if half else None
            if half and pair:
                self._drop(record)
                shas = {name: original.sha256, half.disclosure.name: half.sha256}
                self._forget(name)
                self._put(pair, " ".join(shas[file] for file in pair.files))
                return
        self._put(original.disclosure, original.sha256)

    def _candidates(self, disclosure: Disclosure) -> list[DocumentRecord]:
        return [
            record
            for record in self._records.values()
            if record.name != disclosure.name and not record.files
            if is_same_disclosure(record, disclosure)
        ]

    def _put(self, disclosure: Disclosure, sha256: str) -> None:
        self._records[disclosure.name] = self._draft.put(disclosure, sha256)

    def _drop(self, record: DocumentRecord) -> None:
        self._draft.drop(record.name)
        del self._records[record.name]

    def _forget(self, name: str) -> None:
        if name in self._records:
            self._drop(self._records[name])
